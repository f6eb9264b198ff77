"""Signing in through an OpenID Connect provider that really runs beside the tests, in both languages."""

import json
import os
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from bs4 import BeautifulSoup

from accounts.models import AuditRecord, Person
from common.addresses import page_address
from config import environment
from script.support.processes import wait_until
from tests.accounts.test_sign_in import LANGUAGES, PASSWORD, code_for, factor_needed, person, set_up, sign_in
from tests.system.running import HOST, Process, free_port

__all__ = ["factor_needed", "person", "sign_in"]
pytestmark = pytest.mark.django_db
KEY = "provider"
NAMES = {"en": "Example Health", "cy": "Iechyd Enghreifftiol"}
REFUSED = {
    "en": "Example Health confirmed no e-mail address that has an account here. If you were invited, accept your "
    "invitation first. If not, ask the administrator of your health board.",
    "cy": "Ni chadarnhaodd Iechyd Enghreifftiol unrhyw gyfeiriad e-bost sydd â chyfrif yma. Os cawsoch wahoddiad, "
    "derbyniwch ef yn gyntaf. Os na, gofynnwch i weinyddwr eich bwrdd iechyd.",
}
SILENT = {
    "en": "Example Health does not answer at the moment. Try again later, or sign in with your e-mail address and "
    "password.",
    "cy": "Nid yw Iechyd Enghreifftiol yn ateb ar hyn o bryd. Rhowch gynnig arall arni yn nes ymlaen, neu "
    "mewngofnodwch â'ch cyfeiriad e-bost a'ch cyfrinair.",
}
NOT_FINISHED = {
    "en": "Example Health did not sign you in. Try again, or sign in with your e-mail address and password.",
    "cy": "Ni wnaeth Iechyd Enghreifftiol eich mewngofnodi. Rhowch gynnig arall arni, neu mewngofnodwch â'ch cyfeiriad "
    "e-bost a'ch cyfrinair.",
}


class Provider(Process):
    """An OpenID Connect provider as a process of its own, which answers as soon as this exists."""

    def __init__(self, folder):
        self.port = free_port()
        self.address = f"http://{HOST}:{self.port}"
        super().__init__("provider", ["oidc_provider_mock", "--port", str(self.port)], os.environ, folder)
        assert wait_until(self.answers, 60)

    def answers(self):
        try:
            return self.send("GET", "/.well-known/openid-configuration").status == 200
        except ConnectionRefusedError:
            return False

    def send(self, method, path, body="", kind="application/json"):
        with closing(HTTPConnection(HOST, self.port, timeout=30)) as connection:
            connection.request(method, path, body, {"Content-Type": kind})
            response = connection.getresponse()
            response.read()
            return response

    def knows(self, subject, **claims):
        """Say what the provider tells of somebody from now on."""
        assert self.send("PUT", f"/users/{subject}", json.dumps(claims)).status in (200, 204)

    def answer(self, address, **fields):
        """Do at the provider what a person does there; return the address to which it sends them back."""
        sent = self.send(
            "POST", address.removeprefix(self.address), urlencode(fields), "application/x-www-form-urlencoded"
        )
        return sent.headers["Location"]


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    running = Provider(tmp_path_factory.mktemp("provider"))
    yield running
    running.stop()


def variables(address):
    named = dict(zip(environment.PROVIDER_VARIABLES[3:], NAMES.values(), strict=True))
    return {"OIDC_ISSUER": address, "OIDC_CLIENT_ID": "portal", "OIDC_CLIENT_SECRET": "a secret", **named}


@pytest.fixture
def configured(settings):
    """Return a function that configures the portal for a provider at an address, as the environment does."""

    def configure(address, **others):
        settings.IDENTITY_PROVIDER = environment.identity_provider({**variables(address), **others})
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [settings.IDENTITY_PROVIDER]}}

    return configure


@pytest.fixture
def through_provider(client, provider, configured):
    """Return a function that signs somebody in at the provider, by claims; it returns the portal's last answer."""
    configured(provider.address)

    def go(language="en", subject="subject-1", asked=None, **claims):
        provider.knows(subject, **claims)
        address = page_address("openid_connect_login", language, provider_id=KEY)
        there = client.post(address, asked or {})["Location"]
        return client.get(provider.answer(there, sub=subject))

    return go


