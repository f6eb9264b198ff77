"""Every signed-in address × every office, × when in the own body, × where for whoever holds it: what is answered.

What is expected follows from the tables alone. The table in full, without requests, is in tests/governance.
"""

import datetime
import itertools
import uuid
from collections.abc import Callable

import pghistory.models
import pytest
from django.apps import apps
from django.template import Template
from django.urls import reverse
from django.utils import translation

from accounts.models import Message
from budgets.models import PeriodClosing
from clusters.models import Area, HealthBoard, Membership
from collaboratives.models import Collaborative
from common.dated import from_day
from governance.models import RULES, Basis, Body, Office
from governance.powers.permissions import NEVER_DELEGATED, OFFICE_POWERS, URL_PERMISSIONS, Permission, Reach
from plans.models import Edition
from tests.contract.test_addresses import named_patterns
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AttachmentFactory,
    AuditRecordFactory,
    BudgetLineFactory,
    ClusterFactory,
    CollaborativeFactory,
    CoverageFactory,
    DecisionFactory,
    DelegationFactory,
    EditionFactory,
    EntryFactory,
    FinancialYearFactory,
    FundingStreamFactory,
    HealthBoardFactory,
    LedgerImportFactory,
    LocalAuthorityFactory,
    MeetingFactory,
    MembershipFactory,
    MoneyRequestFactory,
    NeedFactory,
    PeriodClosingFactory,
    PersonFactory,
    PlaceFactory,
    PlanFactory,
    PlannedActionFactory,
    PlanningGroupFactory,
    PlanningRoundFactory,
    SeatFactory,
    SectionFactory,
    SharingFactory,
    TemplateSectionFactory,
    TranslationFileFactory,
    UploadFactory,
)
from tests.plans.followed import publish

pytestmark = pytest.mark.django_db
NOW = "2026-03-09T10:00:00+00:00"
TODAY = datetime.date(2026, 3, 9)
DAY = datetime.timedelta(days=1)
TERMS = {
    "current": from_day(TODAY - 9 * DAY),
    "ended yesterday": from_day(TODAY - 9 * DAY, TODAY),
    "starts tomorrow": from_day(TODAY + DAY),
}


def seat_of(body: Body) -> int:
    office = sorted(office for office, rule in RULES.items() if body.body_kind in rule.kinds)[0]
    return SeatFactory(body=body, office=office, name_en=uuid.uuid4().hex).pk


def nomination_in(body: Body) -> int:
    return AppointmentFactory(seat_id=seat_of(body), nominated=True).pk


def term_in(body: Body) -> int:
    return AppointmentFactory(seat_id=seat_of(body)).pk


def entry_about(body: Body) -> int:
    return AuditRecordFactory(bodies=[body.pk]).pk


def membership_in(body: Body) -> Membership:
    """Return a membership of the body itself where it is an area; only administrators of areas come to see one."""
    return MembershipFactory(cluster=Area.objects.filter(pk=body.pk).first() or ClusterFactory())


def cluster_in(body: Body) -> int:
    """Return the body itself where it is a cluster, else one directly under it."""
    if body.body_kind == Body.Kind.CLUSTER:
        return body.pk
    is_above = body.body_kind in (Body.Kind.NATION, Body.Kind.HEALTH_BOARD)
    return ClusterFactory(**({"parent": body} if is_above else {})).pk


def person_in(body: Body) -> int:
    return AppointmentFactory(seat_id=seat_of(body)).person_id


def key_of(body: Body) -> int:
    return body.pk


def contacted_in(body: Body) -> int:
    """Return the body itself where it is said of it how it is reached, or of none under it; else a cluster there."""
    kinds = (Body.Kind.CLUSTER, Body.Kind.PLANNING_GROUP, Body.Kind.COLLABORATIVE)
    return body.pk if body.body_kind in kinds else cluster_in(body)


def meeting_in(body: Body) -> int:
    return MeetingFactory(body_id=contacted_in(body)).pk


def decision_of(body: Body) -> int:
    return DecisionFactory(body=body).pk


def collaborative_in(body: Body) -> int:
    """Return the body itself where it is a collaborative, else one of a cluster that is the body or is under it."""
    if body.body_kind == Body.Kind.COLLABORATIVE:
        return body.pk
    return CollaborativeFactory(cluster=Area.objects.get(pk=cluster_in(body))).pk


# No body has two plans of a kind for the same years.
FIRST_YEARS = itertools.count(2026)


