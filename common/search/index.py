"""An index of documents by whole words: what is found, what is nearly found, and what has some of the words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from common.mutations import related
from common.search import words
from common.search.documents import KIND, NAME, PLACE, Document, Kind
from common.search.near import Nearness

# How well a word is met: as it is; in another form; as the beginning of a longer one (more, the more of it).
WHOLE, NUMBER, MUTATED = 1.0, 0.95, 0.9
BEGINNING, BEGUN = 0.5, 0.35
SHORTEST_BEGINNING, SHORTEST_FORM = 3, 4
# In a word this short, whoever means a longer one has no whole word to find.
SHORT = 4
# How much of the worth is due to how much of the name was asked for, and to the rank.
COVERED, RANKED = 0.4, 0.02
MOST_NEAR = 8
Meeting = dict[str, float]


@dataclass(frozen=True)
class Hit:
    """A document with how well it was found, above 0."""

    kind: Kind
    document: Document
    worth: float


@dataclass
class Found:
    """The documents that have every word asked for; where there is none, those that nearly do or have some."""

    hits: list[Hit] = field(default_factory=list)
    near: list[Hit] = field(default_factory=list)
    partly: list[Hit] = field(default_factory=list)


@dataclass
class _Entry:
    kind: Kind
    document: Document
    # Each name with its words, how many letters of it tell something, and how much it counts.
    names: list[tuple[frozenset[str], int, float]]


class Index:
    """Documents by their words."""

    def __init__(self, documents: Iterable[tuple[Kind, Document]], synonyms: "Synonyms | None" = None) -> None:
        self.entries: list[_Entry] = []
        # For each word the entries that have it, with how much it counts there; below `PLACE` it only narrows.
        self.places: dict[str, dict[int, float]] = defaultdict(dict)
        for kind, document in documents:
            self._add(kind, document, synonyms)
        self.vocabulary = sorted(self.places)

    def _add(self, kind: Kind, document: Document, synonyms: "Synonyms | None") -> None:
        number, told = len(self.entries), [*((name, NAME) for name in document.names), *document.further]
        if synonyms and kind.takes_synonyms:
            told += [(term, words_weight) for term, words_weight in synonyms.of(document.names)]
        names = [(words.of_name(name), words.weight(name), counts) for name, counts in told if name]
        self.entries.append(_Entry(kind, document, names))
        for found, _letters, counts in names:
            self._place(found, number, counts)
        for around in (*document.around, *kind.words):
            self._place(words.of_name(around), number, KIND)

    def _place(self, found: Iterable[str], number: int, counts: float) -> None:
        for word in found:
            here = self.places[word]
            here[number] = max(counts, here.get(number, 0))

    @cached_property
    def nearness(self) -> Nearness:
        """Of names alone: nobody means the word for a kind of thing when they misspell a town."""
        return Nearness(word for word, here in self.places.items() if max(here.values()) >= PLACE)

    def find(self, asked: str) -> Found:
        """Return what was found for some words."""
        ways = words.readings(asked)
        hits = self._best(ways, self.meeting)
        if hits or not ways:
            return Found(hits=hits)
        near = self._best(ways, self.meeting_nearly)
        if near:
            return Found(near=near[:MOST_NEAR])
        return Found(partly=self._some(ways[0]))

    def _best(self, ways: list[list[str]], meet: Callable[[str], Meeting]) -> list[Hit]:
        best: dict[int, float] = {}
        for way in ways:
            for number, worth in self._having_all([meet(word) for word in way]).items():
                best[number] = max(worth, best.get(number, 0))
        return self._in_order(best)

    def _in_order(self, worths: dict[int, float]) -> list[Hit]:
        hits = [Hit(one.kind, one.document, worth) for one, worth in ((self.entries[key], worths[key]) for key in worths)]
        return sorted(hits, key=lambda hit: (-hit.worth, hit.kind.order))

    def _having_all(self, meetings: list[Meeting]) -> dict[int, float]:
        """Return the entries that meet every word, at least one of them in what they are called."""
        met = [self._entries_of(meeting) for meeting in meetings]
        common = set(met[0]).intersection(*met[1:]) if met else set()
        named = (number for number in common if max(one[number][1] for one in met) >= PLACE)
        return {number: self._worth(number, [one[number] for one in met], meetings) for number in named}

    def _entries_of(self, meeting: Meeting) -> dict[int, tuple[float, float]]:
        """Return the entries that meet a word: how well, and how much the word counts there."""
        found: dict[int, tuple[float, float]] = {}
        for word, quality in meeting.items():
            for number, counts in self.places[word].items():
                if quality * counts > found.get(number, (0, 0))[0]:
                    found[number] = (quality * counts, counts)
        return found

    def _worth(self, number: int, met: list[tuple[float, float]], meetings: list[Meeting]) -> float:
        entry = self.entries[number]
        covered = max((_covered(name, letters, meetings) * counts for name, letters, counts in entry.names), default=0)
        quality = sum(worth for worth, _counts in met) / len(met)
        return quality * (1 - COVERED + COVERED * covered) + RANKED * entry.document.rank

    def _some(self, way: list[str]) -> list[Hit]:
        """Return the entries that meet some of several words in what they are called, those that meet most first."""
        if len(way) < 2:
            return []
        worths: dict[int, float] = defaultdict(float)
        for word in way:
            meeting = self.meeting(word)
            for number, (worth, counts) in self._entries_of(meeting).items():
                if counts >= PLACE:
                    worths[number] += self._worth(number, [(worth, counts)], [meeting]) / len(way)
        return self._in_order(worths)

    # --- how a word is met ---

    def meeting(self, word: str) -> Meeting:
        """Return the words of the index that meet a word that is asked for, each with how well."""
        found = {form: MUTATED for form in _forms(word) if form in self.places}
        found |= {form: NUMBER for form in _numbers(word) if form in self.places}
        if word in self.places:
            found[word] = WHOLE
        whole = any(quality >= NUMBER for quality in found.values())
        if len(word) < SHORTEST_BEGINNING or words.is_number(word) or (whole and len(word) <= SHORT):
            return found
        return self._begun(word) | found

    def _begun(self, word: str) -> Meeting:
        forms = _forms(word) | {word}
        return {
            longer: BEGINNING + BEGUN * len(form) / len(longer) for form in forms for longer in self._beginning(form)
        }

    def _beginning(self, beginning: str) -> Iterable[str]:
        place = bisect_left(self.vocabulary, beginning)
        while place < len(self.vocabulary) and self.vocabulary[place].startswith(beginning):
            yield self.vocabulary[place]
            place += 1

    def meeting_nearly(self, word: str) -> Meeting:
        """Return what meets a word; where nothing does, the words that are nearly that one or a form of it."""
        found = self.meeting(word)
        if found:
            return found
        near: Meeting = {}
        for form in _forms(word) | {word}:
            worse = WHOLE if form == word else MUTATED
            for other, nearness in self.nearness.near(form).items():
                near[other] = max(nearness * worse, near.get(other, 0))
        return near


def _covered(name: frozenset[str], letters: int, meetings: list[Meeting]) -> float:
    """Return how much of a name was asked for."""
    met = (max((len(word) for word in meeting if word in name), default=0) for meeting in meetings)
    return min(1.0, sum(met) / letters)


def _forms(word: str) -> frozenset[str]:
    return related(word) - {word} if len(word) >= SHORTEST_FORM else frozenset()


def _numbers(word: str) -> set[str]:
    """Return the English plural of a word, or its singular."""
    if len(word) < SHORTEST_FORM:
        return set()
    return {f"{word}s", word.removesuffix("s"), word.removesuffix("es")} - {word}


class Synonyms:
    """What people call things: sets of terms, each of which stands for the others."""

    def __init__(self, sets: Iterable[Iterable[str]]) -> None:
        self.sets = [[term for term in terms if term] for terms in sets]
        self.folded = [[f" {' '.join(words.parted(term))} " for term in terms] for terms in self.sets]

    def of(self, names: Iterable[str]) -> list[tuple[str, float]]:
        """Return the other terms for what some names speak of."""
        text = "".join(f" {' '.join(words.parted(name))} " for name in names if name)
        found = [terms for terms, folded in zip(self.sets, self.folded, strict=True) if any(one in text for one in folded)]
        return [(term, SYNONYM) for terms in found for term in terms]


SYNONYM = 0.9
