"""Confirming that it is oneself before a change of how one gets in, and the square that a camera reads."""

import pytest
from bs4 import BeautifulSoup

from accounts.models import Person
from tests.accounts.test_sign_in import PASSWORD, code_for, errors, person, set_up, sign_in

__all__ = ["person", "sign_in"]
pytestmark = pytest.mark.django_db
NEW = "four more unlikely words"
CHANGES = ["/en/account/password/", "/en/account/authenticator/remove/", "/en/account/recovery-codes/"]


@pytest.fixture
def secret(client, person, sign_in):
    """Somebody with an app, who has just signed in and confirmed nothing since; the key of the app."""
    sign_in()
    secret = set_up(client)
    client.logout()
    sign_in()
    code = person.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert client.post("/en/account/code/", {"code": code}).status_code == 302
    return secret


@pytest.mark.parametrize("address", CHANGES)
def test_a_change_asks_for_the_code_of_somebody_who_has_an_app(client, secret, address):
    assert client.get(address)["Location"].startswith("/en/account/confirm-code/?next=")


def test_the_password_does_not_confirm_a_change_in_place_of_the_code(client, secret):
    response = client.post("/en/account/confirm-password/?next=/en/account/password/", {"password": PASSWORD})

    assert response["Location"].startswith("/en/account/confirm-code/")
    assert client.get("/en/account/password/").status_code == 302


def test_a_password_sent_before_the_code_changes_nothing_and_is_not_kept(client, secret):
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    asked = client.post("/en/account/password/", sent)

    assert asked["Location"].startswith("/en/account/confirm-code/")
    assert Person.objects.get(email="lead@example.org").check_password(PASSWORD)
    assert NEW not in str(dict(client.session))


def test_a_wrong_code_confirms_nothing_and_the_right_one_opens_the_page(client, secret):
    asked = client.get("/en/account/password/")["Location"]

    assert errors(client.post(asked, {"code": "000000"})) != []
    assert client.get("/en/account/password/").status_code == 302
    assert client.post(asked, {"code": code_for(secret)})["Location"] == "/en/account/password/"
    assert client.get("/en/account/password/").status_code == 200


def test_a_password_alone_still_confirms_for_somebody_without_a_factor(client, person, sign_in):
    sign_in()

    assert client.get("/en/account/password/").status_code == 200
    assert client.get("/en/account/authenticator/")["Location"].startswith("/en/account/confirm-password/")


def test_the_key_is_drawn_as_a_square_beside_its_text(client, person, sign_in):
    sign_in()
    client.post("/en/account/confirm-password/?next=/en/account/authenticator/", {"password": PASSWORD})

    response = client.get("/en/account/authenticator/")

    square = BeautifulSoup(response.content, "html.parser").select_one("main [role=img][aria-label]")
    assert square.select_one("svg path")["d"].startswith("M")
    assert not square.select("[style], style, image")
    assert b"data:" not in response.content
