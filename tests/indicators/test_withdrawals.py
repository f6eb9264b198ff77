"""Corrections that say why, withdrawals that bring back what stood, and periods told apart by their last day."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditRecord
from common.errors import Refused
from indicators.models import CurrentFigureSet, Figure, Period, Release
from indicators.queries import key_findings, newest_release, published_releases
from indicators.releases import actions
from indicators.releases.withdrawing import withdraw_release
from tests.factories import AT, ON
from tests.reading import words

pytestmark = pytest.mark.django_db
CODE, PAGE = "disabled_equality_act", "/en/indicators/residents-disabled-under-the-equality-act/"
HEADING = "area_kind,area_code,indicator,period,count,denominator"
DAYS = "period_label_en,period_label_cy,period_starts_on,period_ends_on"
BECAUSE = {"because_en": "The file was of another year.", "because_cy": "Roedd y ffeil o flwyddyn arall."}


@pytest.fixture
def publish(tmp_path):
    def publish(*lines: str, **details: object) -> Release:
        path = tmp_path / "figures.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return actions.import_figures(path=path, at=AT, on=ON, **details).release

    return publish


def of_llanelli(count: int) -> tuple[str, ...]:
    return HEADING, f"cluster,llanelli,{CODE},2021,{count},60100", f"nation,W92000004,{CODE},2021,670000,3107000"


def shown_count() -> float:
    current = CurrentFigureSet.objects.get(indicator__code=CODE, is_latest=True)
    return Figure.objects.get(figure_set=current.figure_set, area__slug_en="llanelli").count


def findings() -> list[str]:
    board = Figure.objects.filter(area__slug_en="llanelli").first().area
    return [one.generated_en for one in key_findings(board)]


def test_a_withdrawal_brings_back_what_stood_and_says_why(publish, page):
    stood, before = shown_count(), findings()
    first = publish(*of_llanelli(20_000))
    second = publish(*of_llanelli(21_000))
    assert findings() != before

    withdraw_release(release=second, at=AT, **BECAUSE)
    assert shown_count() == 20_000
    saying = withdraw_release(release=first, at=AT, **BECAUSE)

    assert shown_count() == stood
    assert findings() == before
    assert newest_release() == saying
    record = AuditRecord.objects.filter(action="indicators.withdraw_release").latest("pk")
    assert (record.subject_key, record.details["because"]) == (str(first.pk), BECAUSE["because_en"])
    said = words(page("/en/releases/"))
    assert f"Release {first.number}, Figures from figures.csv, was withdrawn on" in said
    assert said.count(f"{BECAUSE['because_en']}") == 4
    assert BECAUSE["because_cy"] in words(page("/cy/datganiadau/"))
    assert first.number not in [one.release.number for one in published_releases()]


def test_what_had_nothing_before_it_goes(publish):
    release = publish(
        f"{HEADING},{DAYS}", "nation,W92000004,low_birth_weight,2023 births,1,2,2023,2023,2023-01-01,2023-12-31"
    )

    withdraw_release(release=release, at=AT, **BECAUSE)

    assert not CurrentFigureSet.objects.filter(indicator__code="low_birth_weight").exists()


def test_a_release_is_withdrawn_once_and_never_without_a_reason_in_both_languages(publish):
    release = publish(*of_llanelli(20_000))

    with pytest.raises(Refused, match="both languages"):
        withdraw_release(release=release, at=AT, because_en="Wrong.", because_cy=" ")
    withdraw_release(release=release, at=AT, **BECAUSE)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_release(release=release, at=AT, **BECAUSE)
    with pytest.raises(CommandError, match="There is no release 99"):
        call_command("withdraw_release", "99", because_en="a", because_cy="b")


def test_a_correction_says_why_where_its_figures_stand(publish, page):
    reason = ("Two practices were counted twice.", "Cyfrifwyd dau bractis ddwywaith.")

    publish(*of_llanelli(20_000), reason=reason)

    assert "Why it was changed Two practices were counted twice." in words(page(PAGE))
    assert "Why: Two practices were counted twice." in words(page("/en/releases/"))
    with pytest.raises(Refused, match="both languages"):
        publish(*of_llanelli(20_001), reason=("Why", ""))


def test_an_older_file_that_comes_later_is_not_the_latest(publish):
    older = f"nation,W92000004,{CODE},2020 survey,600000,3000000,2020,2020,2020-01-01,2020-12-31"

    publish(f"{HEADING},{DAYS}", older)

    current = CurrentFigureSet.objects.get(indicator__code=CODE, is_latest=True)
    assert current.period.code == "2021"
    period = Period.objects.get(code="2020 survey")
    assert (period.starts_on, period.ends_on, period.is_day_stated) == (
        datetime.date(2020, 1, 1),
        datetime.date(2020, 12, 31),
        True,
    )


def test_a_period_without_days_is_of_the_day_on_which_its_file_was_seen_and_marked(publish, page):
    line = f"nation,W92000004,{CODE},2022 survey,600000,3000000,2022,2022,2022"

    publish(f"{HEADING},period_label_en,period_label_cy,period_order", line)

    period = Period.objects.get(code="2022 survey")
    assert (period.starts_on, period.ends_on, period.is_day_stated) == (ON, ON, False)
    assert "2022 (day not stated)" in words(page(PAGE))


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ("2023-01-01,2022-12-31", "the last day is before the first"),
        ("2023-01-01,soon", "“soon” is not a day"),
        (",2023-12-31", "“” is not a day"),
    ],
)
def test_impossible_days_are_refused(publish, days, problem):
    with pytest.raises(Refused, match=problem):
        publish(f"{HEADING},{DAYS}", f"nation,W92000004,{CODE},2023 survey,1,2,2023,2023,{days}")


def test_a_known_period_is_of_its_own_days_only(publish):
    with pytest.raises(Refused, match="“2021-01-01” differs from “2021-03-21” for this period"):
        publish(f"{HEADING},{DAYS}", f"nation,W92000004,{CODE},2021,1,2,,,2021-01-01,2021-12-31")


ORIGIN = "source_en,source_cy,note_en,note_cy,geography_basis"
SAID = "Office of Tests,Swyddfa Profion,Counted on one day.,Cyfrifwyd ar un diwrnod.,exact"


def test_what_a_file_says_of_its_figures_stands_with_them_in_place_of_the_catalogues_words(publish, page):
    lines = of_llanelli(20_000)

    publish(f"{lines[0]},{ORIGIN}", *(f"{line},{SAID}" for line in lines[1:]))

    english, welsh = words(page(PAGE)), words(page("/cy/dangosyddion/preswylwyr-anabl-o-dan-y-ddeddf-cydraddoldeb/"))
    assert "Source Office of Tests" in english
    assert "Counted on one day." in english
    assert "Area of a cluster Exact" in english
    assert "official best-fit" not in english
    assert "Cyfrifwyd ar un diwrnod." in welsh
    figure = Figure.objects.get(
        figure_set__current__is_latest=True, figure_set__indicator__code=CODE, area__code="llanelli"
    )
    assert figure.geography_basis == "exact"


@pytest.mark.parametrize(
    ("first", "second", "problem"),
    [
        (SAID, SAID.replace("Counted", "Reckoned"), "row 3, column source_en: rows above say otherwise"),
        (SAID.replace("Swyddfa Profion", ""), SAID, "row 2, column source_cy: the cell is empty"),
        (SAID.replace("exact", "roughly"), SAID, "row 2, column geography_basis: “roughly” is not known here"),
    ],
)
def test_an_origin_that_contradicts_itself_is_refused(publish, first, second, problem):
    heading, llanelli, wales = of_llanelli(20_000)

    with pytest.raises(Refused, match=problem):
        publish(f"{heading},{ORIGIN}", f"{llanelli},{first}", f"{wales},{second}")
