"""A published plan as everybody reads it: page, addresses, files."""

import datetime
import json

import pytest

from clusters.models import Area
from common.addresses import page_address
from indicators.models import Indicator
from indicators.queries import columns, figures
from plans.actions import start_edition
from plans.addresses import document_address, edition_address, plan_address
from plans.editions.content import content_of, digest_of
from plans.models import EditionState, TemplateEdition
from tests.factories import (
    EditionFactory,
    ParityExemptionFactory,
    PlanningRoundFactory,
    PriorityFactory,
    TemplateEditionFactory,
    TemplateSectionFactory,
)
from tests.moments import AT, ON
from tests.plans.published import INDICATOR, publish, publish_edition, published, write_plan
from tests.plans.setting import Setting
from tests.reading import words

pytestmark = pytest.mark.django_db


def in_language(edition, name, language, **more):
    plan = edition.plan
    place = {"slug": getattr(plan.body, f"slug_{language}"), "kind": plan.kind, **more}
    return page_address(f"plans:{name}", language, **place)


def test_the_present_plan_stands_under_its_cluster(page):
    edition = published()

    document = page(plan_address(edition.plan))

    assert words(document.h1) == f"{edition.plan.body.name} {edition.plan.title}"
    assert [words(one) for one in document.main.select("h2")][:3] == [
        "Contents",
        "Plan on a page",
        "An example section",
    ]
    assert "What we will do." in words(document.main)
    assert [words(one) for one in document.select(".app-prose ul li")][:2] == ["First", "Second"]


def test_the_plan_stands_in_welsh_too(page):
    edition = published()

    document = page(in_language(edition, "plan", "cy"))

    assert document.html["lang"] == "cy"
    assert "Yr hyn a wnawn." in words(document.main)
    assert "What we will do." not in words(document.main)


def test_a_part_of_a_collaborative_has_its_name_as_heading(page):
    setting = write_plan(Setting())
    edition = publish(setting)

    document = page(plan_address(edition.plan))

    heading = next(one for one in document.select("h3") if words(one) == setting.pharmacy.name)
    assert "Pharmacists" in words(heading.find_parent("section"))


def test_the_figure_of_approval_stands_beside_the_one_of_now_and_the_target(page):
    edition = published()

    measured = page(plan_address(edition.plan)).select_one(".app-measured")

    assert [words(one) for one in measured.select("dt")] == [
        "Baseline, when the plan was approved",
        "Now",
        "Target",
    ]
    assert [words(one) for one in measured.select("dd")] == [
        "24.8 24.4 to 25.2; 2021 when approved",
        "no figure",
        "26.0 by 7 February 2028",
    ]


def test_the_figure_of_now_is_the_one_that_is_published(page):
    cluster = Area.objects.get(kind="cluster", slug_en="tywi-taf")
    edition = EditionFactory(plan__body=cluster)
    indicator = Indicator.objects.get(code=INDICATOR)
    PriorityFactory(edition=edition, indicator=indicator)
    TemplateSectionFactory(template=TemplateEditionFactory(code="with-priorities"), rows="priorities")
    edition.plan.round = PlanningRoundFactory(template=TemplateEdition.objects.get(code="with-priorities"))
    edition.plan.save()
    column = columns([INDICATOR])[0]
    shown = figures([column], [cluster.pk])[cluster.pk, indicator.pk]
    publish_edition(edition)

    measured = page(plan_address(edition.plan)).select(".app-measured dd")

    assert words(measured[0]).startswith("24.8")
    assert words(measured[1]).startswith(f"{shown.value:.1f} ")
    assert words(measured[1]).endswith(column.period.label)


def test_money_is_summed_by_priority_and_year(page):
    table = page(plan_address(published().plan)).select_one("#on-a-page table")

    rows = [[words(cell) for cell in row.select("th, td")] for row in table.select("tbody tr, tfoot tr")]
    assert rows == [
        ["A priority", "Mental health", "1", "£12,000", "£500.50", "–"],  # noqa: RUF001
        ["Other actions", "–", "1", "–", "–", "–"],  # noqa: RUF001
        ["Whole plan", "–", "2", "£12,000", "£500.50", "–"],  # noqa: RUF001
    ]


def test_a_milestone_that_moved_says_by_how_much(page):
    table = page(plan_address(published().plan)).select_one(".app-planned table")

    assert [words(cell) for cell in table.select("tbody td")] == [
        "17 June 2026",
        "5 June 2026 moved 12 days later",
    ]


def test_the_page_names_who_approved_it_and_its_digest(page):
    edition = published()

    about = words(page(plan_address(edition.plan)).select_one("#about-the-plan"))

    assert f"Health board approver, {edition.plan.body.parent.name}" in about
    assert "9 March 2026" in about
    assert edition.digest in about


