"""Writes about the text and rows of an edition while it is written. Each checks the policy and leaves one record."""

import datetime
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from collaboratives.models import Collaborative
from common.errors import Meanwhile, Refused
from governance.models import Action, Body
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, Powers, powers_of
from plans.editions.copies import copy_rows
from plans.editions.kinds import KINDS, SECTION, RowKind, kind_of
from plans.editions.languages import LANGUAGES, mark_checked, mark_translated, settle
from plans.models import (
    WRITTEN_BY,
    YEARS,
    Authorship,
    Edition,
    Milestone,
    Plan,
    PlanKind,
    PlannedAction,
    PlanningRound,
    PlanRow,
    Priority,
    Section,
    SectionStatus,
)
from plans.policies import check_writable, check_writing, check_writing_at_all

Day = datetime.date
Moment = datetime.datetime


class Overtaken(Meanwhile):
    """Somebody else saved the same section or row since the form was opened; nothing was changed."""

    def __init__(self, row: PlanRow) -> None:
        super().__init__(_("Somebody else has changed this since you opened it."))
        self.row = row


class Removed(Meanwhile):
    """Somebody else removed the row since the form was opened."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has removed this since you opened it."))


# --- Beginning ---


def start_plan(*, body: Body, planning_round: PlanningRound, by: Person, at: Moment, on: Day) -> Edition:
    """Start the plan of a body in a round; return its first edition, with the sections of the round's template."""
    powers = powers_of(by, on=on)
    powers.check(Permission.WRITE_PLANS, body)
    kind = PlanKind(planning_round.template.kind)
    if body.body_kind != WRITTEN_BY[kind] or not body.is_open(on=on):
        raise Refused(_("A plan of this kind is not written by this body."))
    with _recorded("start_plan", powers, body, by=by, at=at) as record:
        key = {"body": body, "kind": kind, "first_year": planning_round.first_year}
        values = {"round": planning_round, "years": YEARS[kind]}
        plan, is_new = Plan.objects.get_or_create(**key, defaults=values)
        if not is_new:
            raise Refused(_("This plan was started already."))
        edition = Edition.objects.create(plan=plan, number=1, started_by=by, started_at=at)
        open_sections(edition, on=on)
        audit.about(record, edition)
    return edition


def open_sections(edition: Edition, *, on: Day) -> None:
    """Give an edition the sections of its template that it lacks, with the parts of the cluster's collaboratives."""
    plan = edition.plan
    if plan.round is None:
        return
    present = set(edition.section_rows.values_list("code", "collaborative"))
    collaboratives = Collaborative.objects.filter(cluster=plan.body_id).current(on=on).order_by("profession__order")
    parts = [None, *collaboratives.values_list("pk", flat=True)]
    wanted = [
        Section(edition=edition, code=one.code, collaborative_id=part, order=one.order * 100 + place)
        for one in plan.round.template.sections.all()
        for place, part in enumerate(parts if one.has_parts else [None])
        if (one.code, part) not in present
    ]
    Section.objects.bulk_create(wanted)


def start_edition(*, plan: Plan, by: Person, at: Moment, on: Day) -> Edition:
    """Start the next edition of a plan from its latest one, which is approved by now; a refresh, not a new plan."""
    powers = powers_of(by, on=on)
    powers.check(Permission.WRITE_PLANS, plan.body)
    with _recorded("start_edition", powers, plan.body, by=by, at=at) as record:
        plan = Plan.objects.select_for_update(of=("self",)).select_related("body", "round__template").get(pk=plan.pk)
        latest = plan.editions.order_by("-number").first()
        if latest is None or not latest.is_frozen or latest.origin != Edition.Origin.WRITTEN:
            raise Refused(_("This plan has an edition that is not finished yet."))
        edition = Edition.objects.create(
            plan=plan, number=latest.number + 1, came_from=latest, started_by=by, started_at=at
        )
        copy_rows(latest, edition, change=_begin_again)
        open_sections(edition, on=on)
        audit.about(record, edition)
    return edition


def _begin_again(code: str, row: PlanRow) -> None:
    """A section that was complete is looked at again in a new edition."""
    if isinstance(row, Section) and row.status == SectionStatus.COMPLETED:
        row.status = SectionStatus.IN_PROGRESS


# --- Sections and rows ---


def save_row(
    *,
    row: PlanRow,
    values: dict[str, Any],
    version: int,
    by: Person,
    at: Moment,
    on: Day,
    written_in: str = "en",
    minor: bool = False,
    note: str = "",
) -> PlanRow:
    """Save texts (by column, `title_cy`) and facts of a section or row that was opened at a version.

    `Overtaken` where somebody else saved it meanwhile, `Removed` where it is gone. `minor` lets a translation stand.
    """
    kind, powers = kind_of(row), powers_of(by, on=on)
    check_writing(powers, row.edition, collaborative=row.collaborative_id)
    with _recorded("save_row", powers, row.edition.plan.body, by=by, at=at) as record:
        edition = _held(row.edition)
        row = _present(kind, row)
        if row.version != version:
            raise Overtaken(row)
        values = _allowed(kind, edition, values, powers)
        before = {column: getattr(row, column) or "" for column in _columns(kind)}
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        settle(row, before, written_in=written_in, minor=minor)
        _wrote(record, edition, kind, row, by, note=note, minor=minor)
    return row


