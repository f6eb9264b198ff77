"""What publication asks and fills in: whether both languages are there, and the words by which a plan is found."""

from common.welsh import fold
from plans.content import Content, public_part, rows_of
from plans.halves import LANGUAGES, Half, Standing, halves_of, text_of
from plans.models import Edition, Section, Visibility

# A half that stands like this is not there for its reader.
LACKING = (Standing.MISSING, Standing.OUT_OF_DATE)


def lacking(edition: Edition) -> list[Half]:
    """Return the halves without which an edition is not published in both languages.

    They are of what everybody may read: the texts of required sections, and the titles of rows. The part of a
    collaborative that nobody wrote in either language lacks nothing.
    """
    rows = [row for of_kind in rows_of(edition, [Visibility.PUBLIC]).values() for row in of_kind]
    required = _required(edition)
    asked = [row for row in rows if not isinstance(row, Section) or _is_asked(row, required)]
    halves = halves_of(edition, asked)
    return [half for half in halves if half.standing in LACKING and half.field in half.kind.needed]


def _required(edition: Edition) -> set[str]:
    planning_round = edition.plan.round
    if planning_round is None:
        return set()
    sections = planning_round.template.sections.filter(is_required=True)
    return set(sections.values_list("code", flat=True))


def _is_asked(row: Section, required: set[str]) -> bool:
    """Whether a section counts: a required one of the cluster always, any part of a collaborative once it is begun."""
    if row.code not in required:
        return False
    return row.collaborative_id is None or any(text_of(row, "text", language) for language in LANGUAGES)


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
