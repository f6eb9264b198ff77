"""Two people at the same moment, in transactions that really commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from governance.models import Appointment, Basis, Office, Seat
from governance.offices import actions
from governance.recording import Overtaken
from tests.factories import AT, ON, AppointmentFactory
from tests.governance.setting import Setting


@pytest.mark.usefixtures("committed")
def test_of_two_confirmations_at_the_same_moment_one_wins_and_the_other_is_told():
    setting = Setting()
    third = AppointmentFactory(
        seat=Seat.objects.get(office=Office.BOARD_ADMINISTRATOR, body=setting.board), basis=Basis.JOINT
    ).person
    rivals = [setting.nominate(), setting.nominate()]
    seen = setting.seat.version

    def confirm(pair) -> str:
        appointment, by = pair
        try:
            actions.confirm(appointment=appointment, by=by, at=AT, on=ON, seen_version=seen)
        except Overtaken:
            return "overtaken"
        finally:
            connection.close()
        return "confirmed"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(confirm, zip(rivals, (setting.other, third), strict=True)))

    assert sorted(outcomes) == ["confirmed", "overtaken"]
    assert Appointment.objects.current(on=ON).filter(seat=setting.seat).count() == 1
