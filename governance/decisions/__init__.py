"""What a body decided, and the interests that its members declared."""
