"""What happened at half past midnight in summer is told of its own day, whoever tells it."""

import datetime
import io

import docx
import pytest

from accounts.models import Invitation
from budgets.forecasting.presenters import request_row
from budgets.requests.presenters import page as request_page
from common.addresses import page_address
from common.dated import from_day
from governance.models import Office
from governance.people.presenters import invitation_words
from plans.addresses import edition_address
from plans.models import Presence
from plans.published.data import as_data
from plans.published.word import as_word
from plans.writing.kept import others_there
from tests.factories import (
    AppointmentFactory,
    ApprovalBandFactory,
    InvitationFactory,
    MoneyRequestFactory,
    PersonFactory,
    SeatFactory,
)
from tests.moments import HALF_PAST_MIDNIGHT as AT
from tests.plans.published import publish_edition, write_plan
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db
DAY, ITS_DAY, DAY_BEFORE = datetime.date(2026, 7, 1), "1 July 2026", "30 June 2026"


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return write_plan(Setting())


@pytest.fixture
def edition(setting):
    setting.edition.refresh_from_db()
    made = publish_edition(setting.edition, frozen_at=AT, published_at=AT)
    made.refresh_from_db()
    return made


def test_an_approval_in_word_and_on_the_page(edition, client):
    document = docx.Document(io.BytesIO(as_word(edition, "en")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = " ".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
    page = client.get(edition_address(edition)).text

    assert ITS_DAY in said
    assert ITS_DAY in page
    assert DAY_BEFORE not in said + page


def test_an_approval_in_the_data(edition):
    verdict = edition.submissions.get().verdicts.get()
    verdict.decided_at = AT
    verdict.save()

    found = as_data(edition)

    assert [one["on"] for one in found["approvals"]] == [DAY.isoformat()]
    assert found["edition"]["frozen_at"] == found["edition"]["published_at"] == "2026-07-01T00:30:00+01:00"


def test_a_request_about_money():
    request = MoneyRequestFactory(requested_at=AT, outcome="declined", decided_by=PersonFactory(), decided_at=AT)
    request.refresh_from_db()

    said = str(request_page(request, ApprovalBandFactory.build(threshold=0))) + str(request_row(request))

    assert said.count(ITS_DAY) == 3
    assert DAY_BEFORE not in said


def test_an_invitation():
    made = InvitationFactory(sent_at=AT, expires_at=AT + datetime.timedelta(days=7))
    made.refresh_from_db()

    assert f"sent on {ITS_DAY}" in invitation_words(Invitation.objects.get(pk=made.pk), at=AT)


def test_a_plan_to_write_on_the_desk(setting, enter, client):
    setting.edition.started_at = AT
    setting.edition.save()
    enter(setting.lead)

    page = client.get(page_address("portal:desk", "en")).text

    assert ITS_DAY in page
    assert DAY_BEFORE not in page


def test_the_office_of_somebody_who_writes_from_that_day_on(setting):
    seat = SeatFactory(office=Office.DEPUTY, body=setting.cluster, name_en="Deputy since today")
    person = AppointmentFactory(seat=seat, during=from_day(DAY)).person
    row = setting.section()
    Presence.objects.create(person=person, edition=setting.edition, key=row.key, seen_at=AT)

    found = others_there(person=setting.lead, edition=setting.edition, key=row.key, at=AT, comes=False)

    assert found == [f"{seat.title}, {setting.cluster.name}"]
