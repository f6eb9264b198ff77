"""Finding words in published plans, in both languages, whatever their accents and Welsh mutations."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from common.mutations import related
from common.prose.reading import plain_words
from common.prose.tree import Marks
from common.search.words import telling
from common.welsh import fold
from plans.editions.kinds import KINDS
from plans.editions.languages import LANGUAGES
from plans.editions.public_content import readable
from plans.models import Edition

WORD = re.compile(r"[\w'’-]+")
AROUND = 12
MOST_PLACES = 3
# So few letters begin too many words.
SHORT = 3


@dataclass(frozen=True)
class Place:
    """Where words were found: in which part of the plan, and the words around them, those found by themselves."""

    part: str
    language: str
    before: str
    found: str
    after: str


def words_of(edition: Edition) -> str:
    """Return the folded words of what anybody may read of an edition, each with a space before it."""
    summaries = [getattr(edition, f"summary_{one}") or "" for one in LANGUAGES]
    said = [text for _kind, _code, _language, text in texts(edition)]
    return "".join(f" {word}" for text in (*summaries, *said) for word in fold(text).split())


def texts(edition: Edition) -> Iterator[tuple[str, str, str, str]]:
    """Return every text that anybody may read, without its marks, with its kind, its section and its language.

    The section is told for the text of one.
    """
    for kind, rows in readable(edition).items():
        for row in rows:
            for name, halves in row["texts"].items():
                marks = KINDS[kind].marks(name) if edition.has_marks else Marks.NONE
                for language, text in halves.items():
                    if text:
                        yield kind, row.get("code", ""), language, plain_words(text, marks)


def forms_of(words: str) -> list[frozenset[str]]:
    """Return for each word that is asked for the forms that it may have."""
    return [related(word) for word in telling(fold(words).split())]


def holding(editions: QuerySet[Edition], words: str) -> QuerySet[Edition]:
    """Return the editions that have every word in some form, at the beginning of a word."""
    condition = Q()
    for forms in forms_of(words):
        one_of = Q()
        for form in sorted(forms):
            one_of |= _begun("search_text", form) | _begun("plan__body__search_text", form)
        condition &= one_of
    return editions.filter(condition)


def _begun(column: str, form: str) -> Q:
    """Return the condition that a word begins with a form; that it is the form, where that is short."""
    if len(form) <= SHORT:
        return Q(**{f"{column}__regex": rf"(^| ){form}( |$)"})
    return Q(**{f"{column}__contains": f" {form}"}) | Q(**{f"{column}__startswith": form})


def places(edition: Edition, words: str, *, language: str) -> list[Place]:
    """Return the first places where an edition has any of the words, those in the reader's language before others."""
    forms = tuple(sorted({form for group in forms_of(words) for form in group}))
    found = sorted(texts(edition), key=lambda text: text[2] != language)
    titles = _titles(edition)
    seen = (_place(titles.get(code) or str(KINDS[kind].one), one, text, forms) for kind, code, one, text in found)
    return [place for place in seen if place is not None][:MOST_PLACES]


def _titles(edition: Edition) -> dict[str, str]:
    planning = edition.plan.round
    return {one.code: one.title for one in planning.template.sections.all()} if planning else {}


def _place(part: str, language: str, text: str, forms: tuple[str, ...]) -> Place | None:
    words = list(WORD.finditer(text))
    for number, word in enumerate(words):
        if _meets(fold(word[0]), forms):
            first, last = words[max(number - AROUND, 0)], words[min(number + AROUND, len(words) - 1)]
            before, after = text[first.start() : word.start()], text[word.end() : last.end()]
            return Place(part, language, _cut(before, first.start() > 0), word[0], after)
    return None


def _meets(word: str, forms: Iterable[str]) -> bool:
    return any(word == form if len(form) <= SHORT else word.startswith(form) for form in forms)


def _cut(words: str, is_cut: bool) -> str:
    return f"… {words}" if is_cut else words


def languages_of(codes: Iterable[str]) -> list[str]:
    """Return languages in the order of the portal's own list."""
    wanted = set(codes)
    return [language for language in LANGUAGES if language in wanted]
