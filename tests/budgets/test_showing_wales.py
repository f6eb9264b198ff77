"""Money of all Wales: each board's clusters up to its last closed month, as its own page and the ledger have it."""

import pytest

from budgets.ledger import balances
from budgets.models import BudgetLine
from common.addresses import page_address
from common.numbers import whole_pounds
from tests.budgets.shown import PREMISES, Money
from tests.budgets.test_showing_pages import address as page_of
from tests.budgets.test_showing_pages import table
from tests.factories import FinancialYearFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
BY_BOARD, SIDE_BY_SIDE = "Money of the clusters, by health board", "Money of the clusters side by side"


def real(money: Money) -> Money:
    """Let the bodies be real ones, so that Wales has them."""
    for body in (money.board, money.cluster, money.other):
        body.is_example = False
        body.save()
    return money


@pytest.fixture
def two(moved_clock):
    """Two boards: one with its first two months closed, one with its first."""
    moved_clock("2026-03-09T10:00:00+00:00")
    first, second = real(Money()), real(Money())
    first.line(60_000, "12000.50")
    first.line(40_000, 9_000, category=PREMISES, body=first.other)
    second.year = first.year
    second.line(20_000, 1_000, title_en="A clinic")
    first.close(1, 2)
    second.close(1)
    return first, second


def address(language="en", query="") -> str:
    return page_address("budgets:money", language) + query


def test_each_board_has_what_its_own_page_has_and_wales_their_sum(two, page):
    first, second = two

    document = page(address())

    found = table(document, BY_BOARD)
    assert found[first.board.name_en] == [
        "May 2025", "£100,000", "Not entered", "£21,001", "21%", "17%", "£2.50",
    ]  # fmt: skip
    assert found[second.board.name_en][:2] == ["April 2025", "£20,000"]
    assert found["All clusters that are shown"][1:4] == ["£120,000", "Not entered", "£22,001"]
    assert "Allocated for the year 2025/26: £120,000. Spent: £22,001." in words(document.main)
    for one in two:
        section = next(part for part in document.select("section") if words(part.h2) == one.board.name_en)
        assert table(section, SIDE_BY_SIDE) == table(page(page_of(one.board, "board_money")), SIDE_BY_SIDE)


def test_the_sums_are_those_of_the_ledger(two, page):
    lines = BudgetLine.objects.filter(body__parent__in=[one.board for one in two])
    spent = sum(balance.spent for balance in balances([line.pk for line in lines]).values())

    assert table(page(address()), BY_BOARD)["All clusters that are shown"][3] == whole_pounds(spent)


def test_a_cluster_that_is_not_shown_is_in_no_sum(two, page):
    first, _second = two
    alone = real(Money())
    alone.year = first.year
    alone.line(4_000, 3_999)
    alone.close(1)

    document = page(address())

    assert alone.board.name_en not in table(document, BY_BOARD)
    assert "3,999" not in words(document.main)
    assert alone.board.name_en in words(document.main)


def test_boards_of_which_nothing_was_published_are_named_and_not_said_to_have_no_money(two, page):
    said = words(page(address()).main)

    assert "has been published here for this year: Aneurin Bevan University Health Board;" in said
    assert "no money has" not in said.lower()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_where_nothing_was_published_one_sentence_says_so(page, language):
    document = page(address(language))

    start = {"en": "No money of the clusters has been published here.", "cy": "Nid oes arian y clystyrau wedi'i"}
    assert words(document.select_one("main .app-lead")).startswith(start[language])
    assert document.select("main table") == []


def test_an_earlier_year_is_read_and_one_with_no_closed_month_refused(two, page, client):
    first, _second = two
    before = FinancialYearFactory(first_year=2024)
    first.line(50_000, 50_000, year=before)
    first.close(1, year=before)

    assert list(table(page(address(query="?year=2024")), BY_BOARD))[0] == first.board.name_en
    assert client.get(address(query="?year=2019")).status_code == 400
    assert client.get(address(query="?year=x")).status_code == 400


def test_the_money_of_examples_stands_apart(moved_clock, page):
    moved_clock("2026-03-09T10:00:00+00:00")
    money = Money()
    money.board.is_example = True
    money.board.save()
    money.line(60_000, 12_000)
    money.close(1)

    assert page(address()).select("main table") == []
    assert money.board.name_en in table(page(address(query="?examples=1")), BY_BOARD)


def test_the_page_asks_for_six_things_of_each_board(two, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2 + 6 * len(two)):
        client.get(address())
