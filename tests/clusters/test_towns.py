"""Welsh names of towns and villages: given by administrators, kept when the shipped list is loaded again."""

import datetime

import pytest
from django.conf import settings

from accounts.models import AuditRecord
from clusters.actions import Loader
from clusters.models import HealthBoard, Place
from clusters.reference import read
from clusters.towns.actions import name_place
from common import clock
from common.addresses import page_address
from common.dated import from_day
from governance.models import Basis, Office
from governance.powers.policies import NotAllowed
from tests.factories import AppointmentFactory, PersonFactory, SeatFactory
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    """An administrator of Cardiff and Vale, signed in with a second factor."""
    board = HealthBoard.objects.get(slug_en="cardiff-and-vale")
    seat = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=board)
    term = {"basis": Basis.JOINT, "during": from_day(datetime.date(2026, 1, 1))}
    person = AppointmentFactory(seat=seat, **term).person
    person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    client.force_login(person)
    return person


def test_an_administrator_gives_a_name_and_it_is_found_and_kept(administrator, client, page):
    place = Place.objects.get(name="Rhiwbina")
    address = page_address("clusters:name_place", "en", key=place.pk)
    listed = [words(one) for one in page(page_address("clusters:places", "en")).select("main .app-results a")]

    seen = page(address).select_one("main [name=seen]")["value"]
    client.post(address, {"name_cy": " Rhiwbeina ", "seen": seen})
    Loader(read(settings.DATA_DIR))._towns()

    place.refresh_from_db()
    record = AuditRecord.objects.get(action="clusters.name_place")
    assert "Give the Welsh name: Rhiwbina" in listed
    assert all("Risca" not in text for text in listed)
    assert place.name_cy == "Rhiwbeina"
    assert (record.by, record.subject_en) == (administrator, "Rhiwbina")
    found = page(page_address("portal:search", "cy") + "?q=Riwbeina").select_one("main .app-results b")
    assert words(found) == "Rhiwbeina"


def test_a_place_beyond_reach_is_not_found_and_nobody_else_names_one(administrator, client):
    risca = Place.objects.get(name="Risca")

    assert client.get(page_address("clusters:name_place", "en", key=risca.pk)).status_code == 404
    for person in (administrator, PersonFactory()):
        with pytest.raises(NotAllowed):
            name_place(place=risca, name_cy="Rhisga", by=person, at=clock.now(), on=clock.today())
    risca.refresh_from_db()
    assert risca.name_cy == ""


def test_a_name_is_asked_for_until_it_is_given(administrator, client):
    place = Place.objects.get(name="Rhiwbina")

    answer = client.post(page_address("clusters:name_place", "cy", key=place.pk), {"name_cy": " "})

    assert answer.status_code == 200
    assert Place.objects.get(pk=place.pk).name_cy == ""
