"""The pages of rows: added, changed, moved, removed, each by a form made from the table of kinds."""

import datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from clusters.models import Area
from governance.models import Office, Seat
from plans.models import Visibility
from plans.writing import figures
from tests.factories import (
    EditionFactory,
    NeedFactory,
    PlanFactory,
    PriorityFactory,
    SectionFactory,
    TemplateSectionFactory,
)
from tests.plans.setting import AT, Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Setting()


@pytest.fixture
def lead(client, setting):
    client.force_login(setting.lead)
    return client


def address(name, **kwargs):
    return reverse(f"plans:{name}", kwargs=kwargs)


def adding(setting, kind):
    return address("add_row", key=setting.edition.pk, kind=kind)


def page_of(row, kind):
    return address("row", key=row.pk, kind=kind)


def read(answer, status=200):
    assert answer.status_code == status, answer.content[-3000:].decode()
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


PLAIN = {"title_en": "Walking groups", "title_cy": "Grwpiau cerdded", "visibility": "public", "step": "continue"}


def test_an_action_is_added_with_owner_days_and_money_as_people_write_them(lead, setting):
    priority, seat = setting.add("priority"), Seat.objects.get(office="cluster_lead", body=setting.cluster)
    answers = {
        **PLAIN,
        "outcome_en": "More people walk.",
        "priority": str(priority.key),
        "owner": str(seat.pk),
        "starts_on": "1 April 2026",
        "ends_on": "31/3/2027",
        "first_year_money": "£1,250",
        "second_year_money": "1 250.5",
        "third_year_money": "0",
        "collaborative": str(setting.pharmacy.pk),
    }

    answer = lead.post(adding(setting, "action"), answers)

    assert answer.url == address("section", key=setting.section("actions").pk)
    row = setting.edition.plannedaction_rows.get()
    assert (row.owner, row.priority, row.collaborative.pk) == (seat, priority.key, setting.pharmacy.pk)
    assert (row.starts_on, row.ends_on) == (datetime.date(2026, 4, 1), datetime.date(2027, 3, 31))
    assert row.money == (Decimal("1250"), Decimal("1250.5"), Decimal(0))


def test_an_answer_that_cannot_be_is_said_and_every_other_answer_is_kept(lead, setting):
    answers = {**PLAIN, "starts_on": "1/4/2026", "ends_on": "31/3/2026", "first_year_money": "lots"}

    page = read(lead.post(adding(setting, "action"), answers))

    problems = [link.text for link in page.select(".nhsuk-error-summary a")]
    assert problems == [
        "The end cannot come before the start.",
        "Write the amount in pounds, such as 1,250 or 1250.50.",
    ]
    assert page.select_one("[name=title_en]")["value"] == "Walking groups"
    assert page.select_one("[name=first_year_money]")["value"] == "lots"
    assert not setting.edition.plannedaction_rows.exists()


def test_a_row_is_changed_and_its_answers_stand_in_the_form(lead, setting):
    row = setting.add("action", first_year_money=Decimal("1250.50"), ends_on=datetime.date(2027, 3, 31))
    page = read(lead.get(page_of(row, "action")))

    assert page.select_one("[name=first_year_money]")["value"] == "1,250.50"
    assert page.select_one("[name=ends_on]")["value"] == "31 March 2027"
    lead.post(page_of(row, "action"), {**PLAIN, "version": 1, "first_year_money": "1,250.50"})

    row.refresh_from_db()
    assert (row.title_en, row.version, row.ends_on) == ("Walking groups", 2, None)


def test_the_form_of_a_new_row_can_be_sent_as_it_stands(lead, setting):
    page = read(lead.get(adding(setting, "action")))
    hidden = {one["name"]: one["value"] for one in page.select("#writing input[type=hidden]")}
    chosen = {one["name"]: one["value"] for one in page.select("#writing input[checked]")}

    answer = lead.post(adding(setting, "action"), {**hidden, **chosen, "title_en": "Walk", "step": "continue"})

    assert answer.url == address("section", key=setting.section("actions").pk)
    assert setting.edition.plannedaction_rows.get().title_en == "Walk"


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("need", {"said_en": "We wait too long."}),
        ("priority", {"text_cy": "Cerdded bob dydd."}),
        ("risk", {"likelihood": "2", "impact": "5"}),
    ],
)
def test_each_kind_of_row_is_added_on_its_page(lead, setting, kind, more):
    lead.post(adding(setting, kind), {**PLAIN, **more})

    row = getattr(setting.edition, f"{kind}_rows").get()
    assert (row.title_en, row.title_cy) == ("Walking groups", "Grwpiau cerdded")
    assert [str(getattr(row, name)) for name in more] == list(more.values())


def test_a_milestone_belongs_to_an_action_and_has_a_day(lead, setting):
    action = setting.add("action")
    page = read(lead.post(adding(setting, "milestone"), PLAIN))
    assert len(page.select(".nhsuk-error-summary a")) == 2

    lead.post(adding(setting, "milestone"), {**PLAIN, "action": str(action.key), "due_on": "2026-09-30"})

    assert setting.edition.milestone_rows.get().due_on == datetime.date(2026, 9, 30)


