"""What the server refuses of passkeys, and whom they count for; the ceremony itself is tested in a browser."""

import json

import pytest

from accounts import factors
from tests.accounts.test_sign_in import PASSWORD, person, sign_in
from tests.factories import PersonFactory

__all__ = ["person", "sign_in"]
pytestmark = pytest.mark.django_db


def passkey_of(person):
    return person.authenticator_set.create(type="webauthn", data={"name": "Work phone", "credential": {}})


@pytest.fixture
def confirmed_client(client, person, sign_in):
    sign_in()
    client.post("/en/account/confirm-password/?next=/en/account/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("credential", ["", "null", "{}", json.dumps({"id": "x", "response": {"userHandle": "eA"}})])
def test_what_is_no_passkey_lets_nobody_in(client, credential):
    response = client.post("/en/account/passkeys/sign-in/", {"credential": credential})

    assert response.status_code == 400
    assert b"This passkey is not known here." in response.content
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("deed", ["name", "remove"])
def test_nobody_reaches_the_passkey_of_another_person(confirmed_client, deed):
    passkey = passkey_of(PersonFactory())

    assert confirmed_client.get(f"/en/account/passkeys/{passkey.pk}/{deed}/").status_code == 404
    assert confirmed_client.post(f"/en/account/passkeys/{passkey.pk}/{deed}/", {"name": "Mine"}).status_code == 404
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Work phone"


def test_a_passkey_cannot_be_added_before_somebody_confirms_that_it_is_them(client, person, sign_in):
    sign_in()

    assert client.get("/en/account/passkeys/add/")["Location"].startswith("/en/account/confirm-password/")


def test_a_passkey_counts_as_the_second_factor(person, monkeypatch):
    monkeypatch.setattr(factors, "PREDICATES", [lambda person: True])
    assert factors.lacks_second_factor(person)

    passkey_of(person)

    assert not factors.lacks_second_factor(person)
