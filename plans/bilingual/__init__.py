"""The other language of a plan: how far it is, files for a translator, carrying over from an earlier plan."""
