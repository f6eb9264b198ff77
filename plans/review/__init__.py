"""Deciding on a plan: sent, compared, returned, approved, frozen, published, withdrawn; rounds and reminders."""
