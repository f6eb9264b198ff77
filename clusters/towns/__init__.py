"""The names of towns and villages in Welsh, which people who know give."""
