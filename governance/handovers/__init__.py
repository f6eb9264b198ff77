"""What the holder of a seat leaves to whoever comes next."""
