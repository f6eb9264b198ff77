"""Welsh mutations: the forms that the beginning of a word takes, so that a search for one finds the others.

Words are as `common.welsh.fold` leaves them: small letters, no accents. English words have no mutations but cannot be
told from Welsh ones, so every word is treated alike; forms that no text has find nothing.
"""

# Beginning of the radical, and what it becomes: soft, nasal, aspirate. Two letters that are one stand first.
MUTATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ll", ("l",)),
    ("rh", ("r",)),
    ("p", ("b", "mh", "ph")),
    ("t", ("d", "nh", "th")),
    ("c", ("g", "ngh", "ch")),
    ("b", ("f", "m")),
    ("d", ("dd", "n")),
    ("g", ("", "ng")),
    ("m", ("f",)),
)
# Letters that are written like the beginning of a radical but are others, and never mutate.
OTHER_LETTERS = ("ch", "ph", "th", "dd", "ngh", "mh", "nh")
# In shorter words one letter is too much of the whole to be put aside.
SHORTEST = 4
VOWELS_AND_GLIDES = frozenset("aeiouwylrn")


def forms(radical: str, *, shortest: int = SHORTEST) -> frozenset[str]:
    """Return a radical and its mutated forms: caerdydd, gaerdydd, nghaerdydd, chaerdydd."""
    if len(radical) < shortest or radical.startswith(OTHER_LETTERS):
        return frozenset({radical})
    for beginning, mutated in MUTATIONS:
        if radical.startswith(beginning):
            rest = radical.removeprefix(beginning)
            return frozenset({radical, *(one + rest for one in mutated)})
    return frozenset({radical})


def radicals(word: str, *, shortest: int = SHORTEST) -> frozenset[str]:
    """Return the word and every radical that it may be a mutated form of."""
    found = {word}
    for beginning, mutated in MUTATIONS:
        for one in mutated:
            if word.startswith(one) and (one or word[:1] in VOWELS_AND_GLIDES):
                found.add(beginning + word.removeprefix(one))
    return frozenset(one for one in found if word in forms(one, shortest=shortest))


def related(word: str, *, shortest: int = SHORTEST) -> frozenset[str]:
    """Return every form of every radical that a word may come from: what a search for it looks for."""
    return frozenset(
        form for radical in radicals(word, shortest=shortest) for form in forms(radical, shortest=shortest)
    )
