"""Reads of those who write plans: which there are, what is still to be written, what can be started."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.editions.kinds import KINDS
from plans.editions.lists import LISTS
from plans.editions.states import OWNERS, WRITABLE
from plans.models import (
    WRITTEN_BY,
    Edition,
    EditionState,
    Plan,
    PlanKind,
    PlanningRound,
    PlanRow,
    Section,
    TemplateSection,
)
from plans.policies import Access, editions_within, plans_within


@dataclass(frozen=True)
class Startable:
    """A plan that can be started: of which body, in which round."""

    body: Body
    round: PlanningRound

    @property
    def value(self) -> str:
        return f"{self.round.pk}-{self.body.pk}"


def latest_editions(powers: Powers) -> list[Edition]:
    """Return the latest edition of each plan in reach, the newest years first.

    `is_followed` tells whether an edition of its plan, written here, is published.
    """
    published = Edition.objects.filter(
        plan=OuterRef("plan"), state=EditionState.PUBLISHED, origin=Edition.Origin.WRITTEN
    )
    found = editions_within(powers, Permission.READ_PLANS).annotate(is_followed=Exists(published))
    found = found.select_related("plan__body").defer("content", "figures", "search_text")
    latest = found.order_by("plan_id", "-number").distinct("plan_id")
    return sorted(latest, key=lambda one: (-one.plan.first_year, one.plan.body.sort_key, one.plan.kind))


def halves_written(editions: Collection[Edition]) -> dict[int, dict[str, int]]:
    """Return for each edition how many sections it has, and how many of them have a text in each language."""
    written = {code: Count("pk", filter=Q(**{f"text_{code}__gt": ""})) for code in ("en", "cy")}
    sections = Section.objects.filter(edition__in=editions, collaborative=None).order_by()
    counted = sections.values("edition").annotate(sections=Count("pk"), **written)
    return {row["edition"]: row for row in counted}


def own_turn(powers: Powers, editions: Collection[Edition]) -> set[int]:
    """Return the editions of which it is this person's turn: one query for each kind of turn."""
    waiting = defaultdict(list)
    for edition in editions:
        permission = OWNERS[EditionState(edition.state)]
        if permission is not None and powers.holds(permission):
            waiting[permission].append(edition.plan_id)
    turns: set[int] = set()
    for permission, plans in waiting.items():
        turns |= set(plans_within(powers, permission).filter(pk__in=plans).values_list("pk", flat=True))
    return {edition.pk for edition in editions if edition.plan_id in turns}


def startable(powers: Powers) -> list[Startable]:
    """Return the plans that a person may start: rounds open today of their bodies or of what these lie in."""
    bodies = powers.bodies(Permission.WRITE_PLANS).filter(body_kind__in=set(WRITTEN_BY.values()))
    bodies = list(bodies.current(on=powers.on).select_related("parent__parent").in_order())
    started = set(Plan.objects.filter(body__in=bodies).values_list("body", "kind", "first_year"))
    return [
        Startable(body, one)
        for one in open_rounds(on=powers.on)
        for body in bodies
        if _is_for(one, body) and (body.pk, one.template.kind, one.first_year) not in started
    ]


def open_rounds(*, on: datetime.date) -> QuerySet[PlanningRound]:
    is_open = Q(closes_on=None) | Q(closes_on__gt=on)
    return PlanningRound.objects.filter(is_open, opens_on__lte=on).select_related("template")


def _is_for(planning_round: PlanningRound, body: Body) -> bool:
    """Whether a round asks a body for its plan: it is held by the body, or by one that it lies in."""
    above = {body.pk, body.parent_id, body.parent.parent_id if body.parent else None}
    kind = PlanKind(planning_round.template.kind)
    return planning_round.body_id in above and body.body_kind == WRITTEN_BY[kind]


def to_write(powers: Powers) -> list[Edition]:
    """Return the editions that are open for writing in the bodies where a person has an office of their own or acts."""
    near = {grant.body for grant in powers.grants if grant.permission is Permission.WRITE_PLANS}
    found = editions_within(powers, Permission.WRITE_PLANS).filter(state__in=WRITABLE)
    own = Q(plan__body__in=near) | Q(plan__body__area__collaboratives__in=near)
    return list(found.filter(own).distinct().select_related("plan__body").order_by("started_at", "pk"))


def sections_of(edition: Edition) -> QuerySet[Section]:
    return edition.section_rows.select_related("collaborative").order_by("order", "pk")


def section_of(edition: Edition, kind: str) -> Section:
    """Return the section in which the rows of a kind are listed."""
    lists = [rows for rows, codes in LISTS.items() if kind in codes]
    wanted = TemplateSection.objects.filter(template__rounds=edition.plan.round_id, rows__in=lists)
    return sections_of(edition).filter(collaborative=None, code__in=wanted.values("code"))[:1].get()


def rows_of_kind(edition: Edition, kind: str, access: Access) -> list[PlanRow]:
    """Return the rows of one kind that a reader may see, in their order."""
    found = KINDS[kind].model.objects.filter(edition=edition).seen_by(access.visibilities)
    found = found.select_related("collaborative").order_by("order", "pk")
    # Of a file all but its content.
    return list(found.select_related("file").defer("file__content") if kind == "attachment" else found)


def edition_before(edition: Edition) -> Edition | None:
    """Return the latest edition of the plan that the same body had before, of the same kind."""
    plan = edition.plan
    earlier = Edition.objects.filter(plan__body=plan.body_id, plan__kind=plan.kind, origin=Edition.Origin.WRITTEN)
    earlier = earlier.filter(plan__first_year__lt=plan.first_year).select_related("plan__body")
    return earlier.order_by("-plan__first_year", "-number").first()


def rows_to_carry(edition: Edition, access: Access, kinds: Collection[str]) -> dict[str, list[PlanRow]]:
    """Return the rows of some kinds that a reader may see, with the state of the actions."""
    found = {code: KINDS[code].model.objects.filter(edition=edition).seen_by(access.visibilities) for code in kinds}
    return {code: list(rows.select_related("action") if code == "action" else rows) for code, rows in found.items()}
