"""The public pages of money: closed periods and published editions only, in words and tables, both languages."""

from decimal import Decimal

import pytest
from django.test import TestCase

from budgets.ledger import balances, total
from budgets.models import BudgetLine, Kind
from budgets.published.money import BoardMoney
from budgets.published.queries import closed_years
from common import public
from common.addresses import page_address
from plans import actions as plan_actions
from tests.budgets.shown import PREMISES, STAFF, TRAINING, Money
from tests.factories import FinancialYearFactory, FundingStreamFactory, ReportingRuleFactory
from tests.moments import AT, ON
from tests.plans.published import publish, write_plan
from tests.plans.setting import Setting
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(moved_clock):
    moved_clock("2026-03-09T10:00:00+00:00")
    return Money()


def address(body, name="cluster_money", language="en", **more):
    return page_address(f"budgets:{name}", language, slug=getattr(body, f"slug_{language}"), **more)


def table(document, caption):
    """Return the rows of a table, its sum at the end, as words."""
    found = next(one for one in document.select("table") if words(one.caption).removesuffix(" [r]") == caption)
    rows = [[words(cell) for cell in row.select("th, td")] for row in found.select("tbody tr, tfoot tr")]
    return {row[0]: row[1:] for row in rows}


def test_the_page_says_in_words_what_was_allocated_and_spent_up_to_the_last_closed_month(money, page):
    money.line(60_000, "12000.50", title_en="A clinic")
    money.line(20_000, category=PREMISES)
    money.close(1, 2)

    document = page(address(money.cluster))

    said = [words(one) for one in document.main.select("p")][:4]
    assert said[1] == "Allocated for the year 2025/26: £80,000. Spent: £12,001."
    assert said[2] == "Figures up to the end of May 2025, the last closed month."
    assert said[3] == "For each registered patient £8 was allocated; across the board it was £8."
    assert table(document, "Money line by line")["A clinic"] == ["Equipment", "£60,000", "Not entered", "£12,001"]


def test_nothing_of_an_open_period_is_shown_and_posting_there_changes_no_byte(money, client):
    line = money.line(60_000, 12_000)
    money.close(1, 2)
    before = client.get(address(money.cluster)).content

    money.enter(line, "7777", period=3)
    money.enter(line, "8888", Kind.ALLOCATION, period=3)
    money.line(99_999, 5_555, period=3)
    with TestCase.captureOnCommitCallbacks(execute=True):
        public.raise_version()

    assert client.get(address(money.cluster)).content == before
    money.close(3)
    assert "£19,777" in client.get(address(money.cluster)).content.decode()


def test_a_later_period_that_is_closed_before_an_earlier_one_is_not_shown(money, page):
    money.line(60_000, 12_000)
    money.line(None, 4_321, period=3)
    money.close(1, 3)

    assert "4,321" not in words(page(address(money.cluster)).main)
    money.close(2)
    assert "Spent: £16,321" in words(page(address(money.cluster)).main)


