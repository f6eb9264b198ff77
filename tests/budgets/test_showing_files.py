"""Public money as files, the rule that decides what is merged, and the ways to the pages."""

import csv
import html
import io
import re
import shutil
import zipfile
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command

from budgets.actions.published import load_reporting_rules
from budgets.models import ReportingRule
from budgets.rules import reporting_rule
from common.addresses import page_address
from common.dated import from_day
from tests.budgets.shown import STAFF, TRAINING, Money
from tests.factories import ClusterFactory, HealthBoardFactory
from tests.moments import AT, ON
from tests.reading import words

pytestmark = pytest.mark.django_db
CLUSTER, BOARD = "budgets:cluster_money_file", "budgets:board_money_file"


@pytest.fixture
def money(moved_clock):
    """Return money of three small lines with secret titles, and a large one, in a closed month."""
    moved_clock("2026-03-09T10:00:00+00:00")
    made = Money()
    made.line(60_000, 30_000, category=STAFF, posts=3, title_en="Nurses", title_cy="Nyrsys")
    for number in range(2):
        made.line(40_111 + number, 20_222, category=STAFF, posts="0.5", title_en="Secret", title_cy="Cyfrinach")
    made.line(133, 57, category=TRAINING, title_en="Secret", title_cy="Cyfrinach")
    made.close(1)
    return made


def get(client, name, body, extension, language="en"):
    slug = getattr(body, f"slug_{language}")
    answer = client.get(page_address(name, language, slug=slug, extension=extension))
    assert answer.status_code == 200
    return answer


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def packed(answer) -> str:
    """Return all text of a workbook, whichever kind it is."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        found = (parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
        return html.unescape("".join(found))


def test_the_file_of_a_cluster_has_the_rows_of_its_page(money, client):
    answer = get(client, CLUSTER, money.cluster, "csv")

    assert rows_of(answer) == [
        ["Line", "Kind of cost", "Allocated", "Carried over from the year before", "Spent"],
        ["Nurses", "Staff", "60000.00", "[x]", "30000.00"],
        ["Lines shown together: 3", "Small lines of several kinds, together", "80356.00", "[x]", "40501.00"],
        ["All together", "[z]", "140356.00", "[x]", "70501.00"],
    ]
    assert answer["Content-Disposition"] == f'attachment; filename="money-{money.cluster.slug_en}-2025-26.csv"'


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("extension", ["ods", "xlsx"])
def test_a_workbook_has_every_table_and_no_small_line(money, client, extension, language):
    text = packed(get(client, CLUSTER, money.cluster, extension, language))

    expected = {"en": ("Nurses", "Money by funding stream", "£5,000"), "cy": ("Nyrsys", "fesul ffrwd", "£5,000")}
    assert all(one in text for one in expected[language])
    for hidden in ("Secret", "Cyfrinach", "40111", "40112", "20222", "80223", "40444"):
        assert hidden not in text
    assert "80356" in text


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_file_of_a_board_sets_its_clusters_side_by_side(money, client, language):
    found = rows_of(get(client, BOARD, money.board, "csv", language))

    name = getattr(money.cluster, f"name_{language}")
    assert found[1] == [name, "140356.00", "[x]", "70501.00", "14.04", "100"]
    assert len(found) == 3


def test_the_same_file_is_the_same_bytes_after_a_posting_in_an_open_month(money, client):
    before = get(client, CLUSTER, money.cluster, "xlsx").content
    money.line(9_999, 9_999, period=2)

    assert get(client, CLUSTER, money.cluster, "xlsx").content == before


def test_there_is_no_file_where_nothing_is_shown(client):
    cluster = ClusterFactory()

    for name, body in ((CLUSTER, cluster), (BOARD, cluster.parent)):
        assert client.get(page_address(name, "en", slug=body.slug_en, extension="csv")).status_code == 404


# --- the rule ---


def test_the_rule_of_wales_is_loaded_once_and_holds_for_every_board():
    board = HealthBoardFactory()
    assert reporting_rule(board, on=ON).pk is None

    first = load_reporting_rules(folder=settings.DATA_DIR, at=AT)
    again = load_reporting_rules(folder=settings.DATA_DIR, at=AT)

    assert sum(first.added.values()) == 1
    assert again is None
    rule = ReportingRule.objects.get()
    assert (rule.variance_from, rule.pounds_shown_from, rule.posts_shown_from) == (1_000, 5_000, 2)
    assert rule.body.area.code == "W92000004"


def test_a_changed_file_changes_the_rule_but_not_one_that_somebody_set(tmp_path):
    call_command("load_reporting_rules", verbosity=0, stdout=io.StringIO())
    shutil.copy(settings.DATA_DIR / "reporting_rules.csv", tmp_path)
    file = tmp_path / "reporting_rules.csv"
    file.write_text(file.read_text().replace("5000", "7000"))
    load_reporting_rules(folder=tmp_path, at=AT)
    rule = ReportingRule.objects.get()
    assert rule.pounds_shown_from == Decimal(7_000)

    rule.during = from_day(ON)
    rule.save()
    file.write_text(file.read_text().replace("7000", "1"))
    receipt = load_reporting_rules(folder=tmp_path, at=AT)

    assert sum(receipt.left.values()) == 1
    assert ReportingRule.objects.get().pounds_shown_from == Decimal(7_000)


# --- the ways to the pages ---


def test_the_page_of_a_cluster_leads_to_its_money_once_a_month_is_closed(money, page):
    document = page(money.cluster.get_absolute_url())
    without = page(ClusterFactory().get_absolute_url())

    address = page_address("budgets:cluster_money", "en", slug=money.cluster.slug_en)
    assert document.select_one(f'#money a[href="{address}"]')
    assert "an even pace would be" in words(document.select_one("#money"))
    assert "once a month of its board’s accounts is closed" in words(without.select_one("#money"))


def test_the_page_of_a_board_leads_to_the_money_of_its_clusters(money, page):
    address = page_address("budgets:board_money", "en", slug=money.board.slug_en)

    assert page(money.board.get_absolute_url()).select_one(f'main a[href="{address}"]')
    assert not page(HealthBoardFactory().get_absolute_url()).select_one('main a[href$="/money/"]')


def test_the_sitemap_names_the_money_of_real_places_only(money, client):
    def places():
        return len(re.findall(r"/en/[^<]+/money/</loc>", client.get("/sitemap.xml").content.decode()))

    assert places() == 0
    for body in (money.cluster, money.board):
        body.is_example = False
        body.save()

    assert places() == 2
