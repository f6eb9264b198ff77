"""What is typed into a form is kept while it is typed, for its writer alone, and comes back however they were gone."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Draft
from common import tasks
from plans.models import Comment
from tests.accounts.test_sign_in import PASSWORD
from tests.factories import AT, DraftFactory
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db
KEPT_BY = {"x-kept-by": "script"}


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Setting()


@pytest.fixture
def page(setting):
    return reverse("plans:remarks", kwargs={"key": setting.section().pk, "kind": "section"})


@pytest.fixture
def browser():
    """A browser that is held to the token of each form, as a real one is."""
    return Client(enforce_csrf_checks=True)


def form_on(browser, address, **answers):
    """Return what the last form of a page sends."""
    form = BeautifulSoup(browser.get(address).content, "html.parser").select("main form[method=post]")[-1]
    return {one["name"]: one.get("value", "") for one in form.select("input[name]")} | answers


def keep(browser, sent, *, tab="one", **more):
    told = {"draft_name": "id_text", "draft_tab": tab, **more}
    return browser.post("/en/account/drafts/", {**sent, **told}, headers=KEPT_BY)


def kept_of(browser, sent):
    return browser.get("/en/account/drafts/", {"mark": sent["form_mark"], "key": sent["form_key"]}).json()


def test_a_draft_is_kept_for_each_tab_found_in_either_language_and_gone_once_it_is_carried_out(browser, setting, page):
    browser.force_login(setting.lead)
    sent = form_on(browser, page, text="Is this so?")
    assert keep(browser, sent).json() == {"words": "Kept at 09:30, not yet saved"}
    assert keep(browser, {**sent, "text": "In another tab."}, tab="two").status_code == 200

    welsh = form_on(browser, page.replace("/en/", "/cy/").replace("plans/remarks/section", "cynlluniau/sylwadau/adran"))
    found = {one["tab"]: one["answers"] for one in kept_of(browser, welsh)["drafts"]}
    assert found == {"one": {"text": ["Is this so?"]}, "two": {"text": ["In another tab."]}}
    answer = browser.post(page, {**sent, "step": "remark", "draft_name": "id_text", "draft_tab": "one"})

    assert answer.status_code == 302
    assert Comment.objects.get().text == "Is this so?"
    assert [one["tab"] for one in kept_of(browser, sent)["drafts"]] == ["two"]
    assert kept_of(browser, sent)["used"] == [sent["form_key"]]


def test_a_draft_can_be_discarded_and_is_given_to_nobody_else(browser, setting, page):
    browser.force_login(setting.lead)
    sent = form_on(browser, page, text="Mine alone.")
    keep(browser, sent)
    browser.force_login(setting.pharmacy_lead)
    assert browser.get("/en/account/drafts/", {"mark": sent["form_mark"]}).status_code == 401

    browser.force_login(setting.lead)
    keep(browser, form_on(browser, page), draft_step="discard")

    assert not Draft.objects.exists()


def test_the_script_hears_plainly_why_nothing_is_kept(browser, setting, page):
    browser.force_login(setting.lead)
    sent = form_on(browser, page, text="Not lost.")
    browser.cookies.pop("sessionid")
    assert keep(browser, sent).status_code == 401

    browser.force_login(setting.pharmacy_lead)
    assert keep(browser, sent).status_code == 401
    browser.force_login(setting.lead)
    browser.cookies.pop("csrftoken")
    stale = keep(browser, sent)

    assert stale.status_code == 403
    assert keep(browser, {**sent, "csrfmiddlewaretoken": stale.json()["token"]}).status_code == 200


def test_whoever_signed_in_again_elsewhere_is_given_back_what_they_send_under_a_new_token(browser, setting, page):
    browser.force_login(setting.lead)
    sent = form_on(browser, page, text="Typed <b>before</b>.", step="remark")
    browser.cookies.pop("csrftoken")

    given = browser.post(page, sent)
    assert given.status_code == 403
    main = BeautifulSoup(given.content, "html.parser").select_one("main")
    assert "Typed <b>before</b>." in main.text
    form = main.select_one("form")
    again = {one["name"]: one["value"] for one in form.select("input")}

    assert browser.post(form["action"], again).status_code == 302
    assert Comment.objects.get().text == "Typed <b>before</b>."


def test_what_another_person_had_typed_is_not_given_back(browser, setting, page):
    browser.force_login(setting.lead)
    sent = form_on(browser, page, text="Of the lead alone.", step="remark")
    browser.force_login(setting.pharmacy_lead)
    browser.cookies.pop("csrftoken", None)

    refused = browser.post(page, sent)

    assert refused.status_code == 403
    assert "Of the lead alone." not in refused.content.decode()


def test_what_is_sent_after_signing_out_in_another_tab_waits_for_its_sender(browser, setting, page):
    browser.force_login(setting.lead)
    sent = form_on(browser, page, text="Sent too late.", step="remark")
    browser.cookies.pop("sessionid")

    answer = browser.post(page, sent)
    assert answer.url == "/en/account/sign-in/?next=/en/account/kept/"
    browser.force_login(setting.lead)

    assert "Sent too late." in browser.get("/en/account/kept/").content.decode()


def test_of_a_form_with_a_file_the_words_are_kept_and_the_file_is_asked_for_again(browser, setting):
    browser.force_login(setting.lead)
    address = reverse("plans:add_row", kwargs={"key": setting.edition.pk, "kind": "attachment"})
    sent = form_on(browser, address, title_en="Minutes", code="a word like any other")
    browser.cookies.pop("sessionid")

    browser.post(address, {**sent, "file": SimpleUploadedFile("minutes.pdf", b"%PDF-1.4")})
    browser.force_login(setting.lead)
    main = BeautifulSoup(browser.get("/en/account/kept/").content, "html.parser").select_one("main")

    assert {"Minutes", "a word like any other"} <= {one.text for one in main.select("li")}
    assert main.select_one("form")["enctype"] == "multipart/form-data"
    assert main.select_one("label").text.strip() == "Choose this file again: minutes.pdf"


def test_a_draft_holds_no_secret(browser, setting):
    browser.force_login(setting.lead)
    sent = form_on(browser, "/en/account/details/")

    assert keep(browser, {**sent, "name": "Words", "password": PASSWORD}).json() == {"words": ""}
    assert not Draft.objects.exists()


def test_signing_out_has_the_browser_forget_and_some_pages_leave_no_copy_there(browser, setting):
    browser.force_login(setting.lead)

    def leaves_a_copy(address):
        document = BeautifulSoup(browser.get(address).content, "html.parser")
        return document.select_one("#writing-words").has_attr("data-copied")

    assert leaves_a_copy(reverse("portal:desk"))
    assert not leaves_a_copy(reverse("governance:declare_interest"))
    sent = form_on(browser, "/en/account/sign-out/")
    assert browser.post("/en/account/sign-out/", sent)["Clear-Site-Data"] == '"storage"'


def test_drafts_are_kept_for_thirty_days(moved_clock):
    moved_clock(AT.isoformat())
    kept = {days: DraftFactory(saved_at=AT - datetime.timedelta(days=days)).pk for days in (29, 31)}

    tasks.forget_what_is_over()

    assert list(Draft.objects.values_list("pk", flat=True)) == [kept[29]]
