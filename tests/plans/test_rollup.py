"""Plans drawn together: every sum and count follows from the rows, as at the day that is asked for."""

import csv
import datetime
import io
import zipfile
from collections import Counter
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from common.addresses import page_address
from governance.models import Action, ActionUpdate, Office
from plans.editions.content import digest_of, frozen_data
from plans.models import Edition, Plan, PlannedAction, Stage, Visibility
from plans.policies import EVERYBODY, PARTNERS
from plans.progress.drawn import Drawn
from plans.progress.queries import deadlines_missed, published_on
from plans.progress.rollup import Rollup, halves_missing
from tests.factories import (
    ClusterFactory,
    CoverageFactory,
    DeadlineFactory,
    EditionFactory,
    HealthBoardFactory,
    LocalAuthorityFactory,
    PlanFactory,
    PlanningGroupFactory,
    PlanningRoundFactory,
    PriorityFactory,
)
from tests.moments import ON
from tests.plans.followed import fill, publish
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db
CLUSTERS = 14
DAY = datetime.timedelta(days=1)
EARLY = datetime.datetime(2026, 3, 9, 9, tzinfo=datetime.UTC)
LATER = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
LATEST = datetime.datetime(2026, 7, 1, 9, tzinfo=datetime.UTC)


class Country:
    """A board of fourteen clusters, each with a published plan of forty actions; half of it said to be under way."""

    def __init__(self) -> None:
        self.board = HealthBoardFactory(slug_en="rolled-up", slug_cy="ynghyd")
        self.authority = LocalAuthorityFactory(parent=self.board)
        self.group = PlanningGroupFactory(parent=self.board, slug_en="the-group", slug_cy="y-grwp")
        CoverageFactory(planning_group=self.group, local_authority=self.authority)
        self.clusters = [ClusterFactory(parent=self.board, local_authority=self.authority) for _n in range(CLUSTERS)]
        self.round = PlanningRoundFactory(body=self.board.parent)
        for place, cluster in enumerate(self.clusters):
            edition = EditionFactory(plan=PlanFactory(body=cluster, round=self.round), number=1)
            fill(
                edition,
                money=lambda number, year, place=place: (
                    Decimal(100 * place + 10 * number + year) if number % 4 else None
                ),
            )
            hidden = PlannedAction.objects.filter(edition=edition).order_by("order")[:5].values("pk")
            PlannedAction.objects.filter(pk__in=hidden).update(visibility=Visibility.PARTNERS)
            publish(edition, published_at=EARLY)
            self.say(edition, place)

    def say(self, edition: Edition, place: int) -> None:
        rows = edition.plannedaction_rows.order_by("order")[: place + 1]
        ActionUpdate.objects.bulk_create(
            ActionUpdate(action=row.action, period_starts_on=ON, status=status, percent=percent, made_at=moment)
            for row in rows
            for status, percent, moment in (("under_way", 40, EARLY + DAY), ("completed", 100, LATER))
        )

    def replace(self, place: int) -> Edition:
        """Publish a later edition with one dear action in the place of the first one."""
        old = Edition.objects.get(plan__body=self.clusters[place])
        Edition.objects.filter(pk=old.pk).update(state="superseded", superseded_at=LATEST)
        edition = EditionFactory(plan=old.plan, number=2)
        fill(edition, actions=1, money=lambda number, year: Decimal(1_000_000))
        return publish(edition, published_at=LATEST)


@pytest.fixture
def country():
    return Country()


def rollup(country, on, visibilities=EVERYBODY) -> Rollup:
    return Rollup(country.clusters, visibilities, on, is_public=visibilities == EVERYBODY)


