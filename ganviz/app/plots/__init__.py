"""The pictures of a game and the curves of a run."""
