"""Three-year plans and their editions."""