def test_a_half_that_is_missing_is_shown_in_the_other_language_and_marked(page):
    setting = write_plan(Setting())
    setting.save(setting.section("needs"), text_en="Only in English.")
    edition = publish(setting)
    ParityExemptionFactory(edition=edition, due_on=datetime.date(2026, 5, 1))

    document = page(in_language(edition, "plan", "cy"))

    part = document.select_one("#section-needs [lang=en]")
    assert words(part) == "Only in English."
    assert words(part.find_previous("p", class_="app-other-language")) == "yn Saesneg yn unig hyd yma"
    assert "1 Mai 2026" in words(document.main)
    assert not page(in_language(edition, "plan", "en")).select("#section-needs [lang]")


def test_what_is_frozen_is_shown_and_not_what_rows_say_now(page):
    setting = write_plan(Setting())
    edition = setting.edition
    content = content_of(edition)
    content["priority"][0]["texts"]["title"]["en"] = "As it was approved"
    publish(setting, content=content)

    document = page(plan_address(edition.plan))

    assert words(document.select_one(".app-priority h3")) == "As it was approved"


def test_a_draft_has_no_address(client):
    setting = write_plan(Setting())

    present = client.get(plan_address(setting.plan))
    assert "No plan has been published here." in present.content.decode()
    assert "A priority" not in present.content.decode()
    assert client.get(edition_address(setting.edition)).status_code == 404


def test_an_approved_edition_is_not_yet_to_be_read(client):
    edition = publish(write_plan(Setting()), EditionState.APPROVED, published_at=None)

    assert client.get(edition_address(edition)).status_code == 404
    assert client.get(document_address(edition, "json")).status_code == 404


def test_a_superseded_edition_keeps_its_address_and_leads_to_the_present_one(page):
    setting = write_plan(Setting())
    first = publish(setting)
    second = start_edition(plan=setting.plan, by=setting.lead, at=AT, on=ON)
    first.state, first.superseded_at = EditionState.SUPERSEDED, AT
    first.save()
    setting.edition = second
    publish(setting)

    document = page(edition_address(first))

    banner = document.select_one(".nhsuk-card--warning")
    assert banner.a["href"] == plan_address(second.plan)
    assert not page(edition_address(second)).select(".nhsuk-card--warning")


def test_a_withdrawn_edition_says_why_and_nothing_else(client):
    edition = publish(
        write_plan(Setting()),
        EditionState.WITHDRAWN,
        withdrawn_at=AT,
        withdrawal_reason_en="The figures were wrong.",
        withdrawal_reason_cy="Roedd y ffigurau'n anghywir.",
    )

    response = client.get(edition_address(edition))

    assert response.status_code == 410
    assert "The figures were wrong." in response.text
    assert "What we will do." not in response.text
    assert client.get(document_address(edition, "json")).status_code == 404


def test_data_is_the_public_part_with_its_own_digest(client):
    edition = published()

    data = json.loads(client.get(document_address(edition, "json")).content)

    assert data["format"] == "clwstwr-plan/1"
    assert data["content_sha256"] == digest_of(data["content"])
    assert data["edition"]["approved_content_sha256"] == edition.digest
    assert data["plan"]["title"]["cy"].endswith("2026–2029")  # noqa: RUF001
    assert data["figures"]["aged_65_plus"]["value"] == 24.8
    assert [one["texts"]["title"]["en"] for one in data["content"]["priority"]] == ["A priority"]


def test_an_attachment_comes_as_a_file(client):
    edition = published()
    row = edition.attachment_rows.get()

    response = client.get(f"{edition_address(edition)}files/{row.key}/")

    assert response.content == b"An example."
    assert response["Content-Disposition"] == 'attachment; filename="map.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_plan_of_a_planning_group_stands_under_the_group(page):
    setting = Setting(kind="pan_cluster")
    edition = publish(setting, state=EditionState.PUBLISHED)

    assert plan_address(edition.plan) == f"/en/planning-groups/{setting.group.slug}/plan/"
    assert setting.group.name in words(page(plan_address(edition.plan)).h1)


def test_forty_actions_ask_no_more_of_the_database(client, django_assert_max_num_queries):
    setting = write_plan(Setting())
    for number in range(40):
        action = setting.add("action", title_en=f"Action {number}", title_cy=f"Cam {number}")
        for _each in range(3):
            setting.add("milestone", action=action.key, due_on=ON)
    edition = publish(setting)

    with django_assert_max_num_queries(12):
        assert client.get(plan_address(edition.plan)).status_code == 200
