"""Long texts as people write them: a small Markdown, read into a tree, from which page, document and search are made.

What may stand in a text is said in `Marks`; everything else is words, and is shown as it was typed.
"""
