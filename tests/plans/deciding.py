"""A plan on its way: those who decide on it, and each state reached by the moves that lead there."""

from common.dated import from_day
from governance.models import Basis, Body, Office
from plans import actions
from plans.models import EditionState, PlanKind, SectionStatus
from plans.review import actions as deciding
from tests.factories import AppointmentFactory, SeatFactory
from tests.moments import ON
from tests.plans.setting import NOW, Setting

State = EditionState
WORDS = {"text_en": "What we will do.", "text_cy": "Yr hyn a wnawn."}
REASON = {"reason": "The money does not add up."}
REASONS = {"reason_en": "It was published too early.", "reason_cy": "Fe'i cyhoeddwyd yn rhy gynnar."}
# Who makes each move in these tests, and what they say with it.
DOERS = {
    "agree": ("author", deciding.agree, {}),
    "reopen": ("author", deciding.reopen, {}),
    "submit_to_group": ("author", deciding.submit, {}),
    "submit_to_board": ("author", deciding.submit, {}),
    "pass_on": ("chair", deciding.pass_on, {}),
    "return_from_group": ("chair", deciding.return_for_changes, REASON),
    "return_from_board": ("approver", deciding.return_for_changes, REASON),
    "approve": ("approver", deciding.approve, {}),
    "publish": ("administrator", deciding.publish, {}),
    "withdraw": ("administrator", deciding.withdraw, REASONS),
}
TO = {
    State.DRAFT: (),
    State.AGREED: ("agree",),
    State.WITH_PLANNING_GROUP: ("agree", "submit_to_group"),
    State.RETURNED: ("agree", "submit_to_group", "return_from_group"),
    State.WITH_BOARD: ("agree", "submit_to_group", "pass_on"),
    State.APPROVED: ("agree", "submit_to_group", "pass_on", "approve"),
    State.PUBLISHED: ("agree", "submit_to_group", "pass_on", "approve", "publish"),
    State.WITHDRAWN: ("agree", "submit_to_group", "pass_on", "approve", "publish", "withdraw"),
}


class Deciding(Setting):
    """The setting with everybody who decides; the plan is complete, and written by its lead alone."""

    def __init__(self, kind: PlanKind = PlanKind.CLUSTER_IMTP) -> None:
        super().__init__(kind)
        self.author = self.edition.started_by
        self.chair = self.appoint(Office.PLANNING_GROUP_CHAIR, self.group) if self.author == self.lead else None
        self.approver = self.appoint(Office.APPROVER, self.board)
        self.administrator = self.appoint(Office.BOARD_ADMINISTRATOR, self.board)
        self.fill()

    def fill(self) -> None:
        for section in self.edition.section_rows.filter(collaborative=None):
            self.save(section, by=self.author, status=SectionStatus.COMPLETED, **WORDS)

    def move(self, name: str, by=None, seen=None, edition=None, **more):
        """Make a move as who makes it here, at the version that stands."""
        who, doer, said = DOERS[name]
        edition = edition or self.edition
        edition.refresh_from_db()
        person = by or getattr(self, who)
        seen = edition.version if seen is None else seen
        moved = doer(edition=edition, seen=seen, by=person, **{**NOW, **said, **more})
        edition.refresh_from_db()
        return moved

    def bring_to(self, state: State) -> None:
        """Bring the edition to a state by the moves that lead there, from its draft."""
        for name in self.way(State.PUBLISHED if state == State.SUPERSEDED else state):
            self.move(name)
        if state == State.SUPERSEDED:
            self.supersede()

    def way(self, state: State) -> list[str]:
        """Return the moves to a state: the plan of a planning group goes straight to the board."""
        if self.author == self.lead:
            return list(TO[state])
        straight = ["submit_to_board" if name == "submit_to_group" else name for name in TO[state]]
        return [{"return_from_group": "return_from_board"}.get(name, name) for name in straight if name != "pass_on"]

    def next_edition(self):
        """Start the next edition and bring it to approval; return it."""
        first, self.edition = self.edition, actions.start_edition(plan=self.plan, by=self.author, **NOW)
        self.fill()
        for name in self.way(State.APPROVED):
            self.move(name)
        second, self.edition = self.edition, first
        return second

    def supersede(self) -> None:
        self.move("publish", edition=self.next_edition())
        self.edition.refresh_from_db()


def holder(office: Office, body: Body):
    """Return somebody else who holds such an office of a body, with a second factor."""
    seat = SeatFactory(office=office, body=body, name_en=f"Another {office}")
    basis = Basis.JOINT if seat.is_shared else Basis.SUBSTANTIVE
    person = AppointmentFactory(seat=seat, basis=basis, during=from_day(ON)).person
    person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    return person
