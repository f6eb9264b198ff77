"""A board with an administrator, two clusters and a practice: what the tests of places begin with."""

import datetime
import uuid

from accounts.models import Person
from common.dated import from_day
from governance.models import Basis, Body, Office
from tests.factories import (
    AT,
    ON,
    AppointmentFactory,
    ClusterFactory,
    CoverageFactory,
    HealthBoardFactory,
    LocalAuthorityFactory,
    MembershipFactory,
    PlanningGroupFactory,
    SeatFactory,
)

DAY = datetime.timedelta(days=1)
LATER = ON + 23 * DAY
NOW = AT.isoformat()


def administrator(board: Body) -> Person:
    """Return somebody who administers a board, second factor and all."""
    seat = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=board, name_en=uuid.uuid4().hex)
    person = AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(ON - 99 * DAY)).person
    person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    return person


class Country:
    """Two boards; the first has two clusters in one authority, which a planning group covers, and one practice."""

    def __init__(self) -> None:
        self.board = HealthBoardFactory()
        self.elsewhere = ClusterFactory(parent=HealthBoardFactory(parent=self.board.parent))
        self.authority = LocalAuthorityFactory(parent=self.board)
        self.group = PlanningGroupFactory(parent=self.board)
        CoverageFactory(planning_group=self.group, local_authority=self.authority)
        self.one, self.two = ClusterFactory.create_batch(2, parent=self.board, local_authority=self.authority)
        self.membership = MembershipFactory(cluster=self.one)
        self.practice = self.membership.provider
        self.by = administrator(self.board)

    @property
    def who(self) -> dict[str, object]:
        return {"by": self.by, "at": AT, "on": ON}