def edition_in(body: Body) -> int:
    """Return an edition of the body's own plan where it writes plans, else of its cluster's or one under it."""
    return EditionFactory(plan=PlanFactory(body=plan_body(body), first_year=next(FIRST_YEARS))).pk


def plan_body(body: Body) -> Body:
    if body.body_kind in (Body.Kind.CLUSTER, Body.Kind.PLANNING_GROUP):
        return body
    if body.body_kind == Body.Kind.COLLABORATIVE:
        return Collaborative.objects.get(pk=body.pk).cluster
    return Area.objects.get(pk=cluster_in(body))


def written_in(body: Body) -> Edition:
    """Return such an edition with one section, in which needs are listed."""
    template = TemplateSectionFactory(rows="needs")
    plan = PlanFactory(body=plan_body(body), first_year=next(FIRST_YEARS), round__template=template.template)
    edition = EditionFactory(plan=plan)
    SectionFactory(edition=edition, code=template.code)
    return edition


def section_in(body: Body) -> int:
    return written_in(body).section_rows.get().pk


def need_in(body: Body) -> dict[str, int | str]:
    return {"key": NeedFactory(edition=written_in(body)).pk, "kind": "need"}


def place_in(body: Body) -> int:
    """Return a place in an authority under the board that the body is or is under."""
    authority = LocalAuthorityFactory(parent=HealthBoard.objects.get(pk=board_in(body)))
    return PlaceFactory(small_area__local_authority=authority).pk


def shut_out_in(body: Body) -> int:
    return AppointmentFactory(seat_id=seat_of(body), person__is_active=False).person_id


def plan_in(body: Body) -> int:
    """Return a plan that `plan_body` writes, for years of its own."""
    return PlanFactory(body=plan_body(body), first_year=next(FIRST_YEARS)).pk


def action_in(body: Body) -> int:
    """Return an action of a published plan."""
    row = PlannedActionFactory(edition__plan_id=plan_in(body))
    publish(row.edition)
    return row.action_id


def board_in(body: Body) -> int:
    """Return the body itself where it is a board, else the one above it, or one under Wales."""
    if body.body_kind == Body.Kind.HEALTH_BOARD:
        return body.pk
    if body.body_kind == Body.Kind.NATION:
        return HealthBoardFactory(parent=body).pk
    above = body.parent.parent if body.body_kind == Body.Kind.COLLABORATIVE else body.parent
    return above.pk


def group_in(body: Body) -> int:
    """Return the body itself where it is a planning group, else one under its board."""
    if body.body_kind == Body.Kind.PLANNING_GROUP:
        return body.pk
    return PlanningGroupFactory(parent=HealthBoard.objects.get(pk=board_in(body))).pk


def line_in(body: Body) -> int:
    """Return a budget line of the body itself where it has money, else of its cluster, or of a cluster under it."""
    return BudgetLineFactory(body=plan_body(body)).pk


def money_in(body: Body) -> dict[str, int]:
    return {"key": plan_body(body).pk, "year": FinancialYearFactory().first_year}


def board_money_in(body: Body) -> dict[str, int]:
    return {"key": board_in(body), "year": FinancialYearFactory().first_year}


def import_in(body: Body) -> int:
    return LedgerImportFactory(board_id=board_in(body)).pk


def group_money_in(body: Body) -> dict[str, int]:
    return {"key": group_in(body), "year": FinancialYearFactory().first_year}


def closing_in(body: Body) -> int:
    """Return the closing of the first period of the board's year."""
    there = PeriodClosing.objects.filter(board=board_in(body)).first()
    return (there or PeriodClosingFactory(board_id=board_in(body))).pk


def own_line_in(body: Body) -> int:
    """Return such a line that belongs to the collaborative where the body is one, whose lead then writes it."""
    is_own = body.body_kind == Body.Kind.COLLABORATIVE
    own = Collaborative.objects.get(pk=body.pk) if is_own else None
    return BudgetLineFactory(body=plan_body(body), collaborative=own).pk


