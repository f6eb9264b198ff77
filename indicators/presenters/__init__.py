"""How figures are shown: words, cells, tables."""
