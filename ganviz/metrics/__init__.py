"""How good it is: divergences, distances and mode coverage."""
