"""Writing with marks on the pages of a plan, without a script: help, count, preview; and who reads the marks."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from plans.models import Autosave, Comment, Need
from tests.moments import AT
from tests.plans.setting import Setting
from tests.reading import hidden

pytestmark = pytest.mark.django_db
TEXT = "## A heading\n\n- **one**\n- [two](https://example.org/two)\n\n| A | B |\n| --- | --- |\n| ŵ | ŷ |"


@pytest.fixture
def setting(moved_clock, client):
    moved_clock(AT.isoformat())
    made = Setting()
    client.force_login(made.lead)
    return made


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_section_is_previewed_as_it_will_be_published_and_nothing_is_lost_or_saved(setting, client):
    section = setting.section()
    address = reverse("plans:section", kwargs={"key": section.pk})
    page = client.get(address)
    sent = {**hidden(page), "text_en": TEXT, "text_cy": "Testun **cryf**", "step": "preview"}

    shown = soup(client.post(address, sent))

    preview = shown.select_one("#preview")
    assert [one.get_text() for one in preview.select(".app-prose h4, .app-prose li")] == ["A heading", "one", "two"]
    assert [one["lang"] for one in preview.select(".app-prose")] == ["en", "cy"]
    assert preview.select_one("[lang=cy] strong").get_text() == "cryf"
    assert preview.select_one("caption").get_text() == "Table: A, B"
    assert [area.get_text().strip() for area in shown.select("#writing textarea")] == [TEXT, "Testun **cryf**"]
    assert shown.select_one("[data-count=id_text_en]").get_text() == "Words: 8"
    assert (setting.section().text_en or "") == ""
    assert Autosave.objects.get(key=section.key).values["text_en"] == TEXT
    assert "preview" not in [one.get("id") for one in soup(client.get(address)).select("[id]")]


def test_a_new_row_is_previewed_before_it_is_added(setting, client):
    address = reverse("plans:add_row", kwargs={"key": setting.edition.pk, "kind": "need"})
    page = client.get(address)
    sent = {**hidden(page), "title_en": "A *title*", "said_en": "**Heard**", "visibility": "public", "step": "preview"}

    shown = soup(client.post(address, sent))

    preview = shown.select_one("#preview")
    assert [one.get_text() for one in preview.select("h3")] == ["What people said"]
    assert preview.select_one("strong").get_text() == "Heard"
    assert not Need.objects.filter(edition=setting.edition).exists()
    assert {area["name"]: area["data-marks"] for area in shown.select("textarea[data-marks]")}.keys() == {
        f"{name}_{language}" for name in ("said", "what", "so_what", "now_what") for language in ("en", "cy")
    }


def test_short_answers_have_fewer_marks_and_titles_none(setting, client):
    action = setting.add("action", outcome_en="# **Fewer** falls")
    address = reverse("plans:row", kwargs={"key": action.pk, "kind": "action"})

    page = soup(client.get(address))
    shown = soup(client.post(address, {**hidden(client.get(address)), "outcome_en": "# **Fewer**", "step": "preview"}))

    assert {area["data-marks"] for area in page.select("[name^=outcome]")} == {"brief"}
    assert not page.select("[name^=title][data-marks]")
    assert {line["data-count"] for line in page.select("[data-count^=id_]")} == {"id_why_en", "id_why_cy"}
    assert str(shown.select_one("#preview [lang=en] p")) == "<p># <strong>Fewer</strong></p>"


def test_whoever_only_reads_a_draft_reads_it_with_its_marks(setting, client):
    setting.save(setting.section(), text_en=TEXT)
    setting.freeze()

    page = soup(client.get(reverse("plans:section", kwargs={"key": setting.section().pk})))

    assert page.select_one("main [lang=en] h3").get_text() == "A heading"
    assert not page.select("script[src*=editor]")


def test_a_remark_has_emphasis_and_links(setting, client):
    section = setting.section()
    address = reverse("plans:remarks", kwargs={"key": section.pk, "kind": "section"})
    text = "## See **this**: [it](https://example.org/it)\n<b>"

    shown = soup(client.post(address, {**hidden(client.get(address)), "text": text, "step": "preview"}))
    assert shown.select_one("#preview strong").get_text() == "this"
    assert shown.select_one("main textarea").get_text().strip() == text
    assert not Comment.objects.exists()
    client.post(address, {**hidden(client.get(address)), "text": text, "step": "remark"})

    page = soup(client.get(address))
    said = page.select_one(".app-thread__one > p + p")
    assert {area["data-marks"] for area in page.select("main textarea")} == {"brief"}
    assert str(said) == ('<p>## See <strong>this</strong>: <a href="https://example.org/it">it</a><br/>&lt;b&gt;</p>')
