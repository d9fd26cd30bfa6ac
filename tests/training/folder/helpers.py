"""Small things that several tests of the run folder need."""


def names(folder):
    """The names in a folder, sorted."""
    return sorted(entry.name for entry in folder.iterdir())
