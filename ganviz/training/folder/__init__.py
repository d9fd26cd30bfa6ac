"""The run folder: everything a run leaves on disk, readable without torch and without Qt."""
