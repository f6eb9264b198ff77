"""All that is written when figures are released."""
