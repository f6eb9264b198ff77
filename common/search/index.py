"""An index of documents by whole words: what is found, what is nearly found, and what has some of the words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import zip_longest
from typing import NamedTuple

from common.mutations import related
from common.search import words
from common.search.documents import AROUND, KIND, NAME, PLACE, Document, Kind, Synonymous
from common.search.near import Nearness, faults_in_form, most_faults

# How well a word is met: as it is; in another form; as the beginning of a longer one (more, the more of it).
WHOLE, NUMBER, MUTATED = 1.0, 0.95, 0.9
BEGINNING, BEGUN = 0.5, 0.35
SHORTEST_BEGINNING, SHORTEST_FORM = 3, 4
# In a word this short, whoever means a longer one has no whole word to find.
SHORT = 4
# How much of the worth is due to how much of the name was asked for.
COVERED = 0.4
# Of what is near, how many; and how much less near than the nearest.
MOST_NEAR, NEAR_ENOUGH = 8, 0.75
# Of what has some of several words, how many for each word.
MOST_OF_A_WORD = 8
# What people call a thing counts nearly as much as its name: the more, the more of the name it stands for.
SYNONYM, STANDS_FOR = 0.85, 0.1
# Somebody who names the kind means it; what only lies in what was named is meant a little less.
NAMED_KIND, ONLY_AROUND = 1.05, 0.95


class Met(NamedTuple):
    """How well a word of the index meets what was asked for, and how many of its letters were."""

    quality: float
    letters: int


Meeting = dict[str, Met]
# Shorter terms, blanks around them included, stand in too many names (GP) to say what these speak of.
SHORTEST_TERM = 5
# How well a thing is met of which only the kind and the whereabouts were named.
ONLY_KIND = 0.8


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
        if synonyms and kind.synonyms is not Synonymous.NEVER:
            told += synonyms.of(document.names, whole=kind.synonyms is Synonymous.NAME)
        names = [(words.of_name(name), words.weight(name), counts) for name, counts in told if name]
        self.entries.append(_Entry(kind, document, names))
        for found, _letters, counts in names:
            self._place(found, number, counts)
        for found, counts in ((document.around, AROUND), (kind.words, KIND)):
            for name in found:
                self._place(words.of_name(name), number, counts)

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
        near = self._best(ways, cache(self.meeting_nearly))
        if near:
            return Found(near=[hit for hit in near if hit.worth > near[0].worth * NEAR_ENOUGH][:MOST_NEAR])
        return Found(partly=self._some(ways[0]))

    def _best(self, ways: list[list[str]], meet: Callable[[str], Meeting]) -> list[Hit]:
        best: dict[int, float] = {}
        for way in ways:
            for number, worth in self._having_all([meet(word) for word in way]).items():
                best[number] = max(worth, best.get(number, 0))
        return self._in_order(best)

    def _in_order(self, worths: dict[int, float]) -> list[Hit]:
        entries = ((self.entries[number], worth) for number, worth in worths.items())
        hits = [Hit(entry.kind, entry.document, round(worth, 2)) for entry, worth in entries]
        return sorted(hits, key=lambda hit: (-hit.worth, hit.kind.order, -hit.document.rank))

    def _having_all(self, meetings: list[Meeting]) -> dict[int, float]:
        """Return the entries that meet every word, at least one of them in what they are called (`_is_meant`)."""
        met = [self._entries_of(meeting) for meeting in meetings]
        common = set(met[0]).intersection(*met[1:]) if met else set()
        meant = (number for number in common if _is_meant({one[number][1] for one in met}))
        return {number: self._worth(number, [one[number] for one in met], meetings) for number in meant}

    def _entries_of(self, meeting: Meeting) -> dict[int, tuple[float, float]]:
        """Return the entries that meet a word: how well, and how much the word counts there."""
        found: dict[int, tuple[float, float]] = {}
        for word, met in meeting.items():
            for number, counts in self.places[word].items():
                if met.quality * counts > found.get(number, (0, 0))[0]:
                    found[number] = (met.quality * counts, counts)
        return found

    def _worth(self, number: int, met: list[tuple[float, float]], meetings: list[Meeting]) -> float:
        entry = self.entries[number]
        named = [worth for worth, counts in met if counts >= PLACE]
        if not named:
            return ONLY_KIND
        covered = max((_covered(name, letters, meetings) * counts for name, letters, counts in entry.names), default=0)
        narrowed = NAMED_KIND ** sum(counts == KIND for _worth, counts in met)
        narrowed *= ONLY_AROUND ** sum(counts == AROUND for _worth, counts in met)
        return sum(named) / len(named) * (1 - COVERED + COVERED * covered) * narrowed

    def _some(self, way: list[str]) -> list[Hit]:
        """Return the entries that meet some of several words in what they are called: the best of each by turns."""
        if len(way) < 2:
            return []
        of_words = [self._in_order(self._having_all([self.meeting(word)]))[:MOST_OF_A_WORD] for word in way]
        turns = [hit for turn in zip_longest(*of_words) for hit in turn if hit is not None]
        return list({id(hit.document): hit for hit in turns}.values())

    # --- how a word is met ---

    def meeting(self, word: str) -> Meeting:
        """Return the words of the index that meet a word that is asked for, each with how well."""
        found = self._met(_forms(word), MUTATED) | self._met(_numbers(word), NUMBER) | self._met({word}, WHOLE)
        if not found and len(word) == SHORTEST_BEGINNING:
            return self._met(related(word, shortest=SHORTEST_BEGINNING), MUTATED)
        whole = any(met.quality >= NUMBER for met in found.values())
        if len(word) < SHORTEST_BEGINNING or words.is_number(word) or (whole and len(word) <= SHORT):
            return found
        return self._begun(word) | found

    def _met(self, forms: Iterable[str], quality: float) -> Meeting:
        return {form: Met(quality, len(form)) for form in forms if form in self.places}

    def _begun(self, word: str) -> Meeting:
        return {
            longer: Met(BEGINNING + BEGUN * len(form) / len(longer), len(form))
            for form in (*_forms(word), word)
            for longer in self._beginning(form)
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
            # A form that nobody may have meant is none to make many faults in.
            worse, most = (WHOLE, most_faults(form)) if form == word else (MUTATED, faults_in_form(form))
            for other, nearness in self.nearness.near(form, most=most).items():
                near[other] = max(Met(nearness * worse, len(other)), near.get(other, Met(0, 0)))
        return near


def _is_meant(counts: set[float]) -> bool:
    """Whether what was asked for names a thing, or both its kind and where it is: practices in a county."""
    return max(counts) >= PLACE or counts >= {KIND, AROUND}


def _covered(name: frozenset[str], letters: int, meetings: list[Meeting]) -> float:
    """Return how much of a name was asked for."""
    met = (max((one.letters for word, one in meeting.items() if word in name), default=0) for meeting in meetings)
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
        # Each term as it stands in a text, with the number of its set, by its first word.
        self.beginning: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, terms in enumerate(self.sets):
            for parts in (words.parted(term) for term in terms):
                self.beginning[parts[0]].append((f" {' '.join(parts)} ", number))

    def of(self, names: Iterable[str], *, whole: bool) -> list[tuple[str, float]]:
        """Return the other terms for what some names speak of; with `whole`, for what they are."""
        plain = [words.parted(name) for name in names if name]
        text = "".join(f" {' '.join(parts)} " for parts in plain)
        shortest = min((sum(map(len, parts)) + len(parts) + 1 for parts in plain), default=1)
        entire = {f" {' '.join(parts)} " for parts in plain}
        standing: dict[int, int] = defaultdict(int)
        for word in {word for parts in plain for word in parts}:
            for term, number in self.beginning.get(word, ()):
                if term in entire or (not whole and len(term) > SHORTEST_TERM and term in text):
                    standing[number] = max(len(term), standing[number])
        counts = {number: SYNONYM + STANDS_FOR * min(1.0, letters / shortest) for number, letters in standing.items()}
        return [(term, weight) for number, weight in counts.items() for term in self.sets[number]]