# What stands in each address that asks for an office; None where it is about everything in reach.
ARGUMENTS: dict[str, Callable[[Body], int | dict[str, int | str]] | None] = {
    "plans:attach_historic": None,
    "governance:seats": None,
    "governance:seats_csv": None,
    "governance:nominations": None,
    "governance:powers": None,
    "governance:powers_csv": None,
    "governance:delegate": None,
    "governance:end_access": person_in,
    "governance:restore_access": shut_out_in,
    "governance:people": None,
    "governance:people_csv": None,
    "governance:person": person_in,
    "governance:recertification": None,
    "governance:register": key_of,
    "governance:decisions": key_of,
    "governance:record_decision": key_of,
    "governance:decision": decision_of,
    "governance:seat": seat_of,
    "governance:appoint": seat_of,
    "governance:body_seats": key_of,
    "governance:open_seat": key_of,
    "governance:contact": contacted_in,
    "governance:close_seat": seat_of,
    "portal:bodies": None,
    "portal:together": None,
    "portal:body": lambda body: {"kind": body.body_kind, "slug": body.slug},
    "governance:vacancy": seat_of,
    "governance:end_term": term_in,
    "governance:nomination": nomination_in,
    "governance:record": None,
    "governance:record_csv": None,
    "governance:record_entry": entry_about,
    "clusters:providers": None,
    "clusters:providers_csv": None,
    "clusters:provider": lambda body: membership_in(body).provider_id,
    "clusters:change_membership": lambda body: membership_in(body).provider_id,
    "clusters:end_membership": lambda body: membership_in(body).pk,
    "clusters:uploads": None,
    "clusters:upload": lambda body: UploadFactory(body=body).pk,
    "clusters:membership_example": None,
    "clusters:provider_example": None,
    "clusters:areas": None,
    "clusters:places": None,
    "clusters:name_place": place_in,
    "clusters:open_area": None,
    "clusters:rename_area": cluster_in,
    "clusters:merge_area": cluster_in,
    "clusters:split_area": cluster_in,
    "clusters:close_area": cluster_in,
    "meetings:meetings": contacted_in,
    "meetings:plan": contacted_in,
    "meetings:meeting": meeting_in,
    "meetings:answer": meeting_in,
    "meetings:move": meeting_in,
    "meetings:cancel": meeting_in,
    "meetings:agenda": meeting_in,
    "meetings:item": lambda body: AgendaItemFactory(meeting_id=meeting_in(body)).pk,
    "collaboratives:administered": None,
    "collaboratives:open": cluster_in,
    "collaboratives:overview": collaborative_in,
    "collaboratives:change_state": collaborative_in,
    "collaboratives:describe": collaborative_in,
    "plans:translation": edition_in,
    "plans:translation_export": edition_in,
    "plans:translation_import": edition_in,
    "plans:translation_file": lambda body: TranslationFileFactory(edition_id=edition_in(body)).pk,
    "plans:review": edition_in,
    "plans:compare": edition_in,
    "plans:agree": edition_in,
    "plans:send": edition_in,
    "plans:pass_on": edition_in,
    "plans:approve": edition_in,
    "plans:publish": edition_in,
    "plans:exempt": edition_in,
    "plans:withdraw": edition_in,
    "plans:plans": None,
    "plans:start": None,
    "plans:home": edition_in,
    "plans:start_edition": edition_in,
    "plans:carry_forward": edition_in,
    "plans:nothing_to_change": edition_in,
    "plans:remarks": need_in,
    "plans:versions": need_in,
    "plans:file": lambda body: AttachmentFactory(edition=written_in(body)).pk,
    "plans:section": section_in,
    "plans:row": need_in,
    "plans:add_row": lambda body: {"key": written_in(body).pk, "kind": "need"},
    "plans:remove_row": need_in,
    "plans:follow": plan_in,
    "plans:follow_action": action_in,
    "plans:annual_report": plan_in,
    "plans:together": None,
    "plans:board_plans": board_in,
    "plans:group_plans": group_in,
    "plans:rounds": None,
    "plans:open_round": None,
    "plans:round": lambda body: PlanningRoundFactory(body=body).pk,
    "plans:board_days": board_in,
    "plans:route": board_in,
    "budgets:imports": board_money_in,
    "budgets:import": import_in,
    "budgets:refused_rows": import_in,
    "budgets:export": lambda body: {**board_money_in(body), "extension": "csv"},
    "budgets:board": board_money_in,
    "budgets:group": group_money_in,
    "budgets:workbook": lambda body: {**board_money_in(body), "extension": "csv"},
    "budgets:budgets": None,
    "budgets:overview": money_in,
    "budgets:line": line_in,
    "budgets:ledger": board_money_in,
    "budgets:close_period": lambda body: {**board_money_in(body), "period": 2},
    "budgets:reopen_period": closing_in,
    "budgets:lines": money_in,
    "budgets:entries": line_in,
    "budgets:post": lambda body: {"key": line_in(body), "kind": "commitment"},
    "budgets:reverse": lambda body: EntryFactory(line_id=line_in(body)).pk,
    "budgets:ledgers": None,
    "budgets:bodies": board_money_in,
    "budgets:year_end": board_money_in,
    "budgets:suspense": board_money_in,
    "budgets:clear_suspense": lambda body: EntryFactory(line_id=line_in(body), kind="actual").pk,
    "budgets:receipts": board_money_in,
    "budgets:receive": lambda body: EntryFactory(line_id=line_in(body)).pk,
    "budgets:rules": board_in,
    "budgets:thresholds": None,
    "budgets:bands": board_in,
    "budgets:streams": None,
    "budgets:add_stream": None,
    "budgets:change_stream": lambda body: FundingStreamFactory(body_id=board_in(body)).pk,
    "budgets:add_line": money_in,
    "budgets:describe_line": line_in,
    "budgets:close_line": line_in,
    "budgets:forecast": own_line_in,
    "budgets:forecasts": money_in,
    "budgets:open_line": money_in,
    "budgets:requests": None,
    "budgets:request": lambda body: MoneyRequestFactory(from_line_id=line_in(body)).pk,
    "budgets:request_virement": money_in,
    "budgets:sharings": board_money_in,
    "budgets:share": board_money_in,
    "budgets:sharing": lambda body: SharingFactory(board_id=board_in(body)).pk,
}
# Pages of collaboratives alone: from another body they are reached only by who reaches below it.
OF_COLLABORATIVES = {name for name, made in ARGUMENTS.items() if made is collaborative_in}
# Pages of boards or planning groups alone: an office of a body that is none of these, or not above it, finds none.
ABOVE = {
    "governance:contact": set(Body.Kind) - {Body.Kind.COLLABORATIVE},
    "plans:board_plans": {Body.Kind.NATION, Body.Kind.HEALTH_BOARD},
    "plans:group_plans": {Body.Kind.NATION, Body.Kind.HEALTH_BOARD, Body.Kind.PLANNING_GROUP},
    "budgets:board": {Body.Kind.NATION, Body.Kind.HEALTH_BOARD},
    "budgets:workbook": {Body.Kind.NATION, Body.Kind.HEALTH_BOARD},
    "budgets:group": {Body.Kind.NATION, Body.Kind.HEALTH_BOARD, Body.Kind.PLANNING_GROUP},
}
OPEN = {Permission.PUBLIC, Permission.ANYBODY, Permission.SIGNED_IN}


