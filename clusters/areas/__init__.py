"""Areas as they open, are renamed, joined, divided and closed."""
