"""Seats, who is appointed to them, what is delegated, and looking through all of it once a year."""
