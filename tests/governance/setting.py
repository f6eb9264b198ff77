"""A small board to appoint in, for the tests of appointments."""

import datetime

from common.dated import from_day
from governance.models import Basis, Office
from governance.offices import actions
from tests.factories import AT, ON, AppointmentFactory, ClusterFactory, HealthBoardFactory, PersonFactory, SeatFactory

DAY = datetime.timedelta(days=1)


class Setting:
    """A cluster with a seat, and two administrators of its board: one nominates, the other confirms."""

    def __init__(self) -> None:
        self.board = HealthBoardFactory()
        self.seat = SeatFactory(body=ClusterFactory(parent=self.board))
        office = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=self.board)
        first, second = AppointmentFactory.create_batch(
            2, seat=office, basis=Basis.JOINT, during=from_day(ON - 9 * DAY)
        )
        self.one, self.other = first.person, second.person

    def nominate(self, **changes):
        values = {
            "seat": self.seat,
            "person": PersonFactory(),
            "basis": Basis.SUBSTANTIVE,
            "start": ON,
            "until": None,
            "by": self.one,
            "at": AT,
            "on": ON,
        }
        return actions.nominate(**{**values, **changes})

    def confirm(self, appointment, **changes):
        return actions.confirm(**{"appointment": appointment, "by": self.other, "at": AT, "on": ON, **changes})