def by_office() -> set[str]:
    return {name for name, permission in URL_PERMISSIONS.items() if permission not in OPEN}


def test_every_address_that_asks_for_an_office_is_in_the_table():
    assert by_office() == set(ARGUMENTS)


def test_every_view_that_asks_for_an_office_asks_for_the_one_of_the_map():
    patterns = named_patterns()

    assert {name: patterns[name].callback.permission for name in by_office()} == {
        name: URL_PERMISSIONS[name] for name in by_office()
    }


class Country:
    """A body of each kind, a sibling of it, and another board."""

    def __init__(self) -> None:
        self.board = HealthBoardFactory()
        self.other = HealthBoardFactory(parent=self.board.parent)
        authority = LocalAuthorityFactory(parent=self.board)
        cluster = ClusterFactory(parent=self.board, local_authority=authority)
        sibling = ClusterFactory(parent=self.board)
        group = PlanningGroupFactory(parent=self.board)
        CoverageFactory(planning_group=group, local_authority=authority)
        self.own = {
            Body.Kind.NATION: self.board.parent,
            Body.Kind.HEALTH_BOARD: self.board,
            Body.Kind.PLANNING_GROUP: group,
            Body.Kind.CLUSTER: cluster,
            Body.Kind.COLLABORATIVE: CollaborativeFactory(cluster=cluster),
        }
        self.elsewhere = {"sibling": sibling, "another board": self.other, "national": self.board.parent}

    def places(self, kind: str) -> dict[str, Body]:
        return {"own": self.own[kind], **self.elsewhere}


def reaches(office: Office, kind: str, permission: Permission, place: str) -> bool:
    """Say from the table whether an office in a kind of body reaches a place with a permission."""
    reach = {power.reach for power in OFFICE_POWERS[office] if power.permission is permission}
    if place == "own":
        return bool(reach)
    if place == "national":
        return bool(reach) and kind == Body.Kind.NATION
    is_below = {"sibling": (Body.Kind.NATION, Body.Kind.HEALTH_BOARD), "another board": (Body.Kind.NATION,)}[place]
    return Reach.BELOW in reach and kind in is_below


