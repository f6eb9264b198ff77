"""Signing in and out, the limits of it, and the second factor, in both languages."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from bs4 import BeautifulSoup
from django.test import Client

from accounts import factors
from common.addresses import page_address
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "three unlikely words"
WRONG = {
    "en": "The e-mail address or the password is not right.",
    "cy": "Nid yw'r cyfeiriad e-bost neu'r cyfrinair yn gywir.",
}
LANGUAGES = ("en", "cy")


@pytest.fixture
def person():
    made = PersonFactory(email="lead@example.org")
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def sign_in(client):
    """Return a function that answers the sign-in page."""

    def answer(email="lead@example.org", password=PASSWORD, language="en", browser=None):
        address = page_address("account_login", language)
        return (browser or client).post(address, {"login": email, "password": password})

    return answer


@pytest.fixture
def factor_needed(monkeypatch):
    monkeypatch.setattr(factors, "PREDICATES", [lambda person: True])


def errors(response):
    found = BeautifulSoup(response.content, "html.parser").select(".nhsuk-error-summary__list li")
    return [one.get_text(strip=True) for one in found]


def code_for(secret):
    """Return the code that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def set_up(client, language="en"):
    """Confirm the password, set up an authenticator app; return its key."""
    address = page_address("mfa_activate_totp", language)
    asked = client.get(address)["Location"]
    assert asked.startswith(page_address("account_reauthenticate", language))
    assert client.post(asked, {"password": PASSWORD})["Location"] == address
    secret = BeautifulSoup(client.get(address).content, "html.parser").select_one("main code").get_text()
    assert client.post(address, {"code": code_for(secret)}).status_code == 302
    return secret


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_signs_in_to_their_account_and_out(client, person, sign_in, language):
    response = sign_in(language=language)

    assert (response.status_code, response["Location"]) == (302, page_address("portal:desk", language))
    shown = client.get(page_address("account", language))
    assert "lead@example.org" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    client.post(page_address("account_logout", language))
    assert client.get(page_address("account", language)).status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("email", ["lead@example.org", "nobody@example.org"])
def test_wrong_password_and_unknown_address_get_the_same_answer(person, sign_in, language, email):
    response = sign_in(email=email, password="not this one", language=language)

    assert (response.status_code, errors(response)) == (200, [WRONG[language]])


def test_attempts_after_the_limit_are_refused_even_with_the_right_password(person, sign_in):
    for _attempt in range(10):
        sign_in(password="not this one")

    assert errors(sign_in()) == ["There were too many attempts to sign in. Wait five minutes, then try again."]


def test_closing_an_account_ends_access_at_the_next_request(client, person, sign_in):
    sign_in()
    person.is_active = False
    person.save()

    assert client.get("/en/account/").status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_needs_an_account_sends_to_sign_in_in_the_same_language(client, language):
    address = page_address("account", language)

    assert client.get(address)["Location"] == f"{page_address('account_login', language)}?next={address}"


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(client, person, sign_in):
    sign_in()
    elsewhere = Client()
    sign_in(browser=elsewhere)
    new = "four more unlikely words"

    client.post("/en/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get("/en/account/").status_code == 200
    assert elsewhere.get("/en/account/").status_code == 302


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("wrong", "long enough by far", "long enough by far"), "This is not your present password."),
        ((PASSWORD, "long enough by far", "another by far away"), "The two new passwords are not the same."),
        ((PASSWORD, "short", "short"), "This password is too short. It must contain at least 12 characters."),
    ],
)
def test_a_password_is_not_changed_without_good_answers(client, person, sign_in, answers, said):
    sign_in()

    response = client.post(
        "/en/account/password/", dict(zip(("oldpassword", "password1", "password2"), answers, strict=True))
    )

    assert errors(response) == [said]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_a_session_ends_after_half_an_hour_without_a_request(client, person, sign_in, moved_clock, minutes, status):
    moved_clock("2026-03-09T09:00:00+00:00")
    sign_in()
    client.get("/en/account/")
    moved_clock(f"2026-03-09T09:{minutes}:00+00:00")

    assert client.get("/en/account/").status_code == status


def test_a_session_ends_after_eight_hours_however_busy(client, person, sign_in, moved_clock):
    moved_clock("2026-03-09T09:00:00+00:00")
    sign_in()
    statuses = []
    for minutes in range(0, 481, 20):
        moved_clock(f"2026-03-09T{9 + minutes // 60:02}:{minutes % 60:02}:00+00:00")
        statuses.append(client.get("/en/account/").status_code)
    moved_clock("2026-03-09T17:01:00+00:00")

    assert (statuses, client.get("/en/account/").status_code) == ([200] * 25, 302)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_needs_a_factor_sets_one_up_before_anything_else(client, person, sign_in, factor_needed, language):
    sign_in(language=language)
    account, app = page_address("account", language), page_address("mfa_activate_totp", language)
    assert client.get(account)["Location"] == app

    set_up(client, language)

    assert client.get(account).status_code == 200
    codes = BeautifulSoup(client.get(page_address("mfa_view_recovery_codes", language)).content, "html.parser")
    assert len(codes.select("main li code")) == 10


def test_the_password_alone_no_longer_opens_an_account_with_an_app(client, person, sign_in):
    sign_in()
    secret = set_up(client)
    client.post("/en/account/sign-out/")

    assert sign_in()["Location"] == "/en/account/code/"
    assert client.get("/en/account/").status_code == 302
    assert errors(client.post("/en/account/code/", {"code": "000000"})) == [
        "The code is not right, or was used already. Wait for the next one and enter that."
    ]
    assert client.post("/en/account/code/", {}).status_code == 302
    assert client.post("/en/account/code/", {"code": code_for(secret)})["Location"] == "/en/work/"
    assert client.get("/en/account/").status_code == 200


def test_a_recovery_code_opens_once(client, person, sign_in):
    sign_in()
    set_up(client)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post("/en/account/sign-out/")

    sign_in()
    assert client.post("/en/account/code/", {"code": code})["Location"] == "/en/work/"
    client.post("/en/account/sign-out/")
    sign_in()
    assert client.post("/en/account/code/", {"code": code}).status_code == 200


def test_a_public_page_asks_for_no_session(client, person, sign_in):
    sign_in()

    assert client.get("/en/privacy-and-cookies/")["Vary"] == "Accept-Encoding"


def test_an_account_is_shown_in_few_questions_to_the_database(client, person, sign_in, django_assert_max_num_queries):
    sign_in()
    client.get("/en/account/")

    with django_assert_max_num_queries(12):
        client.get("/en/account/")
