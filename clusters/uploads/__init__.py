"""Many changes of memberships or providers at once, from a file."""
