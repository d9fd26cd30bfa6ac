"""The rules: one file per game behind one protocol."""
