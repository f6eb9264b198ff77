"""Welsh and English order, search folding, and how dates and numbers are written and read."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polib
import pytest
from django import forms
from django.test import override_settings
from django.utils import formats, translation
from hypothesis import given
from hypothesis import strategies as st

from common.welsh import date_range, english_sort_key, fold, fold_closed, sort_key

LANGUAGES = ["cy", "en"]
# The 29 letters, with k q v x z in their English places.
ALPHABET = [
    "a",
    "b",
    "c",
    "ch",
    "d",
    "dd",
    "e",
    "f",
    "ff",
    "g",
    "ng",
    "h",
    "i",
    "j",
    "k",
    "l",
    "ll",
    "m",
    "n",
    "o",
    "p",
    "ph",
    "q",
    "r",
    "rh",
    "s",
    "t",
    "th",
    "u",
    "v",
    "w",
    "x",
    "y",
    "z",
]
NAMES_IN_WELSH_ORDER = [
    "Aberdâr",
    "Bala",
    "Bangor",
    "Caerdydd",
    "Conwy",
    "Cwmbrân",
    "Chirk",
    "Dinbych",
    "Dwyfor",
    "Felindre",
    "Ffestiniog",
    "Fflint",
    "Gwynedd",
    "Llandudno",
    "Llanelli",
    "Llangefni",
    "Llangollen",
    "Môn",
    "Nefyn",
    "Penfro",
    "Pwllheli",
    "Radur",
    "Ruthun",
    "Rhondda",
    "Rhyl",
    "Taf",
    "Tywi",
    "Thornhill",
    "Wrecsam",
    "Y Barri",
]
MONTHS = {
    "cy": [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


@pytest.fixture(scope="module", autouse=True)
def welsh_of_the_libraries(tmp_path_factory):
    """The names of the months come from the catalogue of this checkout, freshly compiled.

    Django's own Welsh misspells July.
    """
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "cy/LC_MESSAGES"
    target.mkdir(parents=True)
    catalogue = Path(__file__).parents[2] / "locale/framework/cy/LC_MESSAGES/django.po"
    polib.pofile(str(catalogue)).save_as_mofile(str(target / "django.mo"))
    with override_settings(LOCALE_PATHS=[folder]):
        yield


def in_order_of(key, names):
    return sorted(names, key=lambda name: key(name).encode())


def test_the_agreed_list_of_thirty_names_sorts_in_welsh_order():
    shuffled = sorted(NAMES_IN_WELSH_ORDER, key=lambda name: name[::-1])

    ordered = in_order_of(sort_key, shuffled)

    assert shuffled != NAMES_IN_WELSH_ORDER
    assert ordered == NAMES_IN_WELSH_ORDER


def test_letters_sort_as_the_welsh_alphabet():
    assert in_order_of(sort_key, reversed(ALPHABET)) == ALPHABET


@given(
    st.lists(
        st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=6),
        min_size=2,
        max_size=6,
    )
)
def test_words_sort_letter_by_letter(words):
    """The letters are joined by hyphens, which part letters and do not count, so each word has one reading."""
    expected = sorted(words, key=lambda letters: [ALPHABET.index(letter) for letter in letters])

    ordered = in_order_of(sort_key, ["-".join(letters) for letters in words])

    assert ordered == ["-".join(letters) for letters in expected]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Llanfyllin", "Llangadog"),
        ("Llangynidr", "Llanharan"),
        ("Pengam", "Penmaen-mawr"),
        ("Penglais", "Pengorof"),
        ("Bryngwyn", "Brynmawr"),
        ("Hengoed", "Hensol"),
        ("Blaengwynfi", "Blaenhonddan"),
        ("Abergwyngregyn", "Abergwynolwyn"),
        ("Ffynnongroyw", "Ffynnonhenri"),
        ("Llanfairpwll", "Llanfairpwllgwyngyll"),
        ("Langland", "Lanner"),
    ],
)
def test_n_and_g_that_meet_between_two_elements_are_two_letters(first, second):
    assert in_order_of(sort_key, [second, first]) == [first, second]


@pytest.mark.parametrize(("first", "second"), [("Llogell", "Llong"), ("Llong", "Llon"), ("Tegid", "Teng")])
def test_the_letter_ng_comes_after_g_and_before_h(first, second):
    """Llong is ll, o, ng: the letter ng precedes n, so Llong comes before Llon."""
    assert in_order_of(sort_key, [second, first]) == [first, second]


def test_r_and_h_of_aberhonddu_are_two_letters():
    names = ["Aberhonddu", "Abermaw", "Aberrhondda"]

    assert in_order_of(sort_key, reversed(names)) == names


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Tŷ'r Ŵyl, Môn â'i ffŷs", "tyr wyl mon ai f~ys"),
        ("Gogledd-ddwyrain Sir y Fflint", "gogled~d~wyrain sir y f~lint"),
        ("Pen-gelli", "pengel~i"),
        ("  Tywi/Taf ", "tywi taf"),
        ("ELÁI", "elai"),
        ("Meddygfa 2", "med~ygfa 2"),
        ("", ""),
    ],
)
def test_a_key_has_no_accents_case_or_punctuation(name, key):
    assert sort_key(name) == key


def test_a_space_comes_before_letters_and_a_digit_between_them():
    names = ["Y Barri", "Y 1", "Ynys", "Y"]

    assert in_order_of(sort_key, names) == ["Y", "Y 1", "Y Barri", "Ynys"]


def test_the_english_key_follows_the_english_alphabet():
    names = [
        "Rhondda",
        "Ruthin",
        "Chirk",
        "Conwy",
        "Llangefni",
        "Llandudno",
        "Môn",
        "Monmouth",
        "King's",
        "Kingsway",
    ]

    ordered = in_order_of(english_sort_key, names)

    assert ordered == [
        "Chirk",
        "Conwy",
        "King's",
        "Kingsway",
        "Llandudno",
        "Llangefni",
        "Môn",
        "Monmouth",
        "Rhondda",
        "Ruthin",
    ]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Môn", "mon"),
        ("YNYS MÔN", "ynys mon"),
        ("Tŷ'r Felin", "tyr felin"),
        ("Ty\u0302 Gwyn", "ty gwyn"),
        ("Tŷ’r Felin", "tyr felin"),
        ("Pen-y-bont ar Ogwr", "penybont ar ogwr"),
        ("Central & South Denbighshire", "central south denbighshire"),
        ("Central and South Denbighshire", "central south denbighshire"),
        ("Canol a De Sir Ddinbych", "canol de sir ddinbych"),
        ("Aman ac Afan", "aman afan"),
        ("Caerdydd a'r Fro", "caerdydd fro"),
        ("Tywi/Taf", "tywi taf"),
        ("A", "a"),
        (" - ", ""),
    ],
)
def test_folding_leaves_only_what_search_compares(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mon", "Ynys Môn"),
        ("Môn", "Ynys Môn"),
        ("ynys mon", "Ynys Môn"),
        ("ty", "Tŷ'r Felin"),
        ("elai", "Taf Elái"),
    ],
)
def test_a_folded_query_is_found_in_the_folded_name(typed, name):
    assert fold(typed) in fold(name)


@pytest.mark.parametrize("typed", ["pen y bont", "penybont", "Pen-y-bont", "PEN-Y BONT"])
def test_words_run_together_or_apart_find_the_same_name(typed):
    assert fold_closed(typed) in fold_closed("Dwyrain Pen-y-bont ar Ogwr")


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_written_with_the_full_name_of_the_month(language, month):
    with translation.override(language):
        written = formats.date_format(date(2026, month, 9))

    assert written == f"9 {MONTHS[language][month - 1]} 2026"


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(("language", "to"), [("cy", "i"), ("en", "to")])
def test_a_range_keeps_both_day_numbers_and_no_month_mutates(language, to, month):
    name = MONTHS[language][month - 1]

    written = date_range(date(2025, month, 1), date(2026, month, 28), language)

    assert written == f"1 {name} 2025 {to} 28 {name} 2026"


def test_a_range_leaves_the_language_of_the_page_alone():
    with translation.override("en"):
        written = date_range(date(2025, 4, 1), date(2026, 3, 31), "cy")

        assert written == "1 Ebrill 2025 i 31 Mawrth 2026"
        assert translation.get_language() == "en"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("format_name", "written"),
    [
        ("TIME_FORMAT", "14:05"),
        ("SHORT_DATE_FORMAT", "9 {march} 2026"),
        ("DATETIME_FORMAT", "9 {march} 2026, 14:05"),
    ],
)
def test_times_use_24_hours_and_no_date_is_numbers_alone(language, format_name, written):
    moment = datetime(2026, 3, 9, 14, 5)

    with translation.override(language):
        result = formats.date_format(moment, format_name)

    assert result == written.format(march=MONTHS[language][2])


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_look_the_same_in_both_languages(language):
    with translation.override(language):
        written = formats.number_format(Decimal("1234567.8"), force_grouping=True)

    assert written == "1,234,567.8"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["25/12/2025", "25 December 2025", "25 Dec 2025", "2025-12-25"])
def test_a_date_may_be_typed_the_british_way_or_as_iso(language, typed):
    with translation.override(language):
        cleaned = forms.DateField().clean(typed)

    assert cleaned == date(2025, 12, 25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_begins_on_monday(language):
    assert formats.get_format("FIRST_DAY_OF_WEEK", lang=language) == 1
