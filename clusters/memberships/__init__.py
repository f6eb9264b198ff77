"""Which provider belongs to which cluster, and since when."""
