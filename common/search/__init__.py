"""One search over everything: what can be found registers itself, and is found by whole words in either language."""
