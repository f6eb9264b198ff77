"""Reminders of what is due: when, to whom, how often, and never twice a day."""

import datetime

import pytest

from accounts.models import Message
from common.addresses import page_address
from governance.models import Office
from plans.models import MailChoice, Stage
from plans.review import reminders
from plans.tasks import remind
from tests.factories import DeadlineFactory, MailChoiceFactory, ParityExemptionFactory
from tests.moments import AT, ON
from tests.plans.deciding import Deciding, State

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
# 9 March 2026 is a Monday.
DUE = ON + 28 * DAY


@pytest.fixture
def setting():
    made = Deciding()
    DeadlineFactory(round=made.round, stage=Stage.AGREED, due_on=DUE)
    return made


def each_time(*people) -> None:
    for person in people:
        MailChoiceFactory(person=person, frequency="each_time")


def told(day: datetime.date) -> set[str]:
    """Return to whom reminders are written on a day, after a run at that day."""
    Message.objects.filter(kind="plans.due").delete()
    reminders.remind(at=AT, on=day)
    return set(Message.objects.filter(kind="plans.due").values_list("person__email", flat=True))


def days_told(person, first: int, last: int) -> list[int]:
    """Return on which days, counted from the one that something is due on, somebody hears of it."""
    return [number for number in range(first, last) if person.email in told(DUE + number * DAY)]


def test_whoever_wants_to_hear_each_time_hears_before_the_day_and_weekly_after_it(setting):
    each_time(setting.lead)

    assert days_told(setting.lead, -30, 17) == [-28, -7, -1, 1, 8, 15]


def test_everybody_else_hears_on_mondays(setting):
    assert days_told(setting.lead, -30, 9) == [-28, -21, -14, -7, 0, 7]


def test_whoever_chose_so_never_hears(setting):
    MailChoiceFactory(person=setting.lead, frequency="never")

    assert days_told(setting.lead, -28, 3) == []


def test_the_deputy_hears_too_once_it_is_overdue(setting):
    deputy = setting.appoint(Office.DEPUTY, setting.cluster)
    each_time(setting.lead, deputy)

    assert told(DUE - DAY) == {setting.lead.email}
    assert told(DUE + DAY) == {setting.lead.email, deputy.email}


def test_what_was_sent_is_due_no_longer_and_the_next_in_turn_hears(setting):
    DeadlineFactory(round=setting.round, stage=Stage.PLANNING_GROUP, due_on=DUE + 7 * DAY)
    setting.bring_to(State.WITH_PLANNING_GROUP)

    assert told(DUE) == {setting.chair.email}


def test_the_boards_own_day_comes_first(setting):
    DeadlineFactory(round=setting.round, board=setting.board, stage=Stage.AGREED, due_on=DUE + 70 * DAY)

    assert told(DUE) == set()


def test_nobody_gets_two_mails_a_day(setting, moved_clock):
    other = Deciding()
    DeadlineFactory(round=other.round, stage=Stage.AGREED, due_on=ON + DAY)
    seat = other.lead.appointments.get()
    seat.person = setting.lead
    seat.save()
    moved_clock(AT.isoformat())

    remind()
    remind()

    mail = Message.objects.get(kind="plans.due", person=setting.lead)
    assert str(setting.cluster.name) in mail.body
    assert str(other.cluster.name) in mail.body
    assert "It is due on this day: 10 March 2026" in mail.body


def test_leave_that_falls_due_is_told_to_those_who_publish(setting):
    setting.bring_to(State.PUBLISHED)
    ParityExemptionFactory(edition=setting.edition, due_on=DUE)
    each_time(setting.administrator)

    assert told(DUE - 7 * DAY) == {setting.administrator.email}
    assert "The language that was missing" in Message.objects.get(kind="plans.due").body


def test_somebody_chooses_how_often_on_a_page(setting, client, enter, page):
    enter(setting.lead)
    address = page_address("plans:mails", "en")
    assert page(address).select_one("input[checked]")["value"] == "weekly"

    client.post(address, {"frequency": "never"})

    assert MailChoice.objects.get(person=setting.lead).frequency == "never"
    assert page(address).select_one("input[checked]")["value"] == "never"
    assert client.post(address, {"frequency": "hourly"}).status_code == 200
