"""The people who hold offices, and whether they may come in."""
