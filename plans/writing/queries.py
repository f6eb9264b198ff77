"""Reads of those who write plans: which there are, what is still to be written, what can be started."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from accounts.models import AuditRecord
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.editions.kinds import KINDS
from plans.editions.lists import LISTS
from plans.models import (
    WRITTEN_BY,
    Edition,
    EditionState,
    Milestone,
    Plan,
    PlanningRound,
    PlanRow,
    Section,
    Stage,
    TemplateSection,
)
from plans.policies import Access, editions_within

WRITINGS = ("plans.save_row", "plans.add_row", "plans.check_half")


@dataclass(frozen=True)
class Startable:
    """A plan that can be started: of which body, in which round, and by when it is to be agreed."""

    body: Body
    round: PlanningRound
    due_on: datetime.date | None

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


def startable(powers: Powers) -> list[Startable]:
    """Return the plans that a person may start: rounds open today of their bodies or of what these lie in."""
    return startable_of(powers.bodies(Permission.WRITE_PLANS), on=powers.on)


def startable_of(bodies: QuerySet[Body], *, on: datetime.date) -> list[Startable]:
    """Return the plans that rounds open on a day ask of some bodies, and that nobody has started: two queries."""
    above = Q(body=OuterRef("pk")) | Q(body=OuterRef("parent")) | Q(body=OuterRef("parent__parent"))
    its_kind = ExpressionWrapper(OuterRef("body_kind"), output_field=CharField())
    writes = Q(pk__in=())
    for kind, body_kind in WRITTEN_BY.items():
        writes |= Q(template__kind=kind, its_kind=body_kind)
    plan = {"kind": OuterRef("template__kind"), "first_year": OuterRef("first_year")}
    started = Plan.objects.filter(body=OuterRef(OuterRef("pk")), **plan)
    asked = open_rounds(on=on).annotate(its_kind=its_kind).filter(above, writes, ~Exists(started)).values("pk")
    found = bodies.current(on=on).annotate(asked=ArraySubquery(asked)).filter(asked__len__gt=0).in_order()
    rounds = PlanningRound.objects.select_related("template").prefetch_related("deadlines")
    wanted = rounds.in_bulk({key for body in found for key in body.asked})
    pairs = [(body, one) for one in wanted.values() for body in found if one.pk in body.asked]
    return [Startable(body, one, _agreed_by(body, one)) for body, one in pairs]


def _agreed_by(body: Body, planning_round: PlanningRound) -> datetime.date | None:
    """Return by when a plan is to be agreed: the day of its own board, or else that of all."""
    days = {one.board_id: one.due_on for one in planning_round.deadlines.all() if one.stage == Stage.AGREED}
    return days.get(body.parent_id, days.get(None))


def open_rounds(*, on: datetime.date) -> QuerySet[PlanningRound]:
    is_open = Q(closes_on=None) | Q(closes_on__gt=on)
    return PlanningRound.objects.filter(is_open, opens_on__lte=on)


def sections_of(edition: Edition) -> QuerySet[Section]:
    return edition.section_rows.select_related("collaborative").order_by("order", "pk")


@dataclass(frozen=True)
class Writing:
    """Who wrote in a place last, and when."""

    by: str
    at: datetime.datetime


def last_writings(edition: Edition) -> dict[str, Writing]:
    """Return who wrote last in each section and row of an edition, by its key: one query."""
    of_edition = {"subject_kind": "plans.edition", "subject_key": str(edition.pk), "action__in": WRITINGS}
    found = AuditRecord.objects.filter(**of_edition, by__isnull=False).annotate(
        place=KeyTextTransform("key", "details")
    )
    found = found.order_by("place", "-at", "-pk").distinct("place")
    return {place: Writing(name, at) for place, name, at in found.values_list("place", "by__name", "at") if place}


def milestones_of(action: PlanRow, access: Access) -> list[PlanRow]:
    """Return the milestones of an action that a reader may see."""
    found = Milestone.objects.filter(edition=action.edition_id, action=action.key)
    return list(found.seen_by(access.visibilities).order_by("order", "pk"))


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
