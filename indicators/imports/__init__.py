"""Files of figures from outside: read, checked cell by cell and row against row, and worked out set by set."""