def said(response):
    return BeautifulSoup(response.content, "html.parser").select_one("main p").get_text(" ", strip=True)


def is_signed_in(client):
    return client.get("/en/account/").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_in_page_offers_the_provider_by_its_name_in_the_readers_language(page, configured, language):
    address = page_address("account_login", language)
    action = page_address("openid_connect_login", language, provider_id=KEY)
    assert page(address).select(f'form[action="{action}"]') == []

    configured("https://id.example")

    words = {"en": "Sign in with Example Health", "cy": "Defnyddio Iechyd Enghreifftiol i fewngofnodi"}
    form = page(f"{address}?next=/en/account/").select_one(f'form[action="{action}"]')
    assert form.button.get_text(strip=True) == words[language]
    assert form.select_one("input[name=next]")["value"] == "/en/account/"


@pytest.mark.parametrize("name", ["openid_connect_login", "openid_connect_callback"])
def test_there_is_no_such_address_without_a_provider(client, name):
    address = page_address(name, "en", provider_id=KEY)

    assert (client.post(address) if name.endswith("login") else client.get(address)).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_whose_address_is_verified_is_let_in_and_the_link_is_recorded_once(
    client, person, through_provider, language
):
    claims = {"email": "Lead@Example.org", "email_verified": True}

    assert through_provider(language, **claims)["Location"] == page_address("portal:desk", language)
    assert is_signed_in(client)
    client.post("/en/account/sign-out/")
    assert through_provider(language, **claims)["Location"] == page_address("portal:desk", language)

    record = AuditRecord.objects.get(action="accounts.link_provider")
    assert (record.by, record.subject_key, record.details) == (person, str(person.pk), {"provider": KEY})
    link = SocialAccount.objects.get()
    assert (link.user, link.uid, link.extra_data) == (person, "subject-1", {})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_somebody_comes_to_the_page_that_they_asked_for_and_never_to_another_site(client, person, through_provider):
    claims = {"email": "lead@example.org", "email_verified": True}

    assert through_provider(asked={"next": "/cy/cyfrif/"}, **claims)["Location"] == "/cy/cyfrif/"
    client.post("/en/account/sign-out/")
    assert through_provider(asked={"next": "https://elsewhere.example/"}, **claims)["Location"] == "/en/work/"


def test_state_and_proof_key_go_with_the_request_and_nothing_from_its_address(client, provider, configured):
    configured(provider.address)
    start = page_address("openid_connect_login", "en", provider_id=KEY)

    sent = client.post(f"{start}?process=connect&scope=address&auth_params=prompt%3Dnone")["Location"]

    asked = parse_qs(urlsplit(sent).query)
    assert set(asked) == {
        *("client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method")
    }
    assert sorted(asked["scope"][0].split()) == ["email", "openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [
        f"http://testserver{page_address('openid_connect_callback', 'en', provider_id=KEY)}"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.org", "email_verified": True},
        {"email": "lead@example.org", "email_verified": False},
        {"email": "lead@example.org"},
        {},
    ],
    ids=["unknown", "unverified", "silent", "no address"],
)
def test_unknown_and_unverified_addresses_get_the_same_answer(client, person, through_provider, language, claims):
    response = through_provider(language, **claims)

    assert (response.status_code, said(response)) == (403, REFUSED[language])
    assert not is_signed_in(client)
    assert (SocialAccount.objects.count(), Person.objects.filter(email__startswith="nobody").count()) == (0, 0)


def test_a_letter_that_equals_another_without_case_makes_no_address_the_same(client, person, through_provider):
    person.email = "lists@example.org"
    person.save()
    look_alike = "li\u017fts@example.org"
    assert Person.objects.filter(email__iexact=look_alike).exists()

    assert said(through_provider(email=look_alike, email_verified=True)) == REFUSED["en"]


def test_somebody_who_has_not_accepted_an_invitation_is_not_let_in(client, person, through_provider):
    person.set_unusable_password()
    person.save()

    assert said(through_provider(email="lead@example.org", email_verified=True)) == REFUSED["en"]


