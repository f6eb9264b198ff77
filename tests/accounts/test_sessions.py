"""Where somebody is signed in: listed, ended by its owner alone, and gone with the password and the account."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import AuditRecord, PersonSession
from common.addresses import page_address
from tests.accounts.test_sign_in import PASSWORD, person, sign_in
from tests.factories import PersonFactory, PersonSessionFactory

__all__ = ["person", "sign_in"]
pytestmark = pytest.mark.django_db
PAGE = "/en/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture
def elsewhere(client, person, sign_in, moved_clock):
    """Another browser of the same person, signed in an hour before the first."""
    moved_clock("2026-03-09T09:00:00+00:00")
    other = Client(headers={"User-Agent": FIREFOX})
    sign_in(browser=other)
    other.get("/en/account/")
    moved_clock("2026-03-09T09:20:00+00:00")
    client.defaults["HTTP_USER_AGENT"] = EDGE
    sign_in()
    return other


def shown(client, language="en"):
    document = BeautifulSoup(client.get(page_address("account_sessions", language)).content, "html.parser")
    return [" ".join(one.get_text().split()) for one in document.select("main h2, main h2 + p")]


def key_of(browser):
    return PersonSession.objects.get(session_key=browser.session.session_key).pk


def is_in(browser):
    return browser.get("/en/account/").status_code == 200


def test_each_session_says_where_since_when_and_which_is_this(client, elsewhere):
    assert shown(client) == [
        "Edge, macOS This session",
        "Signed in on 9 March 2026, 09:20. Last seen on 9 March 2026, 09:20.",
        "Firefox, Windows",
        "Signed in on 9 March 2026, 09:00. Last seen on 9 March 2026, 09:00.",
    ]


def test_one_session_is_ended_and_the_record_says_so(client, person, elsewhere):
    assert client.post(PAGE, {"end": key_of(elsewhere)})["Location"] == PAGE

    assert (is_in(client), is_in(elsewhere), len(shown(client))) == (True, False, 2)
    record = AuditRecord.objects.get(action="accounts.end_sessions")
    assert (record.by, record.subject_key, record.details) == (person, str(person.pk), {"sessions": 1})


def test_all_others_are_ended_at_once(client, sign_in, elsewhere):
    third = Client()
    sign_in(browser=third)
    third.get("/en/account/")

    client.post(PAGE, {"end": "others"})

    assert [is_in(one) for one in (client, elsewhere, third)] == [True, False, False]


@pytest.mark.parametrize("end", ["", "x", "0", "this", "of another person"])
def test_nothing_else_can_be_ended_here(client, elsewhere, end):
    stranger = PersonSessionFactory(person=PersonFactory())
    client.get(PAGE)
    key = {"this": key_of(client), "of another person": stranger.pk}.get(end, end)
    before = PersonSession.objects.count()

    assert client.post(PAGE, {"end": key}).status_code == 404
    assert PersonSession.objects.count() == before


def test_a_session_that_lasted_too_long_is_not_listed(client, elsewhere, moved_clock):
    client.get(PAGE)
    moved_clock("2026-03-09T09:40:00+00:00")

    assert [words for words in shown(client) if "Signed in" not in words] == ["Edge, macOS This session"]


def test_a_new_password_leaves_this_session_alone_in_the_list(client, elsewhere):
    new = "four more unlikely words"
    client.get(PAGE)

    client.post("/en/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert shown(client)[0] == "Edge, macOS This session"
    assert (len(shown(client)), is_in(elsewhere)) == (2, False)
    assert PersonSession.objects.count() == 1


def test_sessions_end_with_the_account(client, person, elsewhere):
    person.is_active = False
    person.save()

    assert (is_in(client), is_in(elsewhere)) == (False, False)


def test_the_list_asks_the_database_little(client, elsewhere, django_assert_max_num_queries):
    client.get(PAGE)

    with django_assert_max_num_queries(12):
        client.get(PAGE)
