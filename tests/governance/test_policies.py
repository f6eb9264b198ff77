"""Powers follow from appointments in force on a day, in full: every office, every relation, every time."""

import datetime

import pytest

from common.dated import from_day
from governance.models import RULES, Basis, Body, Office
from governance.powers.permissions import NEVER_DELEGATED, OFFICE_POWERS, OFFICES_WITH_SECOND_FACTOR, Permission, Reach
from governance.powers.policies import delegable, needs_second_factor, powers_of
from tests.factories import (
    ON,
    AppointmentFactory,
    ClusterFactory,
    CollaborativeFactory,
    CoverageFactory,
    DelegationFactory,
    HealthBoardFactory,
    LocalAuthorityFactory,
    NationFactory,
    PersonFactory,
    PlanningGroupFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
TERMS = {
    "current": from_day(ON - DAY),
    "first day": from_day(ON),
    "last day": from_day(ON - DAY, ON + DAY),
    "ended yesterday": from_day(ON - 9 * DAY, ON),
    "starts tomorrow": from_day(ON + DAY),
}
IN_FORCE = {"current", "first day", "last day"}
# Where a body stands in the little country below, seen from the body of the office.
RELATIONS = ("own", "below", "covered", "sibling", "above", "another board", "below another board")


class Country:
    """Two boards of one nation, each with an authority, two clusters, collaboratives and a planning group."""

    def __init__(self) -> None:
        self.nation = NationFactory()
        self.here, self.there = self._board(), self._board()

    def _board(self) -> dict[str, Body]:
        board = HealthBoardFactory(parent=self.nation)
        authority = LocalAuthorityFactory(parent=board)
        elsewhere = LocalAuthorityFactory(parent=board)
        cluster = ClusterFactory(parent=board, local_authority=authority)
        sibling = ClusterFactory(parent=board, local_authority=elsewhere)
        group = PlanningGroupFactory(parent=board)
        CoverageFactory(planning_group=group, local_authority=authority)
        return {
            Body.Kind.HEALTH_BOARD: board,
            Body.Kind.CLUSTER: cluster,
            "sibling": sibling,
            Body.Kind.PLANNING_GROUP: group,
            Body.Kind.COLLABORATIVE: CollaborativeFactory(cluster=cluster),
            "sibling collaborative": CollaborativeFactory(cluster=sibling),
        }

    def body(self, kind: str) -> Body:
        return self.nation if kind == Body.Kind.NATION else self.here[kind]

    def related(self, kind: str) -> dict[str, Body]:
        """Return a body in each relation that exists to the body of a kind."""
        here, there = self.here, self.there
        found = {"own": self.body(kind)}
        if kind != Body.Kind.NATION:
            found |= {"another board": there[Body.Kind.HEALTH_BOARD], "below another board": there[Body.Kind.CLUSTER]}
            found |= {"above": self.nation if kind == Body.Kind.HEALTH_BOARD else here[Body.Kind.HEALTH_BOARD]}
        return (
            found
            | {
                Body.Kind.NATION: {"below": here[Body.Kind.COLLABORATIVE]},
                Body.Kind.HEALTH_BOARD: {"below": here[Body.Kind.COLLABORATIVE]},
                Body.Kind.CLUSTER: {"below": here[Body.Kind.COLLABORATIVE], "sibling": here["sibling"]},
                Body.Kind.COLLABORATIVE: {"sibling": here["sibling collaborative"]},
                Body.Kind.PLANNING_GROUP: {"covered": here[Body.Kind.COLLABORATIVE], "sibling": here["sibling"]},
            }[kind]
        )


REACHED = {Reach.OWN: {"own"}, Reach.BELOW: {"own", "below"}, Reach.COVERED: {"own", "covered"}}


def expected(office: Office, permission: Permission, relation: str) -> bool:
    """Say from the table alone whether an office gives a permission over a body in a relation."""
    return any(relation in REACHED[power.reach] for power in OFFICE_POWERS[office] if power.permission is permission)


@pytest.fixture
def country():
    return Country()


def rows() -> list[tuple[Office, str]]:
    return [(office, kind) for office in Office for kind in sorted(RULES[office].kinds)]


@pytest.mark.parametrize(("office", "kind"), rows())
def test_an_office_gives_what_its_rows_say_and_only_while_it_lasts(country, office, kind):
    seat = SeatFactory(office=office, body=country.body(kind))
    basis = Basis.JOINT if seat.is_shared else Basis.SUBSTANTIVE
    people = {
        name: AppointmentFactory(
            seat=SeatFactory(office=office, body=seat.body, name_en=name), during=term, basis=basis
        )
        for name, term in TERMS.items()
    }

    checked = 0
    for name, appointment in people.items():
        powers = powers_of(appointment.person, on=ON)
        for relation, body in country.related(kind).items():
            for permission in Permission:
                may = name in IN_FORCE and expected(office, permission, relation)
                assert powers.may(permission, body) is may, (office, name, relation, permission)
                checked += 1

    assert checked == len(TERMS) * len(country.related(kind)) * len(Permission)


@pytest.mark.parametrize(("office", "kind"), rows())
def test_a_delegate_has_what_was_handed_on_and_nothing_that_must_not_be(country, office, kind):
    appointment = AppointmentFactory(seat__office=office, seat__body=country.body(kind), basis=Basis.JOINT)
    every = [permission.value for permission in Permission]
    delegation = DelegationFactory(seat=appointment.seat, principal=appointment.person, permissions=every)

    powers = powers_of(delegation.delegate, on=ON)

    for relation, body in country.related(kind).items():
        for permission in Permission:
            may = permission not in NEVER_DELEGATED and expected(office, permission, relation)
            assert powers.may(permission, body) is may, (office, relation, permission)


def test_a_nomination_gives_no_power():
    appointment = AppointmentFactory(nominated=True)

    assert powers_of(appointment.person, on=ON).grants == ()


def test_whoever_lost_access_has_no_power_and_lends_none():
    appointment = AppointmentFactory(person__is_active=False)
    delegation = DelegationFactory(seat=appointment.seat, principal=appointment.person)

    assert powers_of(appointment.person, on=ON).grants == ()
    assert powers_of(delegation.delegate, on=ON).grants == ()


@pytest.mark.parametrize(
    ("during", "is_revoked", "works"),
    [
        (from_day(ON, ON + DAY), False, True),
        (from_day(ON - DAY, ON), False, False),
        (from_day(ON + DAY, ON + 2 * DAY), False, False),
        (from_day(ON, ON + DAY), True, False),
    ],
)
def test_a_delegation_works_on_its_days_until_it_is_revoked(during, is_revoked, works):
    appointment = AppointmentFactory()
    revoked_at = appointment.nominated_at if is_revoked else None
    delegation = DelegationFactory(
        seat=appointment.seat, principal=appointment.person, during=during, revoked_at=revoked_at
    )

    powers = powers_of(delegation.delegate, on=ON)

    assert powers.holds(Permission.NOMINATE) is works


def test_a_delegation_ends_with_the_term_of_whoever_gave_it():
    appointment = AppointmentFactory(during=from_day(ON - 9 * DAY, ON))
    delegation = DelegationFactory(
        seat=appointment.seat, principal=appointment.person, during=from_day(ON - DAY, ON + DAY)
    )

    assert powers_of(delegation.delegate, on=ON - DAY).holds(Permission.NOMINATE)
    assert not powers_of(delegation.delegate, on=ON).holds(Permission.NOMINATE)


def test_the_record_can_tell_for_whom_a_delegate_acts():
    appointment = AppointmentFactory()
    delegation = DelegationFactory(seat=appointment.seat, principal=appointment.person)
    own = AppointmentFactory(seat__body=appointment.seat.body, seat__name_en="Second seat")
    both = DelegationFactory(seat=appointment.seat, principal=appointment.person, delegate=own.person)

    body = appointment.seat.body
    as_delegate = powers_of(delegation.delegate, on=ON).on_behalf_of(Permission.NOMINATE, body)
    in_own_right = powers_of(both.delegate, on=ON).on_behalf_of(Permission.NOMINATE, body)

    assert as_delegate == appointment.person
    assert in_own_right is None


def test_a_seat_that_follows_another_is_held_on_the_same_days():
    lead = AppointmentFactory(during=from_day(ON, ON + 3 * DAY))
    group = PlanningGroupFactory()
    SeatFactory(office=Office.PLANNING_GROUP_MEMBER, body=group, represents=lead.seat.body, follows=lead.seat)

    held = [powers_of(lead.person, on=ON + n * DAY).may(Permission.SEE_OFFICES, group) for n in (-1, 0, 2, 3)]

    assert held == [False, True, True, False]


def test_a_planning_group_reaches_only_the_clusters_that_it_covers_that_day():
    group = PlanningGroupFactory()
    authority = LocalAuthorityFactory(parent=group.parent)
    cluster = ClusterFactory(parent=group.parent, local_authority=authority)
    CoverageFactory(planning_group=group, local_authority=authority, during=from_day(ON, ON + DAY))
    chair = AppointmentFactory(
        seat__office=Office.PLANNING_GROUP_CHAIR, seat__body=group, during=from_day(ON - 9 * DAY)
    )

    reached = [powers_of(chair.person, on=ON + n * DAY).may(Permission.SEE_OFFICES, cluster) for n in (-1, 0, 1)]

    assert reached == [False, True, False]


@pytest.mark.parametrize("office", Office)
def test_who_confirms_or_counts_money_or_publishes_needs_a_second_factor(office):
    kind = sorted(RULES[office].kinds)[0]
    appointment = AppointmentFactory(seat__office=office, seat__body=Country().body(kind), basis=Basis.JOINT)

    assert needs_second_factor(appointment.person, on=ON) is (office in OFFICES_WITH_SECOND_FACTOR)
    assert not needs_second_factor(PersonFactory(), on=ON)


def test_whoever_acts_for_an_administrator_needs_a_second_factor_too():
    office = AppointmentFactory(
        seat__office=Office.BOARD_ADMINISTRATOR, seat__body=HealthBoardFactory(), basis=Basis.JOINT
    )
    delegation = DelegationFactory(seat=office.seat, principal=office.person)

    assert needs_second_factor(delegation.delegate, on=ON)
    assert not needs_second_factor(delegation.delegate, on=ON - DAY)


def test_what_is_handed_on_never_includes_the_second_pair_of_eyes():
    for office in Office:
        assert not {power.permission for power in delegable(office)} & NEVER_DELEGATED


def test_whoever_may_confirm_signs_in_with_a_second_factor():
    confirming = {o for o, powers in OFFICE_POWERS.items() if any(p.permission is Permission.CONFIRM for p in powers)}

    assert confirming <= OFFICES_WITH_SECOND_FACTOR


def test_powers_are_read_in_two_queries_whatever_the_number_of_offices(django_assert_num_queries):
    person = PersonFactory()
    AppointmentFactory.create_batch(20, person=person)

    with django_assert_num_queries(2):
        powers = powers_of(person, on=ON)

    assert len({grant.body for grant in powers.grants}) == 20
