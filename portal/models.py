"""What joins the rooms; it keeps no tables of its own."""
