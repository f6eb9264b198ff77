"""Which indicators are key is chosen with a release, and stays chosen."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import AuditRecord
from common.models import LoadedFiles
from indicators import queries
from indicators.models import Indicator, KeyFinding, Release
from indicators.releases import computing
from tests.factories import AT
from tests.reading import words

pytestmark = pytest.mark.django_db
CODES = ("register_asthma", "register_stroke_tia", "households_deprived_two_or_more")
BECAUSE = {"because_en": "For the winter.", "because_cy": "Ar gyfer y gaeaf."}


def key() -> list[str]:
    return list(Indicator.objects.key().order_by("key_order").values_list("code", flat=True))


def test_the_catalogues_fifteen_are_key_until_others_are_chosen():
    assert key() == [
        *("residents_most_deprived_fifth", "households_deprived_two_or_more", "all_cause_mortality_ratio"),
        *("register_diabetes_17plus", "register_hypertension", "register_chd", "register_copd", "register_dementia"),
        *("register_mental_health", "register_obesity_16plus", "respiratory_emergency_admissions"),
        *("disabled_equality_act", "unpaid_care_50_hours", "aged_85_plus", "mean_list_size"),
    ]


def test_a_choice_shows_everywhere_and_outlives_the_catalogue(page):
    call_command("choose_key_indicators", *CODES, **BECAUSE)

    release = queries.newest_release()
    LoadedFiles.objects.filter(name="catalogue").update(digest="")
    computing.load_catalogue(folder=settings.DATA_DIR, at=AT)

    assert (release.key_indicators, key()) == (list(CODES), list(CODES))
    assert {column.indicator.code for column in queries.columns()} == set(CODES)
    spoken_of = KeyFinding.objects.filter(release=release, indicator__isnull=False)
    assert set(spoken_of.values_list("indicator__code", flat=True)) <= set(CODES)
    assert "Key indicators chosen anew Why: For the winter." in words(page("/en/releases/"))
    assert "GP-recorded asthma" in words(page("/en/clusters/llanelli/"))
    record = AuditRecord.objects.get(action="indicators.choose_key_indicators")
    assert record.details == {"indicators": list(CODES)}


@pytest.mark.parametrize(
    ("codes", "problem"),
    [
        (("register_asthma", "register_asthma"), "each once"),
        (("low_birth_weight",), "“low_birth_weight” has no figures"),
        (("nothing",), "“nothing” has no figures"),
    ],
)
def test_an_impossible_choice_changes_nothing(codes, problem):
    before = key()

    with pytest.raises(CommandError, match=problem):
        call_command("choose_key_indicators", *codes, **BECAUSE)

    assert (key(), Release.objects.count()) == (before, 1)
