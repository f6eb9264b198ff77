"""What a form did is said once on the page that it leads to, with what is likely done next."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts import audit, deeds
from common.addresses import page_address
from governance.models import Office
from tests.factories import AT
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Setting()


def deed_on(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").select_one("[role=status]#deed")


def after(client, address, **answers):
    """Return what is said on the page that a form leads to."""
    return deed_on(client, client.post(address, answers).url)


def test_a_deed_is_said_in_the_words_of_the_record_with_focus_and_once(client, setting):
    client.force_login(setting.lead)
    page = page_address("plans:remarks", "cy", key=setting.section().pk, kind="section")

    said = after(client, page, text="Ai felly y mae?", step="remark")

    assert setting.lead.name in said.text
    assert (said["tabindex"], said.has_attr("autofocus")) == ("-1", True)
    assert deed_on(client, page) is None


def test_a_plan_says_when_it_was_saved_and_what(client, setting):
    section = setting.section()
    client.force_login(setting.lead)
    page = reverse("plans:section", kwargs={"key": section.pk})

    said = after(client, page, version=section.version, step="continue", text_en="Said.", text_cy="")

    assert said.text.strip() == "Saved at 09:30: An example section."


def test_what_is_likely_next_is_a_link_where_it_may_be_done(client, setting):
    seat = setting.cluster.seats.get(office=Office.CLUSTER_LEAD)
    client.force_login(setting.appoint(Office.BOARD_ADMINISTRATOR, setting.board))
    page = reverse("governance:end_term", kwargs={"key": seat.appointments.get().pk})
    form = BeautifulSoup(client.get(page).content, "html.parser").select_one("main form")
    hidden = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}

    link = after(client, page, **hidden, last_day="9/3/2026", reason="Moves.").select_one("a")

    assert link["href"] == reverse("governance:appoint", kwargs={"key": seat.pk})
    assert client.get(link["href"]).status_code == 200


def test_a_form_that_was_refused_or_did_nothing_says_nothing(client, setting):
    client.force_login(setting.lead)
    page = reverse("plans:remarks", kwargs={"key": setting.section().pk, "kind": "section"})

    assert client.post(page, {"text": " ", "step": "remark"}).status_code == 200

    assert deed_on(client, page) is None


def test_what_follows_is_told_of_actions_that_there_are():
    assert set(deeds.NEXT) <= set(audit.SENTENCES)
