import shutil

import numpy as np
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import AuditRecord
from clusters.models import Area, Membership
from common import jobs, public
from indicators import queries, tasks
from indicators.computation.figures import Computation, Figures, estimate, standing
from indicators.computation.geography import Areas
from indicators.models import CurrentFigureSet, Figure, FigureSet, Indicator, Release
from indicators.releases import computing
from tests.factories import AT, ON, FigureFactory, FigureSetFactory, IndicatorFactory, JobFactory

pytestmark = pytest.mark.django_db


def publish() -> Release | None:
    return computing.publish_computed_release(folder=settings.DATA_DIR, at=AT, on=ON)


def move_a_practice() -> None:
    membership = Membership.objects.get(provider__ods_code="W00005")
    membership.cluster = Area.objects.get(slug_en="rhondda")
    membership.save()


def test_the_shipped_release_holds_every_indicator_period_and_area():
    release = Release.objects.get()

    assert (release.number, release.state) == (1, Release.State.PUBLISHED)
    assert FigureSet.objects.filter(release=release).count() == 108
    assert Figure.objects.filter(figure_set__release=release).count() == 108 * 90
    assert Indicator.objects.filter(availability="real").count() == 64


def test_indicators_without_figures_are_listed_and_hold_none():
    waiting = Indicator.objects.filter(availability="definition_only")

    assert waiting.count() == 6
    assert not Figure.objects.filter(figure_set__indicator__in=waiting).exists()


def test_the_fifteen_key_indicators_are_those_of_the_catalogue_in_order():
    shown = queries.columns()

    assert sorted(column.indicator.key_order for column in shown) == list(range(1, 16))
    assert [column.indicator.code for column in shown][:3] == [
        "residents_most_deprived_fifth",
        "households_deprived_two_or_more",
        "unpaid_care_50_hours",
    ]


def test_the_latest_of_several_periods_is_shown():
    periods = {column.indicator.code: column.period.code for column in queries.columns()}

    assert periods["aged_85_plus"] == "mid-2020"
    assert periods["households_deprived_two_or_more"] == "2021"


def test_publishing_from_the_same_inputs_is_nothing_to_do():
    assert publish() is None
    assert Release.objects.count() == 1


def test_a_new_release_takes_the_place_of_the_old_and_changes_nothing_in_it():
    asked = {
        "figure_set__indicator__code": "registered_patients",
        "figure_set__period__code": "2025 (extract date not stated)",
        "area__slug_en": "rhondda",
    }
    old = Figure.objects.get(**asked)
    move_a_practice()

    release = publish()

    new = Figure.objects.get(figure_set__release=release, **asked)
    old.refresh_from_db()
    assert (release.number, old.value, new.value) == (2, 88_472, 88_472 + 8_534)
    assert CurrentFigureSet.objects.filter(figure_set__release=release).count() == 108
    assert CurrentFigureSet.objects.filter(is_latest=True).count() == 64


def test_publishing_raises_the_public_version_and_leaves_a_record(django_capture_on_commit_callbacks):
    before = public.version()
    move_a_practice()

    with django_capture_on_commit_callbacks(execute=True):
        release = publish()

    record = AuditRecord.objects.filter(action="indicators.publish_release").latest("pk")
    assert public.version() == before + 1
    assert (record.subject_kind, record.subject_key, record.details) == (
        "indicators.release",
        str(release.pk),
        {"figure_sets": 108},
    )


def test_a_computation_that_fails_publishes_nothing(tmp_path):
    for path in settings.DATA_DIR.iterdir():
        shutil.copy(path, tmp_path / path.name)
    file = tmp_path / "msoa11_health_indicators.csv"
    first = "W02000001,Isle of Anglesey 001,"
    file.write_text(file.read_text().replace(f"{first}13.5,", f"{first},"))

    with pytest.raises(Exception, match=r"msoa11_health_indicators\.csv, row 2, column wimd2019_gp_chronic"):
        computing.publish_computed_release(folder=tmp_path, at=AT, on=ON)

    assert Release.objects.count() == 1


