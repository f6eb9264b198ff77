"""How far the halves of an edition are, and what a file of translations changes, as plain data for the pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.bilingual.judging import Judged, counted
from plans.bilingual.texts import Text
from plans.editions.differences import marked
from plans.editions.languages import LANGUAGES, Standing, other

# Tags: the colour, beside the words.
GREEN, GREY, ORANGE = "green", "grey", "orange"


@dataclass(frozen=True)
class Counts:
    """How many halves of one language stand how, section by section; the last row is all of them."""

    language: str
    title: str
    headings: list[str]
    rows: list[tuple[str, list[int]]]
    total: list[int]
    to_do: int


def counts(texts: Iterable[Text]) -> list[Counts]:
    """Return one table for each language, of the texts that somebody wrote or that may not be empty."""
    wanted = [text for text in texts if text.is_wanted]
    return [_of_language(language, [one for one in wanted if one.half.language == language]) for language in LANGUAGES]


def most_open(texts: Iterable[Text]) -> str:
    """Return the language into which the most texts are missing or out of date."""
    waiting = Counter(text.half.language for text in texts if text.is_open)
    return max(reversed(LANGUAGES), key=lambda language: waiting[language])


def _of_language(language: str, texts: list[Text]) -> Counts:
    by_section: dict[str, Counter[str]] = {}
    for text in texts:
        title = text.section.title if text.section else _("Other")
        by_section.setdefault(title, Counter())[text.half.standing] += 1
    total = Counter(text.half.standing for text in texts)
    return Counts(
        language,
        language_name(language),
        [str(standing.label) for standing in Standing],
        [(title, _in_order(found)) for title, found in by_section.items()],
        _in_order(total),
        sum(text.is_open for text in texts),
    )


def _in_order(found: Counter[Any]) -> list[int]:
    return [found[standing] for standing in Standing]


@dataclass(frozen=True)
class Stale:
    """A half that is out of date: what changed in its source since, and the half as it still stands."""

    place: str
    language: str
    into: str
    source_language: str
    change: SafeString
    text: str


def stale(texts: Iterable[Text]) -> list[Stale]:
    return [
        Stale(
            text.place,
            text.half.language,
            language_name(text.half.language),
            other(text.half.language),
            marked(text.half.was, text.half.source),
            text.half.text,
        )
        for text in texts
        if text.half.standing == Standing.OUT_OF_DATE
    ]


def file_rows(rows: Iterable[Judged], outcomes: Iterable[str]) -> list[dict[str, Any]]:
    """Say of each row of a file what becomes of it, by the outcomes as they were shown or done."""
    return [_file_row(row, type(row.outcome)(outcome)) for row, outcome in zip(rows, outcomes, strict=True)]


def _file_row(row: Judged, outcome: Any) -> dict[str, Any]:
    before = row.text.half.text if row.text else ""
    is_taken = outcome is type(outcome).TAKEN
    return {
        "place": row.text.place if row.text else row.written.id,
        "outcome": outcome.label,
        "colour": ORANGE if outcome.is_refusal else GREEN if is_taken else GREY,
        "words": marked(before, row.written.target) if is_taken and before else row.written.target,
    }


def told(outcomes: Iterable[str]) -> dict[str, int]:
    taken, unchanged, refused = counted(outcomes)
    return {"taken": taken, "unchanged": unchanged, "refused": refused}


def language_name(language: str) -> str:
    return {"en": _("English"), "cy": _("Welsh")}[language]
