"""Writing a plan: its home, its sections and rows, what was not saved yet, remarks."""
