"""From which state an edition goes to which, by whose hand: one table, from which pages, tests and diagram follow."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.powers.permissions import Permission
from plans.models import EditionState as State

P = Permission


@dataclass(frozen=True)
class Move:
    """One way from state to state. `permission` is None for what the portal does by itself.

    `sentence` is how the record tells it; `told` are those who get a mail: whoever holds the permission over the plan.
    """

    name: str
    sources: frozenset[State]
    target: State
    permission: Permission | None
    words: Promise
    sentence: Promise
    told: Permission | None = None

    @property
    def action(self) -> str:
        """What the move is called in the record."""
        return f"plans.{self.name}"


def _move(name: str, sources: tuple[State, ...], target: State, permission: Permission | None, **words: object) -> Move:
    return Move(name, frozenset(sources), target, permission, **words)  # type: ignore[arg-type]


_MOVES = (
    _move(
        "agree",
        (State.DRAFT, State.RETURNED),
        State.AGREED,
        P.AGREE_PLANS,
        words=_("Declare it agreed"),
        sentence=_("%(who)s declared a plan agreed: %(what)s."),
    ),
    _move(
        "reopen",
        (State.AGREED,),
        State.DRAFT,
        P.AGREE_PLANS,
        words=_("Go on writing"),
        sentence=_("%(who)s opened an agreed plan for writing again: %(what)s."),
    ),
    _move(
        "submit_to_group",
        (State.AGREED,),
        State.WITH_PLANNING_GROUP,
        P.AGREE_PLANS,
        words=_("Send it to the planning group"),
        sentence=_("%(who)s sent a plan to the planning group: %(what)s."),
        told=P.REVIEW_PLANS,
    ),
    _move(
        "submit_to_board",
        (State.AGREED,),
        State.WITH_BOARD,
        P.AGREE_PLANS,
        words=_("Send it to the health board"),
        sentence=_("%(who)s sent a plan to the health board: %(what)s."),
        told=P.APPROVE_PLANS,
    ),
    _move(
        "pass_on",
        (State.WITH_PLANNING_GROUP,),
        State.WITH_BOARD,
        P.REVIEW_PLANS,
        words=_("Pass it on to the health board"),
        sentence=_("%(who)s passed a plan on to the health board: %(what)s."),
        told=P.APPROVE_PLANS,
    ),
    _move(
        "return_from_group",
        (State.WITH_PLANNING_GROUP,),
        State.RETURNED,
        P.REVIEW_PLANS,
        words=_("Return it for changes"),
        sentence=_("%(who)s returned a plan for changes, for the planning group: %(what)s."),
        told=P.AGREE_PLANS,
    ),
    _move(
        "return_from_board",
        (State.WITH_BOARD,),
        State.RETURNED,
        P.APPROVE_PLANS,
        words=_("Return it for changes"),
        sentence=_("%(who)s returned a plan for changes, for the health board: %(what)s."),
        told=P.AGREE_PLANS,
    ),
    _move(
        "approve",
        (State.WITH_BOARD,),
        State.APPROVED,
        P.APPROVE_PLANS,
        words=_("Approve it"),
        sentence=_("%(who)s approved a plan: %(what)s."),
        told=P.PUBLISH_PLANS,
    ),
    _move(
        "publish",
        (State.APPROVED,),
        State.PUBLISHED,
        P.PUBLISH_PLANS,
        words=_("Publish it"),
        sentence=_("%(who)s published a plan: %(what)s."),
        told=P.AGREE_PLANS,
    ),
    _move(
        "supersede",
        (State.PUBLISHED,),
        State.SUPERSEDED,
        None,
        words=_("A later edition takes its place"),
        sentence=_("%(who)s let a later edition take the place of this one: %(what)s."),
    ),
    _move(
        "withdraw",
        (State.APPROVED, State.PUBLISHED, State.SUPERSEDED),
        State.WITHDRAWN,
        P.PUBLISH_PLANS,
        words=_("Withdraw it"),
        sentence=_("%(who)s withdrew a plan: %(what)s."),
        told=P.AGREE_PLANS,
    ),
)
MOVES: dict[str, Move] = {move.name: move for move in _MOVES}

# In which states an edition can be written in.
WRITABLE = frozenset({State.DRAFT, State.RETURNED})

# Whose turn it is in each state: who holds this over the plan. None where nobody need do anything.
OWNERS: dict[State, Permission | None] = {
    State.DRAFT: P.WRITE_PLANS,
    State.AGREED: P.AGREE_PLANS,
    State.WITH_PLANNING_GROUP: P.REVIEW_PLANS,
    State.WITH_BOARD: P.APPROVE_PLANS,
    State.RETURNED: P.WRITE_PLANS,
    State.APPROVED: P.PUBLISH_PLANS,
    State.PUBLISHED: None,
    State.SUPERSEDED: None,
    State.WITHDRAWN: None,
}

# The colour of the tag of each state; the words stand in it too.
COLOURS: dict[State, str] = {
    State.DRAFT: "grey",
    State.AGREED: "aqua-green",
    State.WITH_PLANNING_GROUP: "blue",
    State.WITH_BOARD: "blue",
    State.RETURNED: "orange",
    State.APPROVED: "aqua-green",
    State.PUBLISHED: "green",
    State.SUPERSEDED: "grey",
    State.WITHDRAWN: "red",
}


def moves_from(state: str) -> list[Move]:
    """Return the moves that lead away from a state."""
    return [move for move in _MOVES if state in move.sources]
