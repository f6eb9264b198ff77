"""A form is carried out once: sent again it is answered as it was; refused, it keeps its key."""

import datetime
import uuid

import pytest
from bs4 import BeautifulSoup

from accounts import once
from accounts.models import AuditRecord, UsedKey
from common import tasks
from common.addresses import page_address
from common.forms import FORM_KEY
from governance.models import Interest
from tests.factories import AT, PersonFactory, UsedKeyFactory
from tests.reading import hidden, words

pytestmark = pytest.mark.django_db
ANSWERS = {
    "organisation": "Example Pharmacy",
    "nature": "financial",
    "details": "Owns a share of it.",
    "start": "9 March 2026",
}


@pytest.fixture
def person(client, moved_clock):
    moved_clock(AT.isoformat())
    made = PersonFactory()
    client.force_login(made)
    return made


def page(name: str = "governance:declare_interest", language: str = "en") -> str:
    return page_address(name, language)


def opened(client, address: str = "") -> dict[str, str]:
    return hidden(client.get(address or page()))


def declared() -> list[str]:
    return list(Interest.objects.order_by("pk").values_list("details", flat=True))


def test_what_is_sent_again_is_answered_as_it_was_the_first_time(client, person):
    sent = {**opened(client), **ANSWERS}

    answers = [client.post(page(), sent) for _n in range(3)]

    assert {(one.status_code, one["Location"]) for one in answers} == {(302, page("governance:interests"))}
    assert declared() == [ANSWERS["details"]]
    assert AuditRecord.objects.filter(by=person).count() == 1


def test_a_form_that_is_opened_afresh_is_another_one(client, person):
    for number in range(2):
        client.post(page(), {**opened(client), **ANSWERS, "organisation": f"Example {number}"})

    assert len(declared()) == 2


def test_a_form_that_was_refused_keeps_its_key_and_can_be_sent_again(client, person):
    sent = {**opened(client), **ANSWERS, "start": "soon"}

    refused = client.post(page(), sent)
    again = client.post(page(), {**hidden(refused), **ANSWERS})

    assert hidden(refused)[FORM_KEY] == sent[FORM_KEY]
    assert (again.status_code, declared()) == (302, [ANSWERS["details"]])


def test_who_changes_what_was_carried_out_is_told_and_may_send_it_as_well(client, person):
    sent = {**opened(client), **ANSWERS}
    client.post(page(), sent)

    told = client.post(page(), {**sent, "organisation": "Example Surgery", "details": "Works there,\nsince 2020."})

    soup = BeautifulSoup(told.content, "html.parser")
    assert told.status_code == 409
    assert soup.h1.text == "This form was sent before"
    assert page("governance:interests") in [link["href"] for link in soup.main.select("a")]
    assert "Works there, since 2020." in words(soup.main)
    assert declared() == [ANSWERS["details"]]
    more = client.post(soup.main.form["action"], hidden(told))
    assert (more.status_code, len(declared())) == (302, 2)


def test_it_is_told_in_welsh_too(client, person):
    address = page(language="cy")
    sent = {**opened(client, address), **ANSWERS, "start": "9 Mawrth 2026"}
    client.post(address, sent)

    told = client.post(address, {**sent, "details": "Rhywbeth arall."})

    assert BeautifulSoup(told.content, "html.parser").h1.text == "Anfonwyd y ffurflen hon o'r blaen"


def test_a_key_is_of_one_person_and_one_page(client, person):
    sent = {**opened(client), **ANSWERS}
    client.post(page(), sent)

    elsewhere = client.post(page("governance:public_names"), {FORM_KEY: sent[FORM_KEY]})
    client.force_login(PersonFactory())
    somebody_else = client.post(page(), sent)

    assert [elsewhere.status_code, somebody_else.status_code] == [400, 400]
    assert "This form belongs to another page or another person." in somebody_else.content.decode()
    assert len(declared()) == 1


@pytest.mark.parametrize("key", ["x", "1" * 5000, "0"])
def test_what_is_no_key_is_refused(client, person, key):
    answer = client.post(page(), {**ANSWERS, FORM_KEY: key})

    assert (answer.status_code, declared()) == (400, [])


def test_nothing_of_a_form_that_failed_stays(client, person, monkeypatch):
    sent = {**opened(client), **ANSWERS}
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("django.http.response.HttpResponseRedirect.__init__", lambda *_arguments: 1 / 0)
        failed = client.post(page(), sent)
    between = (declared(), UsedKey.objects.count())

    answer = client.post(page(), sent)

    assert (failed.status_code, between) == (500, ([], 0))
    assert (answer.status_code, len(declared())) == (302, 1)


def test_files_are_told_apart_by_what_is_in_them(rf, person):
    key = uuid.uuid4()

    def digest(content: bytes) -> str:
        from django.core.files.uploadedfile import SimpleUploadedFile

        request = rf.post(page(), {FORM_KEY: key, "file": SimpleUploadedFile("one.csv", content)})
        found = once._digest(request)
        assert request.FILES["file"].read() == content
        return found

    assert digest(b"one") == digest(b"one") != digest(b"two")


def test_nothing_that_was_sent_can_be_read_from_what_is_kept(client, person):
    client.post(page(), {**opened(client), **ANSWERS})

    kept = UsedKey.objects.values().get()

    assert not any("Pharmacy" in str(value) for value in kept.values())
    assert (kept["person_id"], kept["place"], len(kept["digest"])) == (person.pk, page(), 64)


def test_old_keys_are_forgotten(moved_clock):
    moved_clock(AT.isoformat())
    days = {30: 30, 31: 31}
    kept = {n: UsedKeyFactory(used_at=AT - datetime.timedelta(days=n)).pk for n in days}

    tasks.forget_what_is_over()

    assert list(UsedKey.objects.values_list("pk", flat=True)) == [kept[30]]
