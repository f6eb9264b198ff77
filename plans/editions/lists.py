"""Which kinds of row stand in which section, and all rows of an edition in few words."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Value

from plans.editions.kinds import KINDS
from plans.editions.languages import LANGUAGES
from plans.models import Edition, Rows

LISTS: dict[str, tuple[str, ...]] = {
    Rows.NONE: (),
    Rows.NEEDS: ("need",),
    Rows.PRIORITIES: ("priority", "action", "milestone"),
    Rows.RISKS: ("risk",),
    Rows.ATTACHMENTS: ("attachment",),
}
LISTED = tuple(code for codes in LISTS.values() for code in codes)


@dataclass(frozen=True)
class Brief:
    """As much of a row as a list of what there is needs."""

    kind: str
    key: str
    visibility: str
    collaborative: int | None
    titles: dict[str, str]

    @property
    def has_title(self) -> bool:
        return any(self.titles.values())


def briefs_of(edition: Edition, visibilities: Collection[str]) -> dict[str, list[Brief]]:
    """Return the rows of an edition that have one of some visibilities, kind by kind: one query for all kinds."""
    columns = ("kind", "key", "visibility", "collaborative_id", *(f"title_{one}" for one in LANGUAGES))
    first, *others = (
        KINDS[code]
        .model.objects.filter(edition=edition, visibility__in=visibilities)
        .annotate(kind=Value(code))
        .order_by()
        .values_list(*columns)
        for code in LISTED
    )
    found = defaultdict(list)
    for kind, key, visibility, collaborative, *titles in first.union(*others, all=True):
        words = {language: title or "" for language, title in zip(LANGUAGES, titles, strict=True)}
        found[kind].append(Brief(kind, str(key), visibility, collaborative, words))
    return found
