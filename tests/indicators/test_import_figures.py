"""Figures from a file: three shapes, every fault with its sentence, one release or nothing."""

import csv
import gzip
import math

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import AuditRecord
from clusters.models import Area
from common import public
from common.tabular import BrokenFile
from indicators import queries
from indicators.imports import reading
from indicators.models import CurrentFigureSet, Figure, FigureSet, KeyFinding, Outcome, Period, Release
from indicators.releases import actions
from indicators.statistics import AGE_BANDS, EUROPEAN_STANDARD_POPULATION_2013
from tests.factories import AT, ON, ClusterFactory, HealthBoardFactory

pytestmark = pytest.mark.django_db

COUNTS = "area_kind,area_code,indicator,period,count,denominator"
AGES = "area_kind,area_code,indicator,period,age_band,count,population"
VALUES = "area_kind,area_code,indicator,period,value,lower95,upper95"
LABELS = "period_label_en,period_label_cy,period_order"
BIRTHS = [
    "cluster,llanelli,low_birth_weight,2021,60,700",
    "cluster,tywi-taf,low_birth_weight,2021,20,600",
    "health_board,W11000025,low_birth_weight,2021,200,3000",
    "nation,W92000004,low_birth_weight,2021,1800,27000",
]


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file of a heading and rows."""

    def write_file(heading: str, *rows: str, name: str = "figures.csv"):
        path = tmp_path / name
        path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def publish(write):
    """Return a function that writes a file and imports it."""

    def import_rows(heading: str, *rows: str):
        return actions.import_figures(path=write(heading, *rows), at=AT, on=ON)

    return import_rows


def figure(code: str, indicator: str = "low_birth_weight") -> Figure:
    return Figure.objects.get(
        area__code=code, figure_set__indicator__code=indicator, figure_set__current__is_latest=True
    )


def by_age(code: str, indicator: str, counts: list[int], population: int = 1_000, kind: str = "cluster") -> list[str]:
    return [
        f"{kind},{code},{indicator},2021,{band},{count},{population}"
        for band, count in zip(AGE_BANDS, counts, strict=False)
    ]


def wilson(count: float, whole: float, z: float) -> tuple[float, float]:
    """Wilson's interval, written out apart from the portal's own."""
    share = count / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return 100 * (middle - half), 100 * (middle + half)


# --- what a good file gives ---


def test_counts_become_values_with_limits_by_the_indicators_method(publish):
    publish(COUNTS, *BIRTHS)

    llanelli = figure("llanelli")

    assert (llanelli.count, llanelli.denominator) == (60, 700)
    assert llanelli.value == pytest.approx(100 * 60 / 700)
    assert (llanelli.lower95, llanelli.upper95) == pytest.approx(wilson(60, 700, 1.959963984540054))
    assert (llanelli.lower998, llanelli.upper998) == pytest.approx(wilson(60, 700, 3.090232306167813))


def test_each_figure_keeps_the_row_of_the_file_and_the_basis_of_its_area(publish):
    publish(COUNTS, *BIRTHS)

    rows = Figure.objects.filter(figure_set__indicator__code="low_birth_weight").order_by("source_row")

    assert list(rows.values_list("area__code", "source_row", "geography_basis")) == [
        ("llanelli", 2, "approximate"),
        ("tywi-taf", 3, "approximate"),
        ("W11000025", 4, "exact"),
        ("W92000004", 5, "exact"),
    ]


def test_areas_are_set_against_their_board_and_wales_where_the_file_has_them(publish):
    publish(COUNTS, *BIRTHS)

    low, board, wales = figure("tywi-taf"), figure("W11000025"), figure("W92000004")

    assert (low.versus_board, low.versus_wales) == ("lower", "lower")
    assert low.ratio_wales == pytest.approx((20 / 600) / (1800 / 27000))
    assert low.difference_board == pytest.approx(100 * (20 / 600 - 200 / 3000))
    assert (board.versus_board, board.versus_wales) == ("not_compared", "no_difference")
    assert (wales.versus_board, wales.versus_wales) == ("not_compared", "not_compared")


def test_without_board_and_wales_nothing_is_compared(publish):
    publish(COUNTS, *BIRTHS[:2])

    alone = figure("llanelli")

    assert (alone.versus_board, alone.versus_wales) == ("not_compared", "not_compared")
    assert (alone.ratio_board, alone.ratio_wales, alone.difference_wales) == (None, None, None)


def test_small_counts_are_hidden_with_what_would_give_them_away(publish):
    clusters = [f"cluster,{area.code},low_birth_weight,2021," for area in _clusters_of("W11000025")]
    counts = [3, 40, 50, 60, 70, 80, 90]

    publish(COUNTS, *[f"{row}{count},700" for row, count in zip(clusters, counts, strict=True)], BIRTHS[3])

    hidden = Figure.objects.filter(figure_set__indicator__code="low_birth_weight", flag="c")
    assert [(one.source_row, one.count, one.value, one.ratio_wales) for one in hidden.order_by("source_row")] == [
        (2, None, None, None),
        (3, None, None, None),
    ]


def test_a_hidden_board_gives_no_comparison_that_would_tell_its_value(publish):
    rows = [row.replace(",200,3000", ",3,3000") for row in BIRTHS]

    publish(COUNTS, *rows)

    assert figure("W11000025").flag == "c"
    assert (figure("llanelli").versus_board, figure("llanelli").ratio_board) == ("not_compared", None)


def test_a_flag_of_the_file_stands_in_place_of_the_count(publish):
    publish(f"{COUNTS},flag", *[f"{row}," for row in BIRTHS[1:]], "cluster,llanelli,low_birth_weight,2021,,,x")

    flagged = figure("llanelli")

    assert (flagged.flag, flagged.count, flagged.value, flagged.versus_wales) == ("x", None, None, "not_compared")


def test_counts_by_age_become_a_directly_standardised_rate(publish):
    counts = [2, 0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 26]

    publish(AGES, *by_age("llanelli", "all_cause_mortality", counts))

    rate = figure("llanelli", "all_cause_mortality")
    weights = EUROPEAN_STANDARD_POPULATION_2013
    weighted = sum(weight * count / 1000 for weight, count in zip(weights, counts, strict=True))
    assert rate.value == pytest.approx(weighted / sum(weights) * 100_000)
    assert (rate.count, rate.denominator, rate.flag, rate.source_row) == (sum(counts), 19_000, "", 2)
    assert rate.lower998 < rate.lower95 < rate.value < rate.upper95 < rate.upper998


def test_age_bands_may_stand_in_any_order(publish):
    rows = by_age("llanelli", "all_cause_mortality", list(range(19)))
    publish(AGES, *rows)
    value = figure("llanelli", "all_cause_mortality").value

    publish(AGES, *rows[::-1])

    assert figure("llanelli", "all_cause_mortality").value == value


def test_an_under_75_rate_is_weighted_by_the_bands_below_75(publish):
    publish(AGES, *by_age("llanelli", "avoidable_mortality_under_75", [5] * 15))

    assert figure("llanelli", "avoidable_mortality_under_75").value == pytest.approx(500)


def test_a_standardised_rate_of_fewer_than_ten_events_is_not_given_and_says_so(publish):
    nine, none = [0] * 10 + [9] + [0] * 8, [0] * 19

    publish(AGES, *by_age("llanelli", "all_cause_mortality", nine), *by_age("tywi-taf", "all_cause_mortality", none))

    flags = [figure(code, "all_cause_mortality").flag for code in ("llanelli", "tywi-taf")]
    assert flags == ["u", "u"]
    assert figure("llanelli", "all_cause_mortality").count is None


def test_ready_made_values_are_kept_as_they_are_and_compared_by_their_limits(publish):
    heading = f"{VALUES},lower998,upper998,denominator"

    publish(
        heading,
        "cluster,llanelli,all_cause_mortality,2021,1200.5,1100,1300,1050,1350,50000",
        "nation,W92000004,all_cause_mortality,2021,1000,990,1010,,,",
    )

    ready = figure("llanelli", "all_cause_mortality")
    assert (ready.value, ready.lower95, ready.upper95) == (1200.5, 1100, 1300)
    assert (ready.lower998, ready.upper998, ready.denominator, ready.count) == (1050, 1350, 50_000, None)
    assert (ready.versus_wales, ready.ratio_wales) == ("higher", 1.2005)


def test_a_ready_made_value_with_its_denominator_still_hides_a_small_count(publish):
    publish(f"{VALUES},denominator", "cluster,llanelli,low_birth_weight,2021,0.4,0.1,1.4,500")

    assert figure("llanelli").flag == "c"


def test_fifths_are_given_only_where_the_file_names_every_cluster(publish):
    clusters = list(Area.objects.filter(kind="cluster").real().order_by("code"))
    rows = [f"cluster,{area.code},chd_admissions,2021,{500 + place},," for place, area in enumerate(clusters)]

    publish(VALUES, *rows)
    whole = set(_outcomes("chd_admissions"))
    publish(VALUES, *rows[1:])

    assert whole == {outcome for outcome in Outcome.values if outcome.startswith("fifth")}
    assert set(_outcomes("chd_admissions")) == {"not_compared"}


def test_a_period_that_the_catalogue_lacks_comes_with_its_labels(publish):
    publish(f"{COUNTS},{LABELS}", "nation,W92000004,low_birth_weight,2023,1800,27000,2023,Blwyddyn 2023,130")

    period = Period.objects.get(code="2023")

    assert (period.label_en, period.label_cy, period.short_label_cy, period.order) == (
        "2023",
        "Blwyddyn 2023",
        "Blwyddyn 2023",
        130,
    )
    assert figure("W92000004").figure_set.period == period


def test_a_packed_file_is_taken_too(tmp_path):
    path = tmp_path / "figures.csv.gz"
    path.write_bytes(gzip.compress("\n".join([COUNTS, *BIRTHS]).encode()))

    receipt = actions.import_figures(path=path, at=AT, on=ON)

    assert receipt.figures == 4


# --- the release ---


def test_a_file_makes_one_published_release_with_its_record(publish, django_capture_on_commit_callbacks):
    before = public.version()

    with django_capture_on_commit_callbacks(execute=True):
        receipt = publish(COUNTS, *BIRTHS)

    release, record = receipt.release, AuditRecord.objects.get(action="indicators.import_figures")
    assert (release.state, release.file_name, release.is_example) == ("published", "figures.csv", False)
    assert (record.subject_kind, record.subject_key) == ("indicators.release", str(release.pk))
    assert record.details == {"file": "figures.csv", "sha256": release.inputs_digest, "figure_sets": 1, "figures": 4}
    assert public.version() == before + 1
    assert (receipt.rows, receipt.indicators, receipt.periods, receipt.new_periods) == (4, 1, 1, 0)


def test_the_figures_are_seen_at_once(publish):
    publish(COUNTS, *BIRTHS)

    shown = queries.columns(["low_birth_weight"])

    assert [column.release for column in shown] == [queries.newest_release()]
    assert "low_birth_weight" in {indicator.code for indicator in queries.published_indicators()}


def test_the_same_file_again_is_nothing_to_do(publish):
    publish(COUNTS, *BIRTHS)

    assert publish(COUNTS, *BIRTHS) is None
    assert Release.objects.count() == 2


def test_an_earlier_file_is_published_anew_once_another_took_its_place(publish):
    first = publish(COUNTS, *BIRTHS)
    publish(COUNTS, *BIRTHS[:3])

    again = publish(COUNTS, *BIRTHS)

    assert again.release.number == first.release.number + 2
    assert CurrentFigureSet.objects.get(indicator__code="low_birth_weight").figure_set.release == again.release


def test_an_import_does_not_make_the_portal_compute_its_own_figures_anew(publish):
    publish(COUNTS, *BIRTHS)

    call_command("compute_figures", verbosity=0)

    assert Release.objects.count() == 2


def test_the_key_findings_after_an_import_still_speak_of_every_key_indicator(publish):
    before = set(KeyFinding.objects.filter(area__code="llanelli").values_list("generated_en", flat=True))

    receipt = publish(COUNTS, *BIRTHS)

    after = KeyFinding.objects.filter(area__code="llanelli", release=receipt.release)
    assert set(after.values_list("generated_en", flat=True)) == before


def test_an_import_that_is_broken_off_while_it_writes_leaves_nothing(write):
    path = write(f"{COUNTS},{LABELS}", "nation,W92000004,low_birth_weight,2023,1800,27000,2023,2023,130")

    def stop_while_writing(percent: int, rows: int) -> None:
        if Figure.objects.filter(figure_set__period__code="2023").exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.import_figures(path=path, at=AT, on=ON, hear=stop_while_writing)

    assert Release.objects.count() == 1
    assert not FigureSet.objects.filter(indicator__code="low_birth_weight").exists()
    assert not Period.objects.filter(code="2023").exists()
    assert not AuditRecord.objects.filter(action="indicators.import_figures").exists()


# --- the command ---


def test_the_command_shows_its_way_and_gives_a_receipt(write, capsys):
    call_command("import_figures", str(write(COUNTS, *BIRTHS)))

    assert capsys.readouterr().out.splitlines() == [
        "    0%, 4 rows read",
        "   40%, 4 rows read",
        "   95%, 4 rows read",
        "  100%, 4 rows read",
        "Figures: published release 2, 4 figures:",
        "  rows 4, indicators 1, periods 1 (new: 0)",
        "  not shown: [c] 0, [x] 0, [z] 0, [u] 0",
    ]


def test_a_file_can_be_checked_without_publishing(write, capsys):
    call_command("import_figures", str(write(COUNTS, *BIRTHS)), check=True)

    assert "The file is in order. It would publish 4 figures:" in capsys.readouterr().out
    assert Release.objects.count() == 1


def test_the_command_refuses_with_the_sentence(write):
    with pytest.raises(CommandError) as refusal:
        call_command("import_figures", str(write(COUNTS, BIRTHS[0].replace("60", "701"))))

    assert str(refusal.value) == (
        "figures.csv, row 2, column count: the count is above the denominator. Nothing was changed."
    )


# --- broken files ---

ROW = "cluster,llanelli,low_birth_weight,2021,60,700"
DEATHS = by_age("llanelli", "all_cause_mortality", [5] * 19)
YOUNG = by_age("llanelli", "avoidable_mortality_under_75", [5] * 16)
VALUE = "cluster,llanelli,low_birth_weight,2021,8.6,6.7,10.9"
PERIOD = f"{COUNTS},{LABELS}"
BROKEN = {
    "no shape": (
        ("area_kind,area_code", "cluster,llanelli"),
        "row 1: none of the columns “count”, “age_band” and “value” is there, so the file’s shape is not known.",
    ),
    "missing column": (
        (COUNTS.replace(",denominator", ""), ROW[:-4]),
        "row 1, column denominator: the column is missing.",
    ),
    "column twice": ((f"{COUNTS},count", f"{ROW},60"), "row 1, column count: the column stands twice."),
    "misspelt column": (
        (f"{COUNTS},lower_95", f"{ROW},1"),
        "row 1, column lower_95: a file of this shape has no such column.",
    ),
    "no rows": ((COUNTS,), "the file has no row of figures."),
    "short row": ((COUNTS, ROW, "cluster,llanelli"), "row 3: the row has 2 cells, the heading has 6."),
    "unknown kind": (
        (COUNTS, ROW.replace("cluster", "cantref")),
        "row 2, column area_kind: “cantref” is not known here.",
    ),
    "unknown area": (
        (COUNTS, ROW, ROW.replace("llanelli", "camelot")),
        "row 3, column area_code: “camelot” is not known here.",
    ),
    "area of another kind": (
        (COUNTS, ROW.replace("cluster", "health_board")),
        "row 2, column area_code: “llanelli” is not known here.",
    ),
    "unknown indicator": (
        (COUNTS, ROW.replace("low_birth_weight", "luck")),
        "row 2, column indicator: “luck” is not known here.",
    ),
    "unknown period": (
        (COUNTS, ROW.replace("2021", "2031")),
        "row 2, column period: “2031” is not in the catalogue: its labels in both languages and its days are needed.",
    ),
    "period in one language": (
        (PERIOD, ROW.replace("2021", "2031") + ",2031,,5"),
        "row 2, column period: “2031” is not in the catalogue: its labels in both languages and its days are needed.",
    ),
    "period without order": (
        (PERIOD, ROW.replace("2021", "2031") + ",2031,2031,last"),
        "row 2, column period_order: “last” is not a whole number.",
    ),
    "period too long": (
        (PERIOD, ROW.replace("2021", "2031") + f",{'y' * 41},2031,5"),
        "row 2, column period_label_en: the text is longer than 40 characters.",
    ),
    "two labels for a period": (
        (
            PERIOD,
            ROW.replace("2021", "2031") + ",A,A,5",
            ROW.replace("2021", "2031").replace("llanelli", "tywi-taf") + ",B,A,5",
        ),
        "row 3, column period_label_en: “B” differs from “A” for this period.",
    ),
    "empty cell": ((COUNTS, ROW.replace(",60,", ",,")), "row 2, column count: the cell is empty."),
    "no denominator": ((COUNTS, ROW.replace("700", "")), "row 2, column denominator: the cell is empty."),
    "negative": (
        (COUNTS, ROW, ROW.replace("llanelli", "tywi-taf").replace("60", "-6")),
        "row 3, column count: “-6” is below zero.",
    ),
    "not a number": ((COUNTS, ROW.replace("60", "NaN")), "row 2, column count: “NaN” is not a number."),
    "infinite": ((COUNTS, ROW.replace("700", "inf")), "row 2, column denominator: “inf” is not a number."),
    "formula": ((COUNTS, ROW.replace("60", "=1+1")), "row 2, column count: “=1+1” is not a number."),
    "thousands": ((COUNTS, ROW.replace("700", "7_000")), "row 2, column denominator: “7_000” is not a number."),
    "above its whole": ((COUNTS, ROW.replace("60", "701")), "row 2, column count: the count is above the denominator."),
    "out of nobody": (
        (COUNTS, ROW.replace("60,700", "0,0")),
        "row 2, column denominator: the number must be above zero.",
    ),
    "a count out of something": (
        (COUNTS, ROW.replace("low_birth_weight", "registered_patients")),
        "row 2, column denominator: the indicator is a count, so the cell must be empty.",
    ),
    "the same twice": (
        (COUNTS, ROW, *BIRTHS[1:3], ROW),
        "row 5, column area_code: the same area, indicator and period stand in row 2 already.",
    ),
    "unknown flag": (
        (f"{COUNTS},flag", ROW.replace("60,700", ",,q")),
        "row 2, column flag: “q” is not a flag. The flags are c, x and z.",
    ),
    "flag and count": (
        (f"{COUNTS},flag", f"{ROW},c"),
        "row 2, column count: the row is flagged, so the cell must be empty.",
    ),
    "counts without ages": (
        (COUNTS, ROW.replace("low_birth_weight", "all_cause_mortality")),
        "row 2, column indicator: the indicator is age-standardised; it needs age bands.",
    ),
    "ages without need": (
        (AGES, "cluster,llanelli,low_birth_weight,2021,0-4,1,10"),
        "row 2, column indicator: the indicator is not age-standardised; it takes no age bands.",
    ),
    "a band turned into a date": (
        (AGES, *DEATHS[:1], DEATHS[1].replace("5-9", "05-Sep")),
        f"row 3, column age_band: “05-Sep” is not an age band. The bands are {', '.join(AGE_BANDS)}.",
    ),
    "missing bands": (
        (AGES, *DEATHS[:3], *DEATHS[5:]),
        "row 2, column age_band: age bands are missing for this area, indicator and period: 15-19, 20-24.",
    ),
    "a band twice": (
        (AGES, *DEATHS, DEATHS[4]),
        "row 21, column area_code: the same area, indicator, period and age band stand in row 6 already.",
    ),
    "a band too old": ((AGES, *YOUNG), "row 17, column age_band: “75-79” is not an age band of this indicator."),
    "nobody of an age": (
        (AGES, *[row.replace(",1000", ",0") for row in DEATHS]),
        "row 2, column population: the number must be above zero.",
    ),
    "no limits": (
        (VALUES, "cluster,llanelli,low_birth_weight,2021,8.6,,"),
        "row 2, column lower95: the cell is empty.",
    ),
    "one limit": (
        (VALUES, "cluster,llanelli,chd_admissions,2021,500,400,"),
        "row 2, column upper95: the cell is empty.",
    ),
    "limit above value": (
        (VALUES, VALUE.replace("6.7", "9.7")),
        "row 2, column lower95: the lower limit is above the value.",
    ),
    "limit below value": (
        (VALUES, VALUE.replace("10.9", "8")),
        "row 2, column upper95: the upper limit is below the value.",
    ),
    "outer limit inside": (
        (f"{VALUES},lower998,upper998", f"{VALUE},7,12"),
        "row 2, column lower998: the 99.8% limit lies inside the 95% interval.",
    ),
    "more than all": (
        (VALUES, VALUE.replace("8.6,6.7,10.9", "101,99,102")),
        "row 2, column value: the value is above 100, the whole.",
    ),
    "flag and value": (
        (f"{VALUES},flag", f"{VALUE},c"),
        "row 2, column value: the row is flagged, so the cell must be empty.",
    ),
}


@pytest.mark.parametrize(("lines", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_the_row_and_column_of_its_fault(publish, lines, sentence):
    with pytest.raises(BrokenFile) as refusal:
        publish(*lines)

    said = "figures.csv: " if not sentence.startswith("row") else "figures.csv, "
    assert str(refusal.value) == said + sentence
    assert Release.objects.count() == 1


def test_of_several_faults_the_first_in_the_file_is_told(publish):
    with pytest.raises(BrokenFile, match=r"row 2, column denominator: “many” is not a number\.$"):
        publish(COUNTS, ROW.replace("700", "many"), ROW.replace("llanelli", "camelot"))


def test_real_areas_and_examples_never_stand_in_one_file(publish):
    ClusterFactory(code="example-east", parent=HealthBoardFactory(code="example-board"))

    with pytest.raises(BrokenFile) as refusal:
        publish(COUNTS, ROW, ROW.replace("llanelli", "example-east"))

    assert str(refusal.value) == (
        "figures.csv, row 3, column area_code: "
        "the file holds real areas and examples; each kind needs a file of its own."
    )


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_bytes("\n".join([COUNTS, ROW]).encode("utf-16-le"))

    with pytest.raises(BrokenFile, match=r"^figures\.csv: the file is neither CSV nor an Excel workbook"):
        actions.import_figures(path=path, at=AT, on=ON)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BrokenFile, match=r"^figures\.csv: the file is missing\.$"):
        actions.import_figures(path=tmp_path / "figures.csv", at=AT, on=ON)


def test_a_file_without_end_is_given_up(publish, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)

    with pytest.raises(BrokenFile, match=r"^figures\.csv: the file has more than 3 rows\.$"):
        publish(COUNTS, *BIRTHS)


def test_a_fault_far_down_a_long_file_is_told_by_its_own_row(publish, monkeypatch):
    monkeypatch.setattr(reading, "BLOCK", 2)

    with pytest.raises(BrokenFile, match=r"row 6, column count: “x” is not a number\.$"):
        publish(COUNTS, *BIRTHS, "cluster,rhondda,low_birth_weight,2021,x,700")


def test_the_standard_population_is_that_of_the_file_that_names_its_source():
    with (settings.DATA_DIR / "esp2013.csv").open() as file:
        published = {row["age_band"]: float(row["standard_population"]) for row in csv.DictReader(file)}

    assert dict(zip(AGE_BANDS, EUROPEAN_STANDARD_POPULATION_2013.tolist(), strict=True)) == published


def _clusters_of(board: str) -> list[Area]:
    return list(Area.objects.filter(kind="cluster", parent__area__code=board).order_by("code"))


def _outcomes(indicator: str) -> list[str]:
    shown = Figure.objects.filter(figure_set__indicator__code=indicator, figure_set__current__is_latest=True)
    return list(shown.values_list("versus_wales", flat=True))