def add_row(
    *,
    edition: Edition,
    kind: RowKind,
    values: dict[str, Any],
    by: Person,
    at: Moment,
    on: Day,
    key: uuid.UUID | None = None,
    written_in: str = "en",
) -> PlanRow:
    """Add a need, priority, action, milestone, risk or attachment at the end of its list.

    A `key` that is there already is the same row sent twice: it is returned as it is.
    """
    powers, collaborative = powers_of(by, on=on), values.get("collaborative")
    check_writing(powers, edition, collaborative=collaborative.pk if collaborative else None)
    if kind is SECTION:
        raise Refused(_("The sections of a plan are those of its template."))
    with _recorded("add_row", powers, edition.plan.body, by=by, at=at) as record:
        edition = _held(edition)
        there: PlanRow | None = _rows(kind.model, edition).filter(key=key).first() if key else None
        if there is not None:
            _wrote(record, edition, kind, there, by, again=True)
            return there
        row = kind.model(edition=edition, key=key or uuid.uuid4(), order=_last(edition, kind) + 1)
        row.visibility = kind.visibility
        for name, value in _allowed(kind, edition, values, powers).items():
            setattr(row, name, value)
        if isinstance(row, PlannedAction):
            row.action = Action.objects.create(body=edition.plan.body)
        row.save()
        settle(row, {}, written_in=written_in)
        _wrote(record, edition, kind, row, by)
    return row


def remove_row(*, row: PlanRow, version: int, by: Person, at: Moment, on: Day) -> None:
    """Remove a row from a draft; an action's milestones go with it, and nothing points to it any longer."""
    kind, powers = kind_of(row), powers_of(by, on=on)
    check_writing(powers, row.edition, collaborative=row.collaborative_id)
    if kind is SECTION:
        raise Refused(_("The sections of a plan are those of its template."))
    with _recorded("remove_row", powers, row.edition.plan.body, by=by, at=at) as record:
        edition = _held(row.edition)
        row = _present(kind, row)
        if row.version != version:
            raise Overtaken(row)
        _let_go(edition, row)
        _wrote(record, edition, kind, row, by)
        row.delete()


def _let_go(edition: Edition, row: PlanRow) -> None:
    if isinstance(row, PlannedAction):
        _rows(Milestone, edition).filter(action=row.key).delete()
    for priority in _rows(Priority, edition).filter(needs__contains=[row.key]):
        priority.needs = [key for key in priority.needs if key != row.key]
        priority.version += 1
        priority.save()
    if _rows(PlannedAction, edition).filter(priority=row.key).exists():
        raise Refused(_("Actions serve this priority: give them another one first."))


def move_row(*, row: PlanRow, up: bool, by: Person, at: Moment, on: Day) -> None:
    """Move a row one place up or down in its list."""
    kind, powers = kind_of(row), powers_of(by, on=on)
    check_writing(powers, row.edition, collaborative=row.collaborative_id)
    with _recorded("move_row", powers, row.edition.plan.body, by=by, at=at) as record:
        edition = _held(row.edition)
        row = _present(kind, row)
        rows = _list_of(kind, row)
        place = [one.pk for one in rows].index(row.pk)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rows):
            raise Refused(_("It stands at the end of its list already."))
        rows[place], rows[other] = rows[other], rows[place]
        places = sorted(one.order for one in rows)
        if len(set(places)) < len(places):
            places = list(range(1, len(rows) + 1))
        for one, order in zip(rows, places, strict=True):
            one.order = order
        kind.model.objects.bulk_update(rows, ["order"])
        _wrote(record, edition, kind, row, by, up=up)


def _list_of(kind: RowKind, row: PlanRow) -> list[PlanRow]:
    """Return the rows among which a row stands: milestones of one action, actions of one priority."""
    rows = kind.model.objects.filter(edition=row.edition_id)
    if isinstance(row, Milestone):
        rows = rows.filter(action=row.action)
    if isinstance(row, PlannedAction):
        rows = rows.filter(priority=row.priority)
    return list(rows.order_by("order", "pk"))


