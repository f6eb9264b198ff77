"""What is sent after a session has ended is kept for its sender alone, and the warning before that."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import AuditRecord
from common.addresses import page_address
from tests.accounts.test_sign_in import PASSWORD, person, sign_in
from tests.factories import PersonFactory

__all__ = ["person", "sign_in"]
pytestmark = pytest.mark.django_db
TYPED = {"end": "others", "reason": "two lines\nof <b>words</b>", "kind": ["one", "two"]}


@pytest.fixture
def late(client, person, sign_in, moved_clock):
    """Return a function that sends a form after half an hour of silence; it returns the answer."""
    moved_clock("2026-03-09T09:00:00+00:00")
    sign_in()
    client.get("/en/account/")

    def send(fields=TYPED, language="en"):
        moved_clock("2026-03-09T09:31:00+00:00")
        return client.post(page_address("account_sessions", language), fields)

    return send


def form_of(response):
    form = BeautifulSoup(response.content, "html.parser").select_one("main form")
    fields = [(one["name"], one["value"]) for one in form.select("input") if one["name"] != "csrfmiddlewaretoken"]
    return form["action"], fields


@pytest.mark.parametrize("language", ["en", "cy"])
def test_somebody_comes_back_to_what_they_typed_and_sends_it(client, late, language):
    sign_in_page, kept = page_address("account_login", language), page_address("account_kept", language)

    assert late(language=language)["Location"] == f"{sign_in_page}?next={kept}"
    assert AuditRecord.objects.filter(action="accounts.end_sessions").count() == 0
    signed_in = client.post(f"{sign_in_page}?next={kept}", {"login": "lead@example.org", "password": PASSWORD})
    assert signed_in["Location"] == kept

    action, fields = form_of(client.get(kept))
    assert action == page_address("account_sessions", language)
    assert fields == [("end", "others"), ("reason", TYPED["reason"]), ("kind", "one"), ("kind", "two")]
    assert client.post(action, dict(fields)).status_code == 302
    assert AuditRecord.objects.filter(action="accounts.end_sessions").count() == 1
    assert client.get(kept).status_code == 302


def test_what_was_kept_is_never_shown_to_another_person(client, late, sign_in):
    late()
    other = PersonFactory(email="other@example.org")
    other.set_password(PASSWORD)
    other.save()

    sign_in(email="other@example.org")

    assert client.get("/en/account/kept/")["Location"] == "/en/work/"
    assert "kept" not in client.session


def test_what_was_kept_is_not_shown_before_signing_in_nor_in_another_browser(client, person, late, sign_in):
    late()
    assert client.get("/en/account/kept/")["Location"].startswith("/en/account/sign-in/")
    elsewhere = Client()
    sign_in(browser=elsewhere)

    assert elsewhere.get("/en/account/kept/")["Location"] == "/en/work/"


@pytest.mark.parametrize("name", ["oldpassword", "code", "credential"])
def test_a_form_with_a_secret_is_not_kept(client, late, name):
    answer = late({name: "not to be kept", "reason": "words"})

    assert answer["Location"] == "/en/account/sign-in/?next=/en/account/sessions/"
    assert "not to be kept" not in str(dict(client.session))


def test_staying_signed_in_begins_the_half_hour_anew(client, person, sign_in, moved_clock):
    moved_clock("2026-03-09T09:00:00+00:00")
    sign_in()
    client.get("/en/account/")
    moved_clock("2026-03-09T09:26:00+00:00")
    assert client.post("/en/account/stay/").status_code == 204
    assert client.get("/en/account/stay/").status_code == 405
    moved_clock("2026-03-09T09:50:00+00:00")

    assert client.get("/en/account/").status_code == 200


def test_signed_in_pages_bring_the_warning_and_public_pages_do_not(client, person, sign_in):
    sign_in()

    dialog = BeautifulSoup(client.get("/en/account/").content, "html.parser").select_one("dialog")

    assert (dialog["data-seconds"], dialog["data-address"]) == ("1500", "/en/account/stay/")
    assert b"<dialog" not in client.get("/en/privacy-and-cookies/").content
