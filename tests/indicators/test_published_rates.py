"""Rates that others publish: context beside the figures, never among them."""

import csv
import shutil

import pytest
from django.conf import settings

from accounts.models import AuditRecord
from clusters.models import Area
from common.tabular import BrokenFile
from indicators import queries
from indicators.models import Figure, Indicator, PublishedMeasure, PublishedRate
from indicators.releases import context
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A folder with the files, to be spoilt."""
    for name in context.FILES:
        shutil.copy(settings.DATA_DIR / name, tmp_path / name)
    return tmp_path


def spoil(path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def area(code: str) -> Area:
    return Area.objects.exclude(kind="cluster").get(code=code)


def test_every_published_rate_is_held_as_it_was_published():
    with (settings.DATA_DIR / context.RATES).open() as file:
        published = {(r["area_code"], r["measure"], r["period"]): float(r["value"]) for r in csv.DictReader(file)}

    held = PublishedRate.objects.exclude(measure__code=context.LOW_WEIGHT)

    rows = held.values_list("area__code", "measure__code", "measure__period_code", "value")
    assert {(code, measure, period): value for code, measure, period, value in rows} == published


def test_low_birth_weight_is_the_share_of_births_with_a_stated_weight():
    rates = PublishedRate.objects.filter(measure__code=context.LOW_WEIGHT)

    assert rates.count() == 30
    assert rates.get(area__code="W92000004").value == 100 * (684 + 1335) / (27457 - 71)
    assert rates.get(area__code="W06000001").value == 100 * (15 + 16) / 483


def test_no_cluster_has_a_published_rate_and_no_rate_is_a_figure():
    kinds = set(PublishedRate.objects.values_list("area__kind", flat=True))

    assert kinds == {"nation", "health_board", "local_authority"}
    assert not Figure.objects.filter(figure_set__indicator__code="low_birth_weight").exists()


def test_the_rates_of_an_area_come_in_the_order_of_the_measures():
    rates = list(queries.published_rates(area("W11000025")))

    assert rates[0].measure.code == context.LOW_WEIGHT
    assert len(rates) == 8
    assert [rate.measure.order for rate in rates] == sorted(rate.measure.order for rate in rates)


def test_the_rates_of_an_indicator_name_their_publisher_in_both_languages():
    rates = list(queries.published_rates_of(Indicator.objects.get(code="avoidable_mortality_under_75")))

    assert len(rates) == 44
    assert {(rate.measure.publisher_en, rate.measure.publisher_cy) for rate in rates} == {
        ("Office for National Statistics", "Swyddfa Ystadegau Gwladol")
    }


def test_every_measure_says_where_it_comes_from():
    assert PublishedMeasure.objects.count() == 21
    assert not PublishedMeasure.objects.filter(source="").exists()


def test_loading_the_same_files_again_is_nothing_to_do():
    assert context.load_published_rates(folder=settings.DATA_DIR, at=AT) is None


def test_a_corrected_file_changes_its_rates_and_takes_away_those_that_it_lacks(folder):
    spoil(folder / context.RATES, ",987.3,", ",990.1,")
    lines = (folder / context.BIRTHS).read_text().splitlines(keepends=True)
    (folder / context.BIRTHS).write_text("".join(line for line in lines if "W06000001" not in line))

    receipt = context.load_published_rates(folder=folder, at=AT)

    rates = PublishedRate.objects.filter(area__code="W06000001")
    assert receipt.changed == {"published rate": 1}
    assert rates.get(measure__code="all_cause_mortality_asr").value == 990.1
    assert not rates.filter(measure__code=context.LOW_WEIGHT).exists()
    assert AuditRecord.objects.filter(action="indicators.load_published_rates").count() == 2


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            context.RATES,
            "W06000001",
            "W06000099",
            "published_area_rates.csv, row 2, column area_code: “W06000099” is not known here.",
        ),
        (
            context.RATES,
            ",987.3,",
            ",n/a,",
            "published_area_rates.csv, row 2, column value: “n/a” is not a number.",
        ),
        (
            context.RATES,
            "2023 (registrations)",
            "2024",
            "published_area_rates.csv, row 2, column period: “2024” is not known here.",
        ),
        (
            context.MEASURES,
            ",low_birth_weight,",
            ",low_weight,",
            "published_measures.csv, row 2, column indicator: “low_weight” is not known here.",
        ),
        (
            context.BIRTHS,
            ",684,",
            ",-1,",
            "births_by_weight_2023.csv, row 2, column births_under_2000g: “-1” is not a whole number.",
        ),
    ],
)
def test_a_broken_file_names_its_cell_and_changes_nothing(folder, name, old, new, sentence):
    spoil(folder / name, old, new)
    before = list(PublishedRate.objects.order_by("pk").values())

    with pytest.raises(BrokenFile) as refusal:
        context.load_published_rates(folder=folder, at=AT)

    assert str(refusal.value) == sentence
    assert list(PublishedRate.objects.order_by("pk").values()) == before
