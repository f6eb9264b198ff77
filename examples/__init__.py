"""The Example Health Board: invented places, people, plans and money that show how the portal works, and their end.

Nothing else may know of it, and a place where real work is done does without (`EXAMPLES` in docs/deployment.md).
"""
