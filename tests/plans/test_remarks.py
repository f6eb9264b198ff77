"""Remarks on sections and rows: who may make, answer and settle them, and who sees them."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.models import AuditRecord
from common.errors import Refused
from governance.models import Office
from governance.powers.policies import NotAllowed
from plans.models import Comment, Visibility
from plans.writing import remark_actions
from plans.writing.threads import threads_of
from tests.plans.setting import AT, NOW, Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Setting()


def address(row, kind="section"):
    return reverse("plans:remarks", kwargs={"key": row.pk, "kind": kind})


def read(answer):
    assert answer.status_code == 200, answer.content[-3000:].decode()
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def test_a_member_remarks_and_the_lead_answers_and_settles_it(client, setting):
    section, member = setting.section(), setting.appoint(Office.CLUSTER_MEMBER, setting.cluster)
    client.force_login(member)
    assert client.post(address(section), {"text": "Is this so?", "step": "remark"}).url == address(section)
    remark = Comment.objects.get()

    client.force_login(setting.lead)
    client.post(address(section), {"text": "It is.", "step": f"answer:{remark.pk}"})
    (thread,) = threads_of(setting.plan, section.key)
    assert [one.text for one in (thread.remark, *thread.answers)] == ["Is this so?", "It is."]
    home = read(client.get(reverse("plans:home", kwargs={"key": setting.edition.pk})))
    assert "Open remarks: 1" in home.select_one(".nhsuk-task-list__item").text
    client.post(address(section), {"step": f"resolve:{remark.pk}"})

    page = read(client.get(address(section)))
    assert "Settled remarks: 1" in page.select_one("main details summary").text
    assert "Is this so?" in page.select_one("main details").text
    assert "Is this so?" not in read(client.get(reverse("plans:section", kwargs={"key": section.pk}))).text
    client.post(address(section), {"step": f"reopen:{remark.pk}"})
    assert threads_of(setting.plan, section.key)[0].is_open
    actions = AuditRecord.objects.filter(action__contains="remark").order_by("pk").values_list("action", flat=True)
    assert list(actions) == [f"plans.{name}" for name in ("remark", "answer_remark", "resolve_remark", "reopen_remark")]


def test_a_remark_says_something(client, setting):
    client.force_login(setting.lead)

    page = read(client.post(address(setting.section()), {"text": "  ", "step": "remark"}))

    assert page.select_one(".nhsuk-error-summary a").text == "Write what you want to remark."
    assert not Comment.objects.exists()


def test_who_neither_wrote_a_remark_nor_writes_the_plan_does_not_settle_it(client, setting):
    section, member = setting.section(), setting.appoint(Office.CLUSTER_MEMBER, setting.cluster)
    remark = remark_actions.remark(plan=setting.plan, key=section.key, text="So?", by=setting.lead, **NOW)

    with pytest.raises(NotAllowed):
        remark_actions.resolve_remark(remark=remark, by=member, **NOW)
    with pytest.raises(Refused, match="did this already"):
        remark_actions.reopen_remark(remark=remark, by=setting.lead, **NOW)
    client.force_login(member)
    assert client.post(address(section), {"step": f"resolve:{remark.pk}"}).status_code == 403


def test_somebody_of_another_cluster_neither_reads_nor_makes_remarks(client, setting):
    stranger, section = Setting().lead, setting.section()
    client.force_login(stranger)

    assert client.get(address(section)).status_code == 404
    with pytest.raises(NotAllowed):
        remark_actions.remark(plan=setting.plan, key=section.key, text="So?", by=stranger, **NOW)


def test_a_remark_on_a_row_that_a_reader_may_not_see_is_not_shown_or_counted_for_them(client, setting):
    need = setting.add("need", visibility=Visibility.CLUSTER)
    remark_actions.remark(plan=setting.plan, key=need.key, text="For us alone.", by=setting.lead, **NOW)
    client.force_login(setting.appoint(Office.APPROVER, setting.board))

    assert client.get(address(need, "need")).status_code == 404
    home = read(client.get(reverse("plans:home", kwargs={"key": setting.edition.pk})))
    assert "Open remarks" not in home.text


def test_a_remark_stands_through_edits_and_in_the_next_edition(client, setting):
    section = setting.section()
    remark_actions.remark(plan=setting.plan, key=section.key, text="Still here?", by=setting.lead, **NOW)
    setting.save(section, text_en="Another text.")
    client.force_login(setting.lead)

    assert "Still here?" in read(client.get(reverse("plans:section", kwargs={"key": section.pk}))).text


def test_what_is_typed_beside_settled_is_an_answer(client, setting):
    section = setting.section()
    client.force_login(setting.lead)
    client.post(address(section), {"text": "Is this so?", "step": "remark"})
    remark = Comment.objects.get()

    client.post(address(section), {"text": "It is, since March.", "step": f"resolve:{remark.pk}"})

    (thread,) = threads_of(setting.plan, section.key)
    assert not thread.is_open
    assert [one.text for one in thread.answers] == ["It is, since March."]
