"""Everything Qt, and only here."""
