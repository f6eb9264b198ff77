"""How the portal computes its figures from the raw files: recipes, geography, figures, comparisons."""
