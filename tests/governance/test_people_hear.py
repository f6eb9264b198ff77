"""What a person hears of their appointment, and whether the public may read their name."""

import pytest

from accounts.models import AuditRecord, Message
from common.addresses import page_address
from governance.offices.actions import Overtaken
from tests.factories import AT, AppointmentFactory, PersonFactory
from tests.governance.setting import Setting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "subject", "day"),
    [("en", "You have been appointed", "First day: 9 March 2026"), ("cy", "Fe'ch penodwyd", "9 Mawrth 2026")],
)
def test_who_is_appointed_hears_it_once_in_their_language(language, subject, day):
    setting = Setting()
    appointment = setting.nominate(person=PersonFactory(language=language))
    assert Message.objects.count() == 0

    setting.confirm(appointment)
    with pytest.raises(Overtaken):
        setting.confirm(appointment)

    [message] = Message.objects.all()
    assert (message.person, message.subject) == (appointment.person, subject)
    assert day in message.body


@pytest.mark.parametrize("language", ["en", "cy"])
def test_somebody_agrees_that_their_name_is_public_and_no_longer(client, moved_clock, language):
    moved_clock(AT.isoformat())
    person = PersonFactory()
    term, other = AppointmentFactory(person=person), AppointmentFactory()
    client.force_login(person)
    address = page_address("governance:public_names", language)
    assert f'value="{term.pk}"' in client.get(address).content.decode()

    named = []
    for agreed in ([term.pk], [], [other.pk]):
        client.post(address, {"agreed": agreed})
        term.refresh_from_db()
        other.refresh_from_db()
        named.append((term.is_named, other.is_named))

    assert named == [(True, False), (False, False), (False, False)]
    assert AuditRecord.objects.filter(action="governance.name_in_public", by=person).count() == 2


def test_who_holds_no_office_is_told_so(client, django_assert_max_num_queries):
    client.force_login(PersonFactory())
    client.get("/en/offices/my-name/")

    with django_assert_max_num_queries(12):
        assert "You hold no office today or later." in client.get("/en/offices/my-name/").content.decode()