def test_a_collaborative_lead_is_offered_their_own_collaborative_alone(client, setting):
    client.force_login(setting.pharmacy_lead)

    page = read(client.get(adding(setting, "action")))

    assert [one["value"] for one in page.select("[name=collaborative]")] == [str(setting.pharmacy.pk)]
    assert client.post(adding(setting, "action"), {**PLAIN, "collaborative": ""}).status_code == 200
    client.post(adding(setting, "action"), {**PLAIN, "collaborative": str(setting.pharmacy.pk)})
    assert setting.edition.plannedaction_rows.get().collaborative.pk == setting.pharmacy.pk


def test_removing_asks_first_and_refuses_what_others_depend_on(lead, setting):
    priority = setting.add("priority")
    action = setting.add("action", priority=priority.key)
    removal = address("remove_row", key=priority.pk, kind="priority")

    assert "Remove this?" in read(lead.get(removal)).text
    assert "give them another one first" in read(lead.post(removal, {"version": 1})).text
    answer = lead.post(address("remove_row", key=action.pk, kind="action"), {"version": 1})

    assert answer.url == address("section", key=setting.section("actions").pk)
    assert not setting.edition.plannedaction_rows.exists()
    assert setting.edition.priority_rows.exists()


def test_removing_what_somebody_changed_meanwhile_asks_again(lead, setting):
    need = setting.save(setting.add("need"), title_en="Another")

    assert lead.post(address("remove_row", key=need.pk, kind="need"), {"version": 1}).status_code == 409
    assert setting.edition.need_rows.exists()


def test_a_section_lists_its_rows_with_named_links_and_moves_them(lead, setting):
    first, second = (setting.add("need", title_en=name) for name in ("One", "Two"))
    section = setting.section("needs")
    where = address("section", key=section.pk)

    page = read(lead.get(where))
    links = [" ".join(link.get_text("").split()) for link in page.select(".app-rows__actions > li")]
    assert links == ["Change: One", "Remove: One", "Move down: One", "Change: Two", "Remove: Two", "Move up: Two"]
    lead.post(where, {"version": 1, "text_en": "Typed.", "text_cy": "", "move": f"up:need:{second.pk}"})

    assert list(setting.edition.need_rows.all()) == [second, first]
    assert setting.section("needs").text_en == "Typed."


def test_milestones_stand_under_their_actions_and_move_among_them_alone(lead, setting):
    actions = [setting.add("action", title_en=name) for name in ("First", "Second")]
    day = datetime.date(2026, 9, 30)
    for number, action in enumerate((actions[1], actions[0], actions[0])):
        setting.add("milestone", action=action.key, due_on=day, title_en=f"Milestone {number}")

    page = read(lead.get(address("section", key=setting.section("actions").pk)))

    lines = page.select("#list-milestone + .app-rows > li")
    assert [line.select_one(".app-rows__title").text for line in lines] == ["Milestone 1", "Milestone 2", "Milestone 0"]
    assert [bool(line.select("button[value^='up:']")) for line in lines] == [False, True, False]


def test_rows_that_a_reader_may_not_see_are_not_there_for_them(client, setting):
    hidden = setting.add("need", title_en="For us alone", visibility=Visibility.CLUSTER)
    approver = setting.appoint(Office.APPROVER, setting.board)
    client.force_login(approver)

    section = client.get(address("section", key=setting.section("needs").pk))

    assert "For us alone" not in section.content.decode()
    assert client.get(page_of(hidden, "need")).status_code == 404


def test_a_reader_reads_the_facts_of_a_row(client, setting):
    priority = setting.add("priority", title_en="Move more")
    row = setting.add("action", priority=priority.key, first_year_money=Decimal(1250))
    client.force_login(setting.appoint(Office.CLUSTER_MEMBER, setting.cluster))

    page = read(client.get(page_of(row, "action")))

    facts = dict(zip([term.text for term in page.select("dt")], [told.text for told in page.select("dd")], strict=True))
    assert facts["Priority that it serves"] == "Move more"
    assert facts["Money in the first year"] == "£1,250"
    assert facts["Office that owns it"] == "Not provided"


def test_the_figures_of_a_need_are_shown_live(client, setting, django_assert_max_num_queries):
    cluster = Area.objects.real().filter(kind=Area.Kind.CLUSTER).first()
    template = TemplateSectionFactory(rows="needs")
    edition = EditionFactory(plan=PlanFactory(body=cluster, round__template=template.template))
    SectionFactory(edition=edition, code=template.code)
    code, cited = next(iter(figures.present_figures(cluster).items()))
    need = NeedFactory(edition=edition, figures=[code])
    priority = PriorityFactory(edition=edition, needs=[need.key])
    client.force_login(setting.appoint(Office.CLUSTER_LEAD, cluster))
    for row, kind in ((priority, "priority"), (need, "need")):
        client.get(page_of(row, kind))
        with django_assert_max_num_queries(15, info=kind):
            page = read(client.get(page_of(row, kind)))

    (shown,) = page.select(".app-figures li")
    words = " ".join(shown.text.split())
    assert words == f"{cited.value} {cited.name}{cited.interval} · {cited.period} · {cited.release}"
    assert any(letter.isdigit() for letter in cited.value)
    assert page.select_one(f"[name=figures][value={code}]").has_attr("checked")


def test_the_welsh_address_of_a_row_names_its_kind_in_welsh(client, setting):
    need = setting.add("need")
    english = page_of(need, "need")
    client.force_login(setting.lead)

    answer = client.get(f"/cy/cynlluniau/rhesi/angen/{need.pk}/")

    assert read(answer).select_one("textarea")["lang"] == "cy"
    assert f'href="{english}" lang="en"' in answer.content.decode()
