"""What is to be learned: 1-D and 2-D distributions and point files."""
