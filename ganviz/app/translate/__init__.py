"""Images of the user's, translated by the run on show, and saved under their names."""