def test_a_link_does_not_outlive_the_address(client, person, through_provider):
    Person.objects.create_user("moved@example.org", PASSWORD, name="Somebody Else")
    through_provider(email="lead@example.org", email_verified=True)
    client.post("/en/account/sign-out/")

    assert said(through_provider(email="moved@example.org", email_verified=True)) == REFUSED["en"]
    assert said(through_provider(email="lead@example.org", email_verified=False)) == REFUSED["en"]
    assert not is_signed_in(client)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_account_stays_closed(client, person, through_provider, language):
    person.is_active = False
    person.save()

    response = through_provider(language, email="lead@example.org", email_verified=True)

    assert response["Location"] == page_address("account_inactive", language)
    assert (is_signed_in(client), SocialAccount.objects.count()) == (False, 0)


def test_another_claim_may_say_that_the_address_is_verified(client, person, provider, configured, through_provider):
    configured(provider.address, OIDC_VERIFIED_CLAIM="xms_edov")

    assert said(through_provider(email="lead@example.org", email_verified=True)) == REFUSED["en"]
    assert through_provider(email="lead@example.org", xms_edov="1")["Location"] == "/en/work/"


@pytest.mark.parametrize(("methods", "status"), [(["pwd", "mfa"], 200), (["pwd"], 302), (None, 302)])
def test_who_needs_a_factor_and_has_none_sets_one_up_unless_the_provider_asked_for_one(
    client, person, factor_needed, through_provider, methods, status
):
    told = {"amr": methods} if methods else {}

    through_provider(email="lead@example.org", email_verified=True, **told)

    response = client.get("/en/account/")
    assert response.status_code == status
    if status == 302:
        assert response["Location"] == "/en/account/authenticator/"


def test_who_has_a_factor_is_asked_for_it_unless_the_provider_asked_for_one(
    client, person, sign_in, factor_needed, through_provider
):
    sign_in()
    secret = set_up(client)
    client.post("/en/account/sign-out/")
    claims = {"email": "lead@example.org", "email_verified": True}

    assert through_provider(amr=["pwd"], **claims)["Location"] == "/en/account/code/"
    assert not is_signed_in(client)
    assert client.post("/en/account/code/", {"code": code_for(secret)})["Location"] == "/en/work/"
    client.post("/en/account/sign-out/")
    assert through_provider(amr=["pwd", "mfa"], **claims)["Location"] == "/en/work/"
    assert is_signed_in(client)


def test_a_factor_used_at_the_provider_counts_for_that_session_only(
    client, person, sign_in, factor_needed, through_provider
):
    through_provider(email="lead@example.org", email_verified=True, amr=["mfa"])
    client.post("/en/account/sign-out/")

    sign_in()

    assert client.get("/en/account/")["Location"] == "/en/account/authenticator/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_provider_that_is_down_is_a_sentence(client, configured, language):
    configured(f"http://{HOST}:{free_port()}")

    response = client.post(page_address("openid_connect_login", language, provider_id=KEY))

    assert (response.status_code, said(response)) == (503, SILENT[language])


def test_a_provider_that_goes_down_on_the_way_is_a_sentence(client, tmp_path, configured):
    provider = Provider(tmp_path)
    configured(provider.address)
    there = client.post(page_address("openid_connect_login", "en", provider_id=KEY))["Location"]
    back = provider.answer(there, sub="subject-1")
    provider.stop()

    response = client.get(back)

    assert (response.status_code, said(response)) == (503, SILENT["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_says_no_at_the_provider_is_told_so(client, provider, configured, language):
    configured(provider.address)
    there = client.post(page_address("openid_connect_login", language, provider_id=KEY))["Location"]
    state = parse_qs(urlsplit(there).query)["state"][0]

    refused = client.get(f"{provider.answer(there, action='deny')}&state={state}")

    assert (refused.status_code, said(refused)) == (403, NOT_FINISHED[language])


def test_an_answer_that_nobody_asked_for_lets_nobody_in(client, person, provider, configured, through_provider):
    provider.knows("subject-1", email="lead@example.org", email_verified=True)
    there = client.post(page_address("openid_connect_login", "en", provider_id=KEY))["Location"]
    back = provider.answer(there, sub="subject-1")
    client.cookies.clear()

    assert said(client.get(back)) == NOT_FINISHED["en"]
    assert not is_signed_in(client)
