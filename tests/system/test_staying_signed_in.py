"""The pages of one's own account in a real browser: the warning before the end of a session, and seeing a password."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from common.addresses import page_address
from tests.system.layout import TAGS

LANGUAGES = ("en", "cy")
SHOW = {"en": "Show password", "cy": "Dangos y cyfrinair"}
HIDE = {"en": "Hide password", "cy": "Cuddio'r cyfrinair"}
SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import Person
person, made = Person.objects.get_or_create(email="stays@example.org", defaults={"name": "Example Person"})
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(session.session_key)
"""


@pytest.fixture
def signed_in(portal, open_page):
    """Return a function that opens a page as somebody who is signed in, with a clock that the test moves."""

    def opened(name, language):
        key = portal.manage("shell", "--verbosity", "0", "-c", SIGN_IN).split()[-1]
        page = open_page(page_address("portal:privacy", language))
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": portal.web.address}])
        page.clock.install()
        page.goto(page_address(name, language))
        return page

    return opened


def violations(page):
    page.evaluate(Axe().axe_script)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [one["id"] for one in found["violations"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_warning_comes_after_25_minutes_and_goes_when_somebody_stays(signed_in, language):
    page = signed_in("account_sessions", language)
    warning = page.get_by_role("alertdialog")
    page.clock.run_for("24:00")
    assert not warning.is_visible()

    page.clock.run_for("01:30")
    warning.wait_for()
    assert violations(page) == []
    with page.expect_response("**" + page_address("account_stay", language)) as answer:
        warning.get_by_role("button").click()
    warning.wait_for(state="hidden")

    assert answer.value.status == 204
    page.clock.run_for("25:30")
    warning.wait_for()


def test_the_warning_takes_no_word_of_whoever_types(signed_in):
    page = signed_in("account_details", "en")
    field = page.locator("main input[name=name]")
    field.fill("")
    field.press_sequentially("Half a ")

    page.clock.run_for("25:30")
    page.get_by_role("alertdialog").wait_for()
    page.keyboard.type("name")

    assert field.input_value() == "Half a name"


def test_the_warning_says_so_when_it_is_too_late(signed_in):
    page = signed_in("account_sessions", "en")
    page.clock.run_for("25:30")
    page.context.clear_cookies()

    page.get_by_role("button", name="Stay signed in").click()

    page.get_by_text("You are signed out by now").wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["account", "account_sessions"])
def test_axe_finds_nothing_on_the_pages_of_ones_account(signed_in, name, language):
    assert violations(signed_in(name, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_password_is_shown_and_hidden_and_sent_hidden(open_page, language):
    page = open_page(page_address("account_login", language))
    field = page.locator("input[name=password]")
    field.fill("three unlikely words")
    assert violations(page) == []

    page.get_by_role("button", name=SHOW[language]).click()
    assert field.get_attribute("type") == "text"
    assert page.get_by_role("status").inner_text() != ""
    page.get_by_role("button", name=HIDE[language]).click()

    assert field.get_attribute("type") == "password"
    assert field.input_value() == "three unlikely words"


def test_without_scripts_a_password_is_asked_as_ever(open_page):
    page = open_page(page_address("account_login", "en"), scripts=False)

    assert page.locator("main form button:visible").count() == 1
    assert page.locator("input[name=password]").get_attribute("type") == "password"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_answer_takes_the_keyboard_to_what_is_wrong_and_on_to_the_question(open_page, language):
    page = open_page(page_address("account_login", language))
    page.locator("input[name=password]").press("Enter")
    summary = page.locator(".nhsuk-error-summary")

    expect(summary).to_be_focused()
    assert violations(page) == []
    summary.get_by_role("link").first.click()

    expect(page.locator("main input.nhsuk-input").first).to_be_focused()


def test_without_scripts_a_refused_answer_says_what_is_wrong(open_page):
    page = open_page(page_address("account_login", "en"), scripts=False)
    page.locator("input[name=password]").press("Enter")

    expect(page.locator(".nhsuk-error-summary a").first).to_have_attribute("href", re.compile("^#"))
