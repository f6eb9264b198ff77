"""Passkeys in a real browser, with an authenticator that the browser itself pretends to have."""

import re

import pytest

from common.addresses import page_address
from tests.system.test_staying_signed_in import violations

LANGUAGES = ("en", "cy")
PASSWORD = "three unlikely words"
MAKE = """
from accounts.models import Person
Person.objects.filter(email="keys@example.org").delete()
Person.objects.create_user("keys@example.org", "three unlikely words", name="Example Person")
"""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def device(portal, open_page, language):
    """A browser with an authenticator, signed in by password as somebody new."""
    portal.manage("shell", "--verbosity", "0", "-c", MAKE)
    page = open_page(portal.web.address.replace("127.0.0.1", "localhost") + page_address("account_login", language))
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    by_password(page)
    page.wait_for_url("**" + page_address("portal:desk", language))
    return page


def go(page, name, language):
    address = page.url.split("/")
    page.goto("/".join(address[:3]) + page_address(name, language))


def by_password(page):
    page.locator("input[name=login]").fill("keys@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()


def add(page, language):
    """Add a passkey; the password confirms it, since there is no factor yet."""
    go(page, "mfa_add_webauthn", language)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.locator("input[name=name]").fill("Work phone")
    assert violations(page) == []
    page.locator("main form button").click()
    page.wait_for_url("**" + page_address("mfa_view_recovery_codes", language))


def sign_out(page, language):
    go(page, "account_logout", language)
    page.locator("main form button").click()
    page.wait_for_url("**" + page_address("account_login", language))


def test_a_passkey_is_the_only_step_to_sign_in(device, language):
    add(device, language)
    sign_out(device, language)
    assert violations(device) == []

    device.locator("#passkey-form button").click()

    device.wait_for_url("**" + page_address("portal:desk", language))
    go(device, "account", language)
    assert device.get_by_text("keys@example.org").is_visible()


def test_a_passkey_is_the_second_step_after_the_password(device, language):
    add(device, language)
    sign_out(device, language)
    by_password(device)
    device.wait_for_url("**" + page_address("mfa_authenticate", language))
    assert violations(device) == []

    device.locator("#passkey-form button").click()

    device.wait_for_url("**" + page_address("portal:desk", language))


def test_a_passkey_is_named_anew_and_removed_after_it_confirmed_the_change(device, language):
    add(device, language)
    sign_out(device, language)
    device.locator("#passkey-form button").click()
    device.wait_for_url("**" + page_address("portal:desk", language))
    go(device, "mfa_list_webauthn", language)
    assert violations(device) == []
    device.locator("main a[href*='passkeys/'], main a[href*='/cyfrif/']").first.click()
    device.locator("main a[href*='?next=']").click()
    assert violations(device) == []
    device.locator("#passkey-form button").click()

    device.locator("input[name=name]").fill("Old phone")
    device.locator("main form button").click()
    assert device.locator("main h2").inner_text() == "Old phone"
    device.locator("main p a").nth(1).click()
    device.locator("main form button").click()

    device.wait_for_url("**" + page_address("mfa_list_webauthn", language))
    assert device.locator("main h2").count() == 0


def test_a_browser_without_a_passkey_says_so_and_signs_in_by_password(open_page, portal, language):
    portal.manage("shell", "--verbosity", "0", "-c", MAKE)
    page = open_page(page_address("account_login", language))

    page.locator("#passkey-form button").click()

    page.locator("#passkey [role=alert]").filter(has_text=re.compile(r"\w")).wait_for()
    by_password(page)
    page.wait_for_url("**" + page_address("portal:desk", language))
