"""Published plans beside each other, section by section: of several clusters, or of one through the years."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plans.models import Edition, Rows, TemplateSection
from plans.policies import EVERYBODY
from plans.progress.drawn import Drawn, Row, Words, words

MOST = 4
A_KEY = re.compile(r"[0-9]{1,18}\Z")
# Which rows stand in a section beside its text.
LISTS = {Rows.NEEDS: "need", Rows.PRIORITIES: "priority", Rows.RISKS: "risk", Rows.ATTACHMENTS: "attachment"}


@dataclass(frozen=True)
class Part:
    """A text of a section: of the whole body, or of one of its collaboratives."""

    whose: Words
    text: Words


@dataclass(frozen=True)
class Listed:
    """A row of a section, with the rows that stand under it."""

    title: Words
    under: list[Words]


@dataclass(frozen=True)
class Side:
    """What one plan says in the section."""

    edition: Edition
    parts: list[Part]
    rows: list[Listed]

    @property
    def says_something(self) -> bool:
        return bool(self.parts or self.rows)


def editions_to_choose() -> list[Edition]:
    """Return every edition that anybody may read and that was written here, by body and year."""
    found = Edition.objects.public().filter(origin=Edition.Origin.WRITTEN).select_related("plan__body")
    light = found.defer("content", "figures", "search_text")
    return sorted(light, key=_place)


def _place(edition: Edition) -> tuple[bool, str, int, int]:
    """Put real plans before examples, then by name of the body and the newest first."""
    body = edition.plan.body
    return body.is_example, body.sort_key, -edition.plan.first_year, -edition.number


def chosen_editions(asked: Iterable[str]) -> list[Edition]:
    """Return the editions that were asked for, four at the most, in the order in which they were."""
    keys = list(dict.fromkeys(int(one) for one in asked if A_KEY.match(one)))[:MOST]
    public = Edition.objects.public().filter(origin=Edition.Origin.WRITTEN, pk__in=keys)
    found = {one.pk: one for one in public.select_related("plan__body", "plan__round").defer("search_text", "figures")}
    return [found[key] for key in keys if key in found]


def sections_of(editions: Iterable[Edition]) -> dict[str, TemplateSection]:
    """Return the sections of the templates from which some plans were started, by code, in their order."""
    templates = {one.plan.round.template_id for one in editions if one.plan.round}
    found: dict[str, TemplateSection] = {}
    for section in TemplateSection.objects.filter(template__in=templates).order_by("order", "pk"):
        found.setdefault(section.code, section)
    return found


def side(edition: Edition, section: TemplateSection) -> Side:
    """Return what a plan says in a section, as far as everybody may read it."""
    drawn = Drawn(edition, EVERYBODY)
    parts = [_part(row) for row in drawn.rows("section") if row.data.get("code") == section.code]
    kind = LISTS.get(Rows(section.rows), "")
    return Side(edition, [part for part in parts if part.text.text], [_listed(drawn, row) for row in drawn.rows(kind)])


def _part(row: Row) -> Part:
    return Part(words(row.data["collaborative"]), row.text("text"))


def _listed(drawn: Drawn, row: Row) -> Listed:
    """Return a row; under a priority the actions that serve it."""
    return Listed(row.title, [one.title for one in drawn.actions if one.fact("priority") == row.key])


def page(asked: list[str], section: str) -> dict[str, Any]:
    """Return what stands on the page: what may be chosen, what is, and the plans beside each other."""
    chosen = chosen_editions(asked)
    sections = sections_of(chosen)
    present = sections.get(section) or next(iter(sections.values()), None)
    keys = [one.pk for one in chosen]
    return {
        "choices": editions_to_choose(),
        "places": [{"number": place + 1, "key": keys[place] if place < len(keys) else None} for place in range(MOST)],
        "sections": list(sections.values()),
        "present": present,
        "subject": next((one.plan.body for one in chosen if one.plan.body.is_example), None),
        "sides": [side(one, present) for one in chosen] if present else [],
    }
