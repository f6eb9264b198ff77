"""Every move of the table from every state, and by every office: what is allowed happens, all else changes nothing."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation

from accounts.audit import SENTENCES
from accounts.models import AuditRecord
from common.errors import Meanwhile, Refused
from governance.models import RULES, Body, Office
from governance.powers.permissions import OFFICE_POWERS, Reach
from plans.editions.states import COLOURS, MOVES, OWNERS, WRITABLE, moves_from
from plans.models import FROZEN, EditionState, PlanKind
from tests.factories import (
    ApprovalRouteFactory,
    ClusterFactory,
    CollaborativeFactory,
    HealthBoardFactory,
    PlanningGroupFactory,
)
from tests.plans.deciding import DOERS, Deciding, holder

pytestmark = pytest.mark.django_db
BY_PEOPLE = [name for name, move in MOVES.items() if move.permission is not None]


# The plan of a planning group is never with a planning group.
OF_GROUPS = {"submit_to_group", "pass_on", "return_from_group"}
CASES = [(name, PlanKind.CLUSTER_IMTP) for name in BY_PEOPLE]
CASES += [(name, PlanKind.PAN_CLUSTER) for name in BY_PEOPLE if name not in OF_GROUPS]


def straight_to_board(setting: Deciding) -> None:
    ApprovalRouteFactory(board=setting.board, through_planning_group=False)


def test_each_move_by_people_has_somebody_who_makes_it_here():
    assert set(DOERS) == set(BY_PEOPLE)
    assert {name for name, move in MOVES.items() if move.permission is None} == {"supersede"}


class Undone(Exception):
    """A move that went through is taken back, so that the next one is tried from the same state."""


def tried(setting: Deciding, name: str, by=None, **more) -> bool:
    """Say whether a move goes through; whatever it did is undone."""
    before = setting.edition.version
    records = AuditRecord.objects.filter(action=MOVES[name].action).count()
    undone = Undone()
    try:
        with transaction.atomic():
            setting.move(name, by=by, **more)
            assert (setting.edition.state, setting.edition.version) == (MOVES[name].target, before + 1)
            assert AuditRecord.objects.filter(action=MOVES[name].action).count() == records + 1
            raise undone
    except Undone:
        return True
    except Refused:
        return False
    finally:
        setting.edition.refresh_from_db()


@pytest.mark.parametrize("state", EditionState)
def test_from_each_state_the_moves_of_the_table_are_made_and_no_others(state):
    setting = Deciding()
    setting.bring_to(state)
    found = {name: tried(setting, name) for name in BY_PEOPLE if name != "submit_to_board"}
    straight_to_board(setting)
    found["submit_to_board"] = tried(setting, "submit_to_board")

    assert found == {name: state in MOVES[name].sources for name in BY_PEOPLE}
    assert setting.edition.state == state


@pytest.mark.parametrize("state", [state for state in EditionState if moves_from(state)])
def test_a_move_seen_at_an_earlier_version_changes_nothing(state):
    setting = Deciding()
    setting.bring_to(state)
    version = setting.edition.version

    for name in DOERS:
        if state in MOVES[name].sources:
            with pytest.raises(Meanwhile, match="Somebody else has moved this plan on"):
                setting.move(name, seen=version - 1)

    setting.edition.refresh_from_db()
    assert (setting.edition.state, setting.edition.version) == (state, version)


def places(setting: Deciding) -> Iterator[tuple[str, str, Body]]:
    """Yield where offices are held: in the bodies around the plan, and in others of the same kinds."""
    other = HealthBoardFactory(parent=setting.board.parent)
    sibling = ClusterFactory(parent=setting.board)
    near = [setting.board.parent, setting.board, setting.group, setting.cluster, setting.pharmacy]
    far = [other, PlanningGroupFactory(parent=setting.board), sibling, CollaborativeFactory(cluster=sibling)]
    yield from (("near", body.body_kind, body) for body in near)
    yield from (("far", body.body_kind, body) for body in far)
    yield ("another board", Body.Kind.CLUSTER, ClusterFactory(parent=other))


def expected(name: str, office: Office, place: str, body: Body, plan_body: Body) -> bool:
    """Say from the tables alone whether an office in a place makes a move."""
    if name in ("approve", "return_from_board") and office != Office.APPROVER:
        return False
    reaches = {power.reach for power in OFFICE_POWERS[office] if power.permission is MOVES[name].permission}
    if body.body_kind == Body.Kind.NATION:
        return Reach.BELOW in reaches
    if place != "near":
        return False
    if body.pk == plan_body.pk:
        return bool(reaches)
    if body.body_kind == Body.Kind.PLANNING_GROUP:
        return Reach.COVERED in reaches
    return Reach.BELOW in reaches and body.body_kind == Body.Kind.HEALTH_BOARD


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_a_move_is_made_by_the_offices_of_the_table_and_by_no_other(name, kind):
    setting = Deciding(kind)
    setting.bring_to(sorted(MOVES[name].sources)[0])
    if name == "submit_to_board" and kind == PlanKind.CLUSTER_IMTP:
        straight_to_board(setting)
    checked = 0
    for place, body_kind, body in places(setting):
        for office in (one for one in Office if body_kind in RULES[one].kinds):
            is_allowed = expected(name, office, place, body, setting.plan.body)
            assert tried(setting, name, holder(office, body)) is is_allowed, (name, office, place, body_kind)
            checked += 1

    assert checked == 46


def test_each_state_says_whose_turn_it_is_in_words_and_colour():
    for state in EditionState:
        moves = moves_from(state)
        assert COLOURS[state]
        assert len(said_in_both(state.label)) == 2
        assert (OWNERS[state] is None) == (state in FROZEN and state != EditionState.APPROVED)
        if OWNERS[state] is not None and state not in WRITABLE:
            assert OWNERS[state] in {move.permission for move in moves}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_each_move_has_words_and_a_sentence_in_both_languages(move):
    assert len(said_in_both(move.words)) == 2
    assert len(said_in_both(move.sentence)) == 2
    assert SENTENCES[move.action] is move.sentence


def said_in_both(words) -> set[str]:
    """Return words in each language: two where the catalogue has them, one where it lacks them."""
    found = set()
    for language in ("en", "cy"):
        with translation.override(language):
            found.add(str(words))
    return found
