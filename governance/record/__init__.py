"""The record of who changed what: whose administrators may read it, and how it reads."""