def check_half(*, row: PlanRow, language: str, version: int, by: Person, at: Moment, on: Day) -> PlanRow:
    """Declare that one half of all texts of a row says the same as the other."""
    kind, powers = kind_of(row), powers_of(by, on=on)
    check_writing(powers, row.edition, collaborative=row.collaborative_id)
    with _recorded("check_half", powers, row.edition.plan.body, by=by, at=at) as record:
        edition = _held(row.edition)
        row = _present(kind, row)
        if row.version != version:
            raise Overtaken(row)
        if not [name for name in kind.text_names if mark_checked(row, name, language)]:
            raise Refused(_("There is nothing to check: one of the halves is empty."))
        _wrote(record, edition, kind, row, by, language=language)
    return row


def save_translations(
    *, edition: Edition, language: str, texts: Iterable[tuple[PlanRow, dict[str, str]]], by: Person, at: Moment, on: Day
) -> None:
    """Save texts of rows, by field, as translations into a language of what stands in the other: all or none.

    `Overtaken` where somebody else saved one of the rows since it was read, `Removed` where one is gone.
    """
    powers = powers_of(by, on=on)
    access = check_writing_at_all(powers, edition)
    with _recorded("save_translations", powers, edition.plan.body, by=by, at=at) as record:
        edition, count = _held(edition), 0
        for read, translated in texts:
            if not access.may_write(read.collaborative_id):
                raise NotAllowed(Permission.WRITE_PLANS)
            row = _present(kind_of(read), read)
            if row.version != read.version:
                raise Overtaken(row)
            count += len(translated)
            _save_translated(row, translated, language)
        Authorship.objects.get_or_create(edition=edition, person=by)
        audit.about(record, edition, language=language, texts=count)


def _save_translated(row: PlanRow, translated: dict[str, str], language: str) -> None:
    for name, text in translated.items():
        setattr(row, f"{name}_{language}", text)
    row.version += 1
    row.save()
    for name in translated:
        mark_translated(row, name, language)


# --- What they share ---


def _recorded(action: str, powers: Powers, body: Body, *, by: Person, at: Moment) -> Any:
    behalf = powers.on_behalf_of(Permission.WRITE_PLANS, body)
    return audit.recorded(f"plans.{action}", by=by, at=at, on_behalf_of=behalf)


def _held(edition: Edition) -> Edition:
    """Return the edition as it is now, held until the transaction ends; `Refused` where it is not written any more."""
    found = Edition.objects.select_for_update(of=("self",)).select_related("plan__body", "plan__round__template")
    edition = found.get(pk=edition.pk)
    check_writable(edition)
    return edition


def _rows(model: type[PlanRow], edition: Edition) -> QuerySet[Any]:
    return model._default_manager.filter(edition=edition)


def _present(kind: RowKind, row: PlanRow) -> PlanRow:
    found: PlanRow | None = kind.model.objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise Removed
    return found


def _columns(kind: RowKind) -> list[str]:
    return [f"{name}_{language}" for name in kind.text_names for language in LANGUAGES]


def _last(edition: Edition, kind: RowKind) -> int:
    return kind.model.objects.filter(edition=edition).aggregate(last=Max("order"))["last"] or 0


def _allowed(kind: RowKind, edition: Edition, values: dict[str, Any], powers: Powers) -> dict[str, Any]:
    """Return what may be set on a row of a kind; raise where it points to what is not in the edition or not theirs."""
    known = {*_columns(kind), *kind.fact_names, "visibility", "collaborative"}
    unknown = set(values) - known
    if unknown:
        raise LookupError(f"A {kind.code} has no {sorted(unknown)}.")
    if kind is SECTION:
        values = {name: value for name, value in values.items() if name not in ("visibility", "collaborative")}
    collaborative = values.get("collaborative")
    if "collaborative" in values:
        check_writing(powers, edition, collaborative=collaborative.pk if collaborative else None)
    if collaborative is not None and collaborative.cluster_id != edition.plan.body_id:
        raise NotAllowed(Permission.WRITE_PLANS)
    for name, refers in REFERENCES.get(kind.code, ()):
        refers(edition, values.get(name))
    return values


def _of_kind(code: str) -> Callable[[Edition, Any], None]:
    """Return the check that keys are those of rows of a kind in the edition."""

    def check(edition: Edition, value: Any) -> None:
        keys = {value} if isinstance(value, uuid.UUID) else set(value or ())
        if len(keys) > KINDS[code].model.objects.filter(edition=edition, key__in=keys).count():
            raise Refused(_("What this points to was removed meanwhile."))

    return check


REFERENCES: dict[str, tuple[tuple[str, Callable[[Edition, Any], None]], ...]] = {
    "priority": (("needs", _of_kind("need")),),
    "action": (("priority", _of_kind("priority")),),
    "milestone": (("action", _of_kind("action")),),
}


def _wrote(record: Any, edition: Edition, kind: RowKind, row: PlanRow, by: Person, **details: Any) -> None:
    Authorship.objects.get_or_create(edition=edition, person=by)
    audit.about(record, edition, kind=kind.code, key=str(row.key), row=str(row), **details)
