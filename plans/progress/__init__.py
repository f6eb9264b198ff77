"""Following a plan: how its actions and milestones stand, and how plans add up for a group and a board."""