@pytest.mark.as_owner
@pytest.mark.parametrize(
    ("model", "change"), [(Figure, {"value": 1.0}), (FigureSet, {"source_files": "other.csv"})], ids=["figure", "set"]
)
def test_what_is_published_is_never_edited(model, change):
    row = model.objects.first()

    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**change)

    assert not model.objects.filter(pk=row.pk, **change).exists()


def test_a_withheld_figure_cannot_hold_its_value():
    with pytest.raises(IntegrityError, match="a_withheld_figure_holds_nothing"):
        FigureFactory(withheld=True, value=3.0)


def test_an_interval_comparison_needs_an_interval():
    with pytest.raises(IntegrityError, match="no_interval_comparison_without_an_interval"):
        IndicatorFactory(method="mean", comparison="interval")


def test_a_worker_computes_the_figures():
    move_a_practice()

    job = jobs.run(JobFactory(kind=tasks.COMPUTE_FIGURES).pk)

    assert (job.state, job.message_cy) == ("done", "Yn cyfrifo'r ffigurau.")
    assert Release.objects.count() == 2


def test_the_command_can_leave_the_work_to_a_worker(capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        call_command("compute_figures", in_background=True)

    job = jobs.Job.objects.get(kind=tasks.COMPUTE_FIGURES)
    assert f"job {job.pk} waits" in capsys.readouterr().out


# --- Small numbers ---


@pytest.fixture
def computation():
    return Computation(folder=settings.DATA_DIR, on=ON)


def figures_of(areas: Areas, counts: np.ndarray, hidden: np.ndarray | None = None) -> Figures:
    indicator = IndicatorFactory.build()
    people = np.full(len(areas), 50_000.0)
    values, lower, upper = estimate(indicator, counts, people)
    return Figures(counts, people, values, lower, upper, np.zeros(len(areas), bool) if hidden is None else hidden)


def test_a_small_count_is_hidden_and_so_is_what_would_give_it_away(computation):
    counts = np.full(len(computation.areas), 500.0)
    powys = [place for place, area in enumerate(computation.areas.areas) if "-powys" in area.code]
    counts[powys] = [3, 40, 900]

    hidden = computation._hidden(Indicator(disclosure_threshold=5), counts)

    assert [bool(hidden[place]) for place in powys] == [True, True, False]
    assert hidden.sum() == 2


def test_counts_that_are_no_persons_are_never_hidden(computation):
    counts = np.full(len(computation.areas), 3.0)

    assert not computation._hidden(Indicator(disclosure_threshold=None), counts).any()


def test_a_hidden_figure_reaches_neither_row_nor_comparison(computation):
    hidden = np.zeros(len(computation.areas), bool)
    hidden[5] = True
    figure_set = FigureSetFactory()
    figures = figures_of(computation.areas, np.full(len(computation.areas), 3.0), hidden)

    rows = list(computing._rows(figure_set, figure_set.indicator, figures, computation))

    row = dict(zip(computing.FIGURE_COLUMNS, rows[5], strict=True))
    withheld = {name for name, value in row.items() if value is None}
    assert withheld == set(computing.FIGURE_COLUMNS[2:9]) | set(computing.FIGURE_COLUMNS[13:])
    assert (row["flag"], row["versus_board"], row["versus_wales"]) == ("c", "not_compared", "not_compared")
    assert rows[4][4] == pytest.approx(0.006)


# --- Comparisons ---


def test_an_area_is_never_compared_with_itself(computation):
    areas = computation.areas
    figures = figures_of(areas, np.full(len(areas), 500.0))

    against = standing(IndicatorFactory.build(), figures, areas, np.full(len(areas), areas.wales))

    assert against.outcomes[areas.wales] == "not_compared"
    assert np.isnan(against.differences[areas.wales])
    assert against.outcomes.count("no_difference") == len(areas) - 1


def test_a_comparator_of_zero_gives_a_difference_and_no_ratio(computation):
    areas = computation.areas
    counts = np.zeros(len(areas))
    counts[0] = 400.0

    against = standing(IndicatorFactory.build(), figures_of(areas, counts), areas, np.full(len(areas), areas.wales))

    assert against.outcomes[0] == "higher"
    assert against.differences[0] == pytest.approx(0.8)
    assert np.isnan(against.ratios[0])