def read(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def money_by_hand(country, visibilities) -> dict[tuple[int, int], Decimal]:
    """Add up the rows of the first editions, one by one and without any of the code that is tried here."""
    sums: dict[tuple[int, int], Decimal] = {}
    rows = PlannedAction.objects.filter(edition__number=1, visibility__in=visibilities)
    for row in rows.select_related("edition__plan"):
        for place, amount in enumerate((row.first_year_money, row.second_year_money, row.third_year_money)):
            if amount is not None:
                key = (row.edition.plan.body_id, 2026 + place)
                sums[key] = sums.get(key, Decimal(0)) + amount
    return sums


@pytest.mark.parametrize("visibilities", [EVERYBODY, PARTNERS])
def test_the_rollup_of_a_past_day_follows_from_the_rows_of_that_day(country, visibilities):
    country.replace(3)
    found = rollup(country, datetime.date(2026, 5, 31), visibilities)
    by_hand = money_by_hand(country, visibilities)

    sums = found.money("body")
    drawn = {
        (body, year): amounts[place] for body, amounts in sums.groups.items() for place, year in enumerate(sums.years)
    }
    assert drawn == by_hand
    assert sums.total == sum(by_hand.values()) == found.money("theme").total
    assert sums.by_year == found.money("theme").by_year
    hidden = 0 if visibilities == PARTNERS else 5
    said = sum(max(0, place + 1 - hidden) for place in range(CLUSTERS))
    whole = CLUSTERS * (40 - hidden)
    assert Counter(one.status for one in found.standings) == {"under_way": said, "not_started": whole - said}
    assert found.without_money == CLUSTERS * (10 - (0 if visibilities == PARTNERS else 2))
    assert all(len(one.milestones) == 3 for one in found.standings)


def test_on_another_day_another_edition_and_other_progress_count(country):
    country.replace(3)

    statuses = Counter(one.status for one in rollup(country, datetime.date(2026, 6, 30), PARTNERS).standings)
    after = rollup(country, datetime.date(2026, 7, 1), PARTNERS)

    assert statuses[Action.Status.COMPLETED] == sum(range(1, CLUSTERS + 1))
    assert after.money("body").groups[country.clusters[3].pk] == [Decimal(1_000_000)] * 3
    assert rollup(country, EARLY.date() - DAY).drawn == []
    assert len(rollup(country, EARLY.date() - DAY).missing) == CLUSTERS


def test_a_withdrawn_plan_counts_until_the_day_before(country):
    edition = Edition.objects.get(plan__body=country.clusters[0])
    Edition.objects.filter(pk=edition.pk).update(state="withdrawn", withdrawn_at=LATER)

    before, after = (rollup(country, day) for day in (LATER.date() - DAY, LATER.date()))

    assert (len(before.drawn), len(after.drawn)) == (CLUSTERS, CLUSTERS - 1)
    assert after.missing == [country.clusters[0]]


def test_a_deadline_missed_is_the_day_of_the_board_before_that_of_the_round(country):
    clusters = [country.clusters[0], ClusterFactory(parent=HealthBoardFactory(parent=country.board.parent))]
    year = {"round": PlanningRoundFactory(body=country.board.parent, first_year=2029), "stage": Stage.PUBLISHED}
    DeadlineFactory(board=None, due_on=ON - 9 * DAY, **year)
    DeadlineFactory(board=country.board, due_on=ON - 2 * DAY, **year)

    found = deadlines_missed([one.pk for one in clusters], on=ON)

    assert found == {clusters[0].pk: ON - 2 * DAY, clusters[1].pk: ON - 9 * DAY}


def test_of_two_plans_the_later_one_counts(country):
    later = EditionFactory(plan=PlanFactory(body=country.clusters[0], first_year=2027), number=1)
    publish(later, published_at=LATER)

    found = rollup(country, LATER.date())

    assert found.drawn[0].edition == later
    assert len(found.drawn) == CLUSTERS


def test_texts_in_one_language_are_counted(country):
    edition = EditionFactory(plan__body=country.clusters[0], plan__first_year=2030)
    PriorityFactory(edition=edition, title_cy="")
    PriorityFactory(edition=edition)

    assert halves_missing(Drawn(publish(edition), EVERYBODY)) == 1


PAGES = {
    "plans:board_plans": "board",
    "plans:group_plans": "group",
    "plans:board": "board",
    "plans:group": "group",
    "plans:board_annex": "board",
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_fourteen_plans_takes_few_queries(
    client, moved_clock, enter, country, name, django_assert_max_num_queries
):
    moved_clock("2026-07-02T10:00:00+01:00")
    body = getattr(country, PAGES[name])
    signed_in = name.endswith("_plans")
    if signed_in:
        client.force_login(approver(country))
    address = reverse(name, kwargs={"key": body.pk} if signed_in else {"slug": body.slug})

    client.get(address)  # the first request of a session keeps that it began

    with django_assert_max_num_queries(15):
        read(client.get(f"{address}?on=2026-05-31"))


def approver(country):
    setting = Setting.__new__(Setting)
    return setting.appoint(Office.APPROVER, country.board)


def test_the_page_shows_the_same_total_twice_and_leads_to_the_rows(client, moved_clock, country):
    moved_clock("2026-07-02T10:00:00+01:00")
    page = read(client.get(reverse("plans:board", kwargs={"slug": country.board.slug}) + "?on=2026-05-31"))
    total = f"£{sum(money_by_hand(country, EVERYBODY).values()):,.0f}"

    assert [foot.find_all("td")[-1].get_text() for foot in page.select("tfoot tr")] == [total, total]
    plan = Plan.objects.get(body=country.clusters[0])
    link = page.find("a", string=country.clusters[0].name)
    assert link["href"] == reverse("plans:report", kwargs={"key": plan.pk})
    tags = [tag.get_text() for tag in page.select("main .nhsuk-list .nhsuk-tag")]
    assert tags[:4] == ["Stopped", "Not yet started", "In progress", "Completed"]


def test_rows_that_are_not_public_are_on_no_public_page(client, moved_clock, country):
    moved_clock("2026-07-02T10:00:00+01:00")
    slug = {"slug": country.board.slug}
    annex = client.get(reverse("plans:board_annex", kwargs=slug)).content.decode()
    file = client.get(reverse("plans:board_annex_file", kwargs={**slug, "extension": "csv"})).content.decode(
        "utf-8-sig"
    )
    titles = {row["Action in English"] for row in csv.DictReader(io.StringIO(file))}

    assert titles == {f"Action {number}" for number in range(5, 40)}
    assert ">Action 4<" not in annex
    assert ">Action 5<" in annex


def test_what_is_missing_is_told_in_full_to_those_inside_alone(client, moved_clock, country):
    moved_clock("2026-07-02T10:00:00+01:00")
    missing = ClusterFactory(parent=country.board, local_authority=country.authority)
    EditionFactory(plan=PlanFactory(body=missing, round=country.round, first_year=2026))
    DeadlineFactory(round=country.round, stage="published", due_on=datetime.date(2026, 4, 1))
    client.force_login(approver(country))

    inside = read(client.get(reverse("plans:board_plans", kwargs={"key": country.board.pk}))).get_text(" ", strip=True)
    outside = read(client.get(reverse("plans:board", kwargs={"slug": country.board.slug}))).get_text(" ", strip=True)

    assert "Clusters of which no plan has been published here: 1" in inside
    assert "Draft · It should have been published by: 1 April 2026" in inside
    assert missing.name in outside
    assert "Draft" not in outside
    assert "It should have been published" not in outside


def test_a_day_to_come_is_refused(client, moved_clock, country):
    moved_clock("2026-07-02T10:00:00+01:00")

    assert client.get(reverse("plans:board", kwargs={"slug": country.board.slug}) + "?on=2026-07-03").status_code == 400


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_the_annex_is_a_workbook_in_both_languages(client, moved_clock, country, extension):
    moved_clock("2026-07-02T10:00:00+01:00")
    address = reverse("plans:board_annex_file", kwargs={"slug": country.board.slug, "extension": extension})
    answers = [
        client.get(one)
        for one in (address, page_address("plans:board_annex_file", "cy", slug="ynghyd", extension=extension))
    ]

    assert answers[0].status_code == 200
    assert zipfile.ZipFile(io.BytesIO(answers[0].content)).testzip() is None
    assert answers[1].status_code == 200
    assert f"cynlluniau-ynghyd-2026-07-02.{extension}" in answers[1]["Content-Disposition"]
    assert f"plans-rolled-up-2026-07-02.{extension}" in answers[0]["Content-Disposition"]


def test_the_group_shows_its_own_plan_beside_but_not_in_the_sums(client, moved_clock, country):
    moved_clock("2026-07-02T10:00:00+01:00")
    own = EditionFactory(plan__body=country.group, plan__kind="pan_cluster", number=1)
    fill(own, actions=1, money=lambda number, year: Decimal(7_000_000))
    publish(own, published_at=EARLY)

    page = read(client.get(reverse("plans:group", kwargs={"slug": country.group.slug})))

    assert "The planning group's own plan" in page.get_text()
    assert "£7,000,000" not in page.get_text()
    assert published_on([country.group.pk], on=EARLY.date()).get().digest == digest_of(frozen_data(own))


@pytest.mark.parametrize(
    ("office", "actions"),
    [(Office.PLANNING_GROUP_MEMBER, 40), (Office.THIRD_SECTOR, 35)],
    ids=["all", "own body alone"],
)
def test_a_member_of_the_group_counts_what_they_may_read(client, moved_clock, country, office, actions):
    moved_clock("2026-07-02T10:00:00+01:00")
    client.force_login(Setting.__new__(Setting).appoint(office, country.group))

    page = read(client.get(reverse("plans:group_plans", kwargs={"key": country.group.pk})))

    assert page.select_one("tbody tr").find_all("td")[2].get_text() == str(actions)
