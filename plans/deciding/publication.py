"""What publication fills in: the words by which a plan is found."""

from common.welsh import fold
from plans.content import Content, public_part


def search_words(content: Content) -> str:
    """Return the folded words, in both languages, of what everybody may read in a content."""
    texts = [
        text
        for rows in public_part(content).values()
        for row in rows
        for halves in row["texts"].values()
        for text in halves.values()
    ]
    return fold(" ".join(texts))