def test_closing_a_period_makes_the_page_new(money, client):
    line = money.line(60_000, 12_000)
    money.close(1)
    first = client.get(address(money.cluster))
    money.enter(line, 1_000, period=2)
    assert client.get(address(money.cluster), headers={"if-none-match": first["ETag"]}).status_code == 304

    money.close(2)

    second = client.get(address(money.cluster), headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_a_period_opened_again_is_not_shown_and_is_marked_when_it_is_closed_again(money, page):
    line = money.line(60_000, 12_000)
    closings = money.close(1, 2)
    money.enter(line, 500, period=3)
    money.reopen(closings[1])
    assert "up to the end of April 2025" in words(page(address(money.cluster)).main)
    assert "[r]" not in words(page(address(money.cluster)).main)

    money.enter(line, 250, period=2)
    money.close(2)

    document = page(address(money.cluster))
    assert "[r] Revised: May 2025 was opened again, and closed again on 9 March 2026." in words(document.main)
    assert words(document.select_one("table caption")).endswith("[r]")
    assert "Spent: £12,250" in words(document.main)


def test_no_money_is_said_in_a_plain_sentence(money, page):
    said = "No money of this cluster has been published here. It appears once a month of its board’s accounts is closed"
    assert said in words(page(address(money.cluster)).main)
    money.close(1)
    document = page(address(money.cluster))
    assert "No money of this cluster has been entered here for the closed months of the year 2025/26." in words(
        document.main
    )
    assert not document.select("table")


def test_carried_over_money_stands_apart_and_nought_differs_from_not_entered(money, page):
    line = money.line(60_000, category=PREMISES, title_en="Rooms")
    money.enter(line, 4_000, Kind.CARRY_OVER)
    spent = money.line(40_000, 100, title_en="Things")
    money.enter(spent, -100)
    money.close(1)

    document = page(address(money.cluster))

    assert "Carried over from the year before, and not in it: £4,000." in words(document.main)
    rows = table(document, "Money by kind of cost")
    assert rows["Premises"] == ["£60,000", "£4,000", "Not entered"]
    assert rows["Equipment"] == ["£40,000", "Not entered", "£0"]
    assert rows["All together"] == ["£100,000", "£4,000", "£0"]


def test_the_charts_hold_what_the_tables_hold_and_no_forecast(money, page):
    line = money.line(60_000, 12_000)
    money.enter(line, 9_999, Kind.FORECAST, period=5)
    money.close(1, 2)

    document = page(address(money.cluster))

    titles = [words(one) for one in document.select(".app-chart__title")]
    assert titles == [
        "Spent by the end of May 2025: £12,000. By an even profile it would be £10,000.",
        "All together: £12,000. Largest part: Equipment, £12,000 (100%).",
    ]
    assert "orecast" not in words(document.main)
    assert "9,999" not in words(document.main)


def test_a_month_in_which_one_small_line_alone_spent_is_in_no_chart(money, page):
    money.line(40_000, 3_333, category=STAFF, posts=1)
    money.line(9_000, 1_000, period=2)
    money.line(70_000, 500, period=2)
    money.close(1, 2)

    document = page(address(money.cluster))

    assert "3,333" not in words(document.main)
    assert len(document.select(".app-chart")) == 1


def test_moves_between_lines_count_in_what_was_allocated(money, page):
    one, two = money.line(60_000, title_en="From"), money.line(20_000, title_en="To")
    money.enter(one, 5_000, Kind.VIREMENT, to_line=two)
    money.enter(one, 1_000, Kind.REDUCTION)
    money.close(1)

    rows = table(page(address(money.cluster)), "Money line by line")

    assert (rows["From"][1], rows["To"][1]) == ("£54,000", "£25,000")


def test_each_stream_stands_with_its_letter_and_what_it_is_for(money, page):
    fenced = FundingStreamFactory(
        name_en="Exercise",
        source_letter="Letter 7",
        ring_fenced_for_en="Exercise classes",
        ring_fenced_for_cy="Dosbarthiadau",
    )
    money.line(60_000)
    money.line(9_000, stream=fenced, category=TRAINING)
    money.close(1)

    rows = table(page(address(money.cluster)), "Money by funding stream")

    assert rows["Cluster money"][:3] == ["Example letter 1", "Recurrent", "Not ring-fenced"]
    assert rows["Exercise"][:4] == ["Letter 7", "Not recurrent", "Exercise classes", "£9,000"]


def test_small_lines_stand_together_without_their_titles(money, page):
    money.line(60_000, 30_000, category=STAFF, posts=3, title_en="Nurses")
    for name in ("First secret", "Second secret"):
        money.line(40_000, 20_000, category=STAFF, posts=1, title_en=name)
    money.line(100, 50, category=TRAINING, title_en="Third secret")
    money.close(1)

    document = page(address(money.cluster))

    assert "secret" not in words(document.main)
    assert table(document, "Money line by line") == {
        "Nurses": ["Staff", "£60,000", "Not entered", "£30,000"],
        "Lines shown together: 3": ["Small lines of several kinds, together", "£80,100", "Not entered", "£40,050"],
        "All together": ["\u2013", "£140,100", "Not entered", "£70,050"],
    }


def test_a_cluster_with_one_small_line_is_not_shown_nor_in_the_sums_of_its_board(money, page):
    money.line(41_234, 20_000, category=STAFF, posts=1)
    money.line(90_000, 30_000, body=money.other)
    money.close(1)

    assert "so few posts, that it would tell what somebody is paid" in words(page(address(money.cluster)).main)
    assert not page(address(money.cluster)).select("table")
    rows = table(page(address(money.board, "board_money")), "Money of the clusters side by side")
    assert rows[money.cluster.name] == ["Not shown"] * 5
    assert rows["All clusters that are shown"][0] == "£90,000"
    assert "41,234" not in words(page(address(money.other)).main)


def test_without_a_rule_all_lines_are_shown_together(money, page):
    money.rule.delete()
    money.line(60_000, title_en="Large")
    money.line(70_000, title_en="Larger")
    money.close(1)

    rows = table(page(address(money.cluster)), "Money line by line")

    assert list(rows) == ["Lines shown together: 2", "All together"]


def test_the_rule_of_wales_holds_for_a_board_without_its_own(money, page):
    money.rule.delete()
    ReportingRuleFactory(body=money.board.parent, pounds_shown_from=65_000)
    for title, amount in (("Small", 60_000), ("Large", 70_000), ("Little", 1)):
        money.line(amount, title_en=title)
    money.close(1)

    assert list(table(page(address(money.cluster)), "Money line by line")) == [
        "Large",
        "Lines shown together: 2",
        "All together",
    ]


def test_the_board_shows_its_clusters_side_by_side(money, page):
    money.line(60_000, 15_000, category=STAFF, posts=2)
    money.line(20_000, 5_000)
    money.line(40_000, 0.01, body=money.other)
    money.close(1)

    document = page(address(money.board, "board_money"))

    rows = table(document, "Money of the clusters side by side")
    assert rows[money.cluster.name] == ["£80,000", "Not entered", "£20,000", "£8", "75%"]
    assert rows[money.other.name] == ["£40,000", "Not entered", "£0.01", "£1.33", "0%"]
    assert rows["All clusters that are shown"] == ["£120,000", "Not entered", "£20,000", "£3", "75%"]


def test_earlier_years_can_be_read_and_years_without_a_closed_month_cannot(money, page, client):
    earlier = FinancialYearFactory(first_year=2024)
    money.line(33_000, year=earlier)
    money.line(60_000)
    money.close(1, year=earlier)
    money.close(1)

    document = page(f"{address(money.cluster)}?year=2024")

    assert "£33,000" in words(document.main)
    assert "£60,000" not in words(document.main)
    assert "£60,000" in words(page(address(money.cluster)).main)
    assert client.get(f"{address(money.cluster)}?year=2023").status_code == 400


@pytest.fixture
def planned(money):
    """The same with a published plan: an action of £12,000 in 2026/27, and a hidden one."""
    setting = write_plan(Setting())
    setting.add("action", visibility="partners", title_en="Hidden action", third_year_money=Decimal(99))
    edition = publish(setting)
    made = Money(setting.cluster)
    made.setting, made.edition = setting, edition
    made.year = FinancialYearFactory(first_year=edition.plan.first_year)
    made.actions = {row["texts"]["title"]["en"]: row for row in edition.content["action"]}
    return made


def test_what_is_planned_and_spent_stands_by_priority_beside_its_indicator(planned, page):
    action = planned.actions["A action"]["key"]
    planned.line(13_000, 4_000, heading="action", action=action)
    planned.line(7_000)
    planned.close(1)

    document = page(address(planned.cluster))

    rows = table(document, "Money by priority and heading")
    assert rows["A priority"] == ["£12,000", "£13,000", "Not entered", "£4,000"]
    assert rows["Infrastructure"] == ["Not entered", "£7,000", "Not entered", "Not entered"]
    beside = table(document, "Money of each priority beside the indicator that it is to move")
    assert beside["A priority"][:2] == ["£12,000", "£4,000"]
    assert beside["A priority"][2].startswith("Residents aged 65 and over")
    assert beside["A priority"][3] == "24.8 (2021 when approved)"
    assert beside["A priority"][5] == "26.0"


def test_nothing_of_a_draft_or_of_a_row_that_is_not_public_is_shown(planned, page):
    hidden = planned.actions["Hidden action"]["key"]
    draft = plan_actions.start_edition(plan=planned.edition.plan, by=planned.setting.lead, **{"at": AT, "on": ON})
    row = draft.plannedaction_rows.order_by("pk").first()
    row.first_year_money = 777_777
    row.save()
    planned.line(13_000, 4_000, heading="action", action=hidden, title_en="Hidden title")
    planned.close(1)

    document = page(address(planned.cluster))

    assert "777,777" not in words(document.main)
    assert "Hidden" not in words(document.main)
    assert "Actions that are not in the published plan" in table(document, "Money by priority and heading")
    assert "An action that is not in the published plan" in table(document, "Money line by line")


def test_a_priority_whose_lines_stand_with_others_says_so(planned, page):
    action = planned.actions["A action"]["key"]
    planned.line(100, 10, heading="action", action=action)
    planned.line(200, 20)
    planned.line(9_000)
    planned.close(1)

    rows = table(page(address(planned.cluster)), "Money by priority and heading")

    assert rows["A priority"] == ["£12,000", *["Shown with others"] * 3]
    assert rows["Small lines for several purposes, together"][1] == "£300"


def test_the_page_stands_in_welsh(money, page):
    money.line(60_000, 12_000, title_cy="Clinig newydd")
    money.close(1)

    document = page(address(money.cluster, language="cy"))

    assert document.html["lang"] == "cy"
    assert address(money.cluster, language="cy") == f"/cy/clystyrau/{money.cluster.slug_cy}/arian/"
    assert "Clinig newydd" in words(document.main)
    assert "Allocated" not in words(document.main)


def test_the_pages_ask_little_of_the_database(planned, client, django_assert_max_num_queries):
    keys = [row["key"] for row in planned.edition.content["action"]]
    for number in range(40):
        more = {"heading": "action", "action": keys[number % 2]} if number % 3 else {}
        planned.line(9_000 + number, 4_000, period=number % 3 + 1, **more)
    planned.close(1, 2, 3)

    with django_assert_max_num_queries(12):
        assert client.get(address(planned.cluster)).status_code == 200
    with django_assert_max_num_queries(10):
        assert client.get(address(planned.board, "board_money")).status_code == 200


def test_sums_are_those_of_the_ledger_when_all_is_closed(money):
    one, two = money.line(60_000, 1_000), money.line(20_000, 500, period=12)
    money.enter(one, 5_000, Kind.VIREMENT, to_line=two)
    money.enter(two, 300, Kind.ACCRUAL, period=4)
    money.enter(one, 700, Kind.CARRY_OVER)
    money.close(*range(1, 14))

    shown = BoardMoney(money.board, closed_years(money.board)[0], on=ON, plans={}).of(money.cluster).total

    found = total(balances(BudgetLine.objects.filter(body=money.cluster)).values())
    assert shown.budget == found.budget
    assert (shown.carried_over, shown.spent) == (found.carried_over, found.spent)
