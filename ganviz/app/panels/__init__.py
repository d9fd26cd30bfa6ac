"""What stands around the picture: chips, measures, the right-hand column."""
