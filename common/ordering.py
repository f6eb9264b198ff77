"""Lists of names in the order of the reader's alphabet, the same in the database as `common.welsh` has it in Python.

For what keeps no sort key beside its name. The server's own collations are not asked: they differ from server to
server, put Tywi before Tŷ Gwyn, and every small letter and every accent behind z.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import CharField, F, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from common.welsh import DIGRAPHS, JOINS, english_sort_key, sort_key

Thing = TypeVar("Thing")
MARKS = "[\u0300-\u036f]"


def _spelt(letters: str) -> str:
    """Return SQL that writes each letter of two characters as the keys of `common.welsh` do."""
    joins = "|".join(f"{before}(?={after})" for before, after in (join.split("|") for join in sorted(JOINS)))
    spelt = rf"regexp_replace({letters}, '(^|[^a-z0-9])({joins})', '\1\2|', 'g')"
    for pair, written in DIGRAPHS.items():
        spelt = f"replace({spelt}, '{pair}', '{written}')"
    return spelt


def _key(language: str) -> str:
    letters = f"lower(regexp_replace(normalize(%(expressions)s, NFD), '{MARKS}', '', 'g'))"
    spelt = _spelt(letters) if language == "cy" else letters
    words = rf"regexp_replace({spelt}, '[\s/]+', ' ', 'g')"
    return f"trim(regexp_replace({words}, '[^[:alnum:]~ ]', '', 'g')) COLLATE \"C\""


KEYS = {language: _key(language) for language in ("cy", "en")}


class NameKey(Func):
    """The key that puts a name in the order of an alphabet: the reader's, unless another is asked for."""

    output_field = CharField()

    def __init__(self, name: str | Combinable, language: str | None = None, **extra: Any) -> None:
        super().__init__(name, template=KEYS[language or get_language() or "en"], **extra)


def in_own_language(field: str) -> Combinable:
    """Return a text in the reader's language where it is written, else in the other."""
    own, other = ("cy", "en") if get_language() == "cy" else ("en", "cy")
    return Coalesce(NullIf(F(f"{field}_{own}"), Value("")), F(f"{field}_{other}"), output_field=CharField())


def by_title(*fields: str) -> list[Any]:
    """As `by_name`, by texts of the portal, which are in both languages or in one."""
    return by_name(*(in_own_language(field) for field in fields))


def place(body: str) -> str:
    """Return by which key the place that a column leads to stands in the reader's order."""
    return f"{body}__sort_key_{get_language() or 'en'}"


def by_name(*names: str | Combinable) -> list[Any]:
    """Return what a list is ordered by: names in the reader's alphabet, and last the key, which no two rows share."""
    return [*(NameKey(name) for name in names), "pk"]


def alphabetical(name: str) -> str:
    """Return the key of one name in the reader's alphabet, for lists that are put in order in Python."""
    return sort_key(name) if get_language() == "cy" else english_sort_key(name)


def named_in_order(pairs: Iterable[tuple[Thing, str]]) -> list[tuple[Thing, str]]:
    """Return things with their names, in the order of the names."""
    return sorted(pairs, key=lambda pair: (alphabetical(pair[1]), str(pair[0])))
