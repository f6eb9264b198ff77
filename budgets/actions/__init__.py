"""Every write of money; each records who did it, when and why."""
