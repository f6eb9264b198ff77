"""Words that are nearly another: by whole words, never by pieces of them, since half of Wales begins with Llan."""

from collections import Counter, defaultdict
from collections.abc import Iterable

SHORTEST, SHORT, LONGEST = 4, 5, 60
MOST_CANDIDATES = 40
# Letters that are heard alike, or that the two languages write differently.
ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        "iy",
        "uy",
        "iu",
        "fv",
        "ck",
        "wu",
        "wo",
        "ao",
        "ae",
        "ei",
        "ey",
        "sz",
        "ie",
        "mn",
        "jg",
        "ea",
        "dt",
        "bp",
        "gc",
    )
)
# How many faults at most, in words of so many letters.
MOST_FAULTS = ((5, 1.0), (7, 1.5), (9, 2.0), (1000, 2.5))
HALF = 0.5
# A letter written twice, or once instead of twice, is half a fault.
FIRST_LETTER = 0.5


def faults(one: str, other: str, *, most: float) -> float:
    """Return how many faults lie between two words: letters put in, left out, changed or changed over."""
    before: list[float] = []
    row = [float(number) for number in range(len(other) + 1)]
    for number, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [float(number)]
        for place, across in enumerate(other, start=1):
            left_out = before[place] + _gap(one, number - 1)
            put_in = row[place - 1] + _gap(other, place - 1)
            best = min(left_out, put_in, before[place - 1] + _change(letter, across))
            if earlier and number > 1 and place > 1 and letter == other[place - 2] and one[number - 2] == across:
                best = min(best, earlier[place - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1] + (FIRST_LETTER if one[:1] != other[:1] else 0)


def _gap(word: str, place: int) -> float:
    return HALF if place and word[place] in (word[place - 1], "h") else 1


def _change(one: str, other: str) -> float:
    if one == other:
        return 0
    return HALF if frozenset((one, other)) in ALIKE else 1


def most_faults(word: str) -> float:
    """Return how many faults somebody may make in a word that is still that word."""
    if len(word) < SHORTEST:
        return 0
    return next(faults for letters, faults in MOST_FAULTS if len(word) <= letters)


def faults_in_form(word: str) -> float:
    """Return how many faults somebody may make in a word that may be meant: half as many, and none in a short one."""
    return most_faults(word) / 2 if len(word) > SHORT else 0


class Nearness:
    """Finds the words of a vocabulary that are nearly another."""

    def __init__(self, words: Iterable[str]) -> None:
        self.holding: dict[str, list[str]] = defaultdict(list)
        for word in words:
            if SHORTEST <= len(word) <= LONGEST:
                for trigram in _trigrams(word):
                    self.holding[trigram].append(word)

    def near(self, word: str, *, most: float) -> dict[str, float]:
        """Return the words that lie so many faults at most from another, with how near they are: above 0, below 1."""
        if not most:
            return {}
        shared = Counter(one for trigram in _trigrams(word) for one in self.holding.get(trigram, ()))
        # Long words share pieces by chance; what counts is the share.
        alike = {one: count for one, count in shared.items() if abs(len(one) - len(word)) <= most + 1}
        likely = sorted(alike, key=lambda one: (-2 * alike[one] / (len(one) + len(word) + 4), one))
        found = {one: faults(word, one, most=most) for one in likely[:MOST_CANDIDATES]}
        return {one: 1 - count / len(word) for one, count in found.items() if count <= most}


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
