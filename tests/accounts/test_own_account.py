"""A forgotten password, and the details of one's own account, in both languages."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import AuditRecord, Message, Person
from common.addresses import page_address
from tests.accounts.letters import link_to
from tests.factories import AT, PersonFactory
from tests.reading import answered

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "three unlikely words", "four more unlikely words"
LANGUAGES = ("en", "cy")


@pytest.fixture
def person():
    made = PersonFactory(email="lead@example.org", language="cy")
    made.set_password(PASSWORD)
    made.save()
    return made


def main_of(response) -> str:
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def sign_in(client, email="lead@example.org", password=PASSWORD) -> bool:
    answer = client.post("/en/account/sign-in/", {"login": email, "password": password})
    return answer.status_code == 302


def ask(client, email, language="en"):
    return client.post(page_address("account_reset_password", language), {"email": email}, follow=True)


def set_new(client, link, password=NEW):
    """Open a link from a mail and answer the page that it leads to."""
    opened = client.get(link, follow=True)
    return client.post(opened.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def records() -> list[str]:
    own = AuditRecord.objects.filter(action__startswith="accounts.").order_by("pk")
    return list(own.values_list("action", flat=True))


# --- a forgotten password ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_sets_a_new_password_and_is_signed_out_elsewhere(client, person, language):
    elsewhere = Client()
    assert sign_in(elsewhere)
    found = client.get(page_address("account_login", language))
    assert page_address("account_reset_password", language) in found.content.decode()

    ask(client, "Lead@Example.org", language)
    link = link_to("lead@example.org", "accounts.new-password")
    done = set_new(client, link)

    assert link.startswith("/cy/cyfrif/cyfrinair-newydd/")
    assert done.request["PATH_INFO"] == "/cy/cyfrif/cyfrinair-newydd/gosodwyd/"
    assert sign_in(Client(), password=NEW)
    assert elsewhere.get("/en/account/").status_code == 302
    assert records() == ["accounts.offer_new_password", "accounts.set_password"]
    kinds = Message.objects.order_by("pk").values_list("kind", "subject")
    assert list(kinds) == [
        ("accounts.new-password", "Cyfrinair newydd ar gyfer Clwstwr"),
        ("accounts.password-changed", "Mae eich cyfrinair wedi newid"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_known_unknown_closed_and_never_invited_get_the_same_answer(client, person, language):
    PersonFactory(email="never@example.org", password="!")
    PersonFactory(email="closed@example.org", is_active=False)

    people = ("lead", "never", "closed", "nobody")
    answers = {main_of(ask(client, f"{name}@example.org", language)) for name in people}

    assert len(answers) == 1
    assert list(Message.objects.values_list("address", flat=True)) == ["lead@example.org"]


def test_a_link_sets_a_password_once(client, person):
    ask(client, "lead@example.org")
    link = link_to("lead@example.org", "accounts.new-password")
    set_new(client, link)

    again = Client().get(link, follow=True)

    assert "Nid yw'r ddolen hon yn gweithio mwyach" in main_of(again)


def test_a_link_ends_after_an_hour(client, person, settings):
    ask(client, "lead@example.org")
    settings.PASSWORD_RESET_TIMEOUT = -1

    opened = client.get(link_to("lead@example.org", "accounts.new-password"), follow=True)

    assert "Nid yw'r ddolen hon yn gweithio mwyach" in main_of(opened)
    assert sign_in(client)


def test_a_weak_password_is_not_set(client, person):
    ask(client, "lead@example.org")

    set_new(client, link_to("lead@example.org", "accounts.new-password"), password="short")

    assert sign_in(Client())


def test_asking_too_often_is_refused(client, person):
    statuses = [ask(client, "lead@example.org").status_code for _time in range(6)]

    assert statuses == [200] * 5 + [429]


# --- details ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_changes_name_and_language_of_mail(client, person, language):
    sign_in(client)
    address = page_address("account_details", language)
    assert client.get(address).status_code == 200

    answered(client, address, {"name": "Another Name", "language": "en"})

    person.refresh_from_db()
    assert (person.name, person.language, records()) == ("Another Name", "en", ["accounts.change_details"])


def test_a_name_and_a_language_are_needed(client, person):
    sign_in(client)

    answer = client.post("/en/account/details/", {"name": "", "language": "fr"})

    assert (answer.status_code, records()) == (200, [])


# --- another e-mail address ---


def ask_address(client, address, language="en"):
    """Confirm the password where that is asked, then ask for another address."""
    page = page_address("account_change_address", language)
    opened = client.get(page)
    if opened.status_code == 302:
        client.post(opened["Location"], {"password": PASSWORD})
    return client.post(page, {"address": address}, follow=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_changes_when_the_link_that_went_to_it_is_opened(client, person, language):
    sign_in(client)

    ask_address(client, "new@example.org", language)
    person.refresh_from_db()
    assert person.email == "lead@example.org"
    link = link_to("new@example.org", "accounts.new-address")
    assert "new@example.org" in main_of(client.get(link))
    client.post(link)

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert sign_in(Client(), "new@example.org")
    assert not sign_in(Client(), "lead@example.org")
    told = Message.objects.get(kind="accounts.address-changed")
    assert (told.address, told.subject) == ("lead@example.org", "Mae eich cyfeiriad e-bost wedi newid")
    assert records() == ["accounts.ask_new_address", "accounts.confirm_address"]
    assert client.post(link).status_code == 400


def test_the_password_is_asked_before_an_address_changes(client, person):
    client.force_login(person)

    opened = client.get("/en/account/address/")

    assert opened["Location"].startswith("/en/account/confirm-password/")


def test_an_address_that_somebody_has_gets_the_same_answer_and_no_mail(client, person):
    PersonFactory(email="taken@example.org")
    sign_in(client)

    answers = {main_of(ask_address(client, f"{name}@example.org")) for name in ("taken", "free")}

    assert len(answers) == 1
    assert list(Message.objects.values_list("address", flat=True)) == ["free@example.org"]


def test_ones_own_address_is_no_new_one(client, person):
    sign_in(client)

    answer = ask_address(client, "LEAD@example.org")

    assert "This is your e-mail address already." in main_of(answer)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_is_for_nobody_but_whoever_asked_for_it(client, person, language):
    sign_in(client)
    ask_address(client, "new@example.org", language)
    link = link_to("new@example.org", "accounts.new-address")
    other = Client()
    other.force_login(PersonFactory())

    nobody = [getattr(Client(), method)(link) for method in ("get", "post")]
    somebody_else = [getattr(other, method)(link) for method in ("get", "post")]

    assert [one.status_code for one in nobody] == [302, 302]
    assert all(one["Location"].startswith(page_address("account_login", "cy")) for one in nobody)
    assert [one.status_code for one in somebody_else] == [400, 400]
    assert "Mae'r ddolen hon ar gyfer rhywun arall." in main_of(somebody_else[0])
    person.refresh_from_db()
    assert person.email == "lead@example.org"


@pytest.mark.parametrize("change", ["password", "address", "access"])
def test_a_link_ends_with_the_password_and_the_address_with_which_it_was_asked_for(client, person, change):
    sign_in(client)
    ask_address(client, "new@example.org")
    link = link_to("new@example.org", "accounts.new-address")
    person.refresh_from_db()
    if change == "password":
        person.set_password(NEW)
    elif change == "address":
        person.email = "other@example.org"
    else:
        person.set_unusable_password()
    person.save()
    client.force_login(person)

    answers = [client.get(link).status_code, client.post(link).status_code]

    assert answers == [400, 400]
    assert Person.objects.filter(email="new@example.org").count() == 0


@pytest.mark.parametrize("fault", ["altered", "expired", "taken"])
def test_a_link_that_no_longer_holds_changes_nothing(client, person, moved_clock, fault):
    moved_clock(AT.isoformat())
    sign_in(client)
    ask_address(client, "new@example.org")
    link = link_to("new@example.org", "accounts.new-address")
    if fault == "altered":
        link = link.replace(link.split("/")[-2], "x" + link.split("/")[-2])
    elif fault == "expired":
        moved_clock((AT + datetime.timedelta(days=1)).isoformat())
        client.logout()
        client.force_login(person)
    else:
        PersonFactory(email="New@example.org")

    assert client.post(link).status_code == 400
    person.refresh_from_db()
    assert person.email == "lead@example.org"


def test_each_page_asks_few_questions_of_the_database(client, person, django_assert_max_num_queries):
    sign_in(client)
    client.get(page_address("account", "en"))
    for name in ("account_details", "account_address_asked", "account_reset_password", "account_reset_password_done"):
        with django_assert_max_num_queries(12):
            assert client.get(page_address(name, "en")).status_code == 200