def gives(office: Office, name: str) -> bool:
    """Say from the table whether an office gives the permission that an address asks for, over any body."""
    return any(power.permission is URL_PERMISSIONS[name] for power in OFFICE_POWERS[office])


def expected(name: str, office: Office, kind: str, place: str, *, has_power: bool) -> int:
    permission = URL_PERMISSIONS[name]
    if not has_power or not gives(office, name):
        return 403
    if ARGUMENTS[name] is None:
        return 200
    if name in OF_COLLABORATIVES and kind != Body.Kind.COLLABORATIVE:
        below = {power for power in OFFICE_POWERS[office] if power.reach is Reach.BELOW}
        if kind == Body.Kind.PLANNING_GROUP or permission not in {power.permission for power in below}:
            return 404
    if kind not in ABOVE.get(name, {kind}):
        return 404
    return 200 if reaches(office, kind, permission, place) else 404


def rows_kept() -> dict[str, int]:
    """Count the rows that people govern, and the mails."""
    governed = [model.pgh_tracked_model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return {model.__name__: model._default_manager.count() for model in [*governed, Message] if model}


@pytest.fixture
def unwritten(monkeypatch) -> None:
    """Let pages be answered without their words, which are looked at elsewhere: here only who may is asked."""
    monkeypatch.setattr(Template, "render", lambda *_arguments: "")


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize(
    ("office", "kind"), [(office, kind) for office in Office for kind in sorted(RULES[office].kinds)]
)
def test_each_address_answers_as_the_tables_say(client, moved_clock, office, kind, capsys):
    moved_clock(NOW)
    checked = 0
    country = Country()
    people = _people(office, country.own[kind])
    targets = {
        (name, place): made(body) if made else None
        for name, made in ARGUMENTS.items()
        for place, body in country.places(kind).items()
        if place == "own" or made and gives(office, name)
    }
    before = rows_kept()
    for term, person in people.items():
        if term != "current" and kind != min(RULES[office].kinds):
            continue  # When a term counts does not depend on the body; it is asked once for each office.
        client.force_login(person)
        for (name, place), key in targets.items():
            if term != "current" and (place != "own" or not gives(office, name)):
                continue
            has_power = _has_power(term, name)
            with translation.override("en"):
                address = reverse(name, kwargs=key if isinstance(key, dict) else {"key": key} if key else None)
            status = client.get(address).status_code
            assert status == expected(name, office, kind, place, has_power=has_power), (name, place, term)
            if status in (403, 404):
                client.post(address, {"decision": "confirm", "step": "confirm", "reason": "x"})
            checked += 1
    assert rows_kept() == before

    with capsys.disabled():
        print(f" {office} of a {kind}: {checked} rows", end="")
    # Each address for the present holder; where the office gives what it asks for, in the three other places, and once
    # for each office for the three other terms too. Whoever never has a power is refused at the door, wherever and
    # whenever they come.
    given = [name for name in ARGUMENTS if gives(office, name)]
    somewhere = [name for name in given if ARGUMENTS[name] is not None]
    terms = 3 if kind == min(RULES[office].kinds) else 0
    assert checked == len(ARGUMENTS) + terms * len(given) + 3 * len(somewhere)


def _people(office: Office, body: Body) -> dict[str, object]:
    """Return somebody for each term of the office, with a second factor, and a delegate of the present holder."""
    found = {}
    for number, (term, during) in enumerate(TERMS.items()):
        seat = SeatFactory(office=office, body=body, name_en=f"Seat {number}")
        basis = Basis.JOINT if seat.is_shared else Basis.SUBSTANTIVE
        found[term] = AppointmentFactory(seat=seat, during=during, basis=basis).person
    every = [permission.value for permission in Permission]
    held = found["current"].appointments.get()
    during = from_day(TODAY, TODAY + DAY)
    found["delegated"] = DelegationFactory(
        seat=held.seat, principal=held.person, permissions=every, during=during, delegate=PersonFactory()
    ).delegate
    for person in found.values():
        person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    return found


def _has_power(term: str, name: str) -> bool:
    if term == "delegated":
        return URL_PERMISSIONS[name] not in NEVER_DELEGATED
    return term == "current"
