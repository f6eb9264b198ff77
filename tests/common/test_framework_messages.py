"""The Welsh of Django and django-tables2: complete, sound, and the one that a reader meets."""

import gettext
import re
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import polib
import pytest
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.template.defaultfilters import date as date_filter
from django.template.defaultfilters import filesizeformat, yesno
from django.test import override_settings
from django.utils import timesince, translation
from django.utils.translation import trans_real

ROOT = Path(__file__).parents[2]
CATALOGUE = polib.pofile(str(ROOT / "locale/framework/cy/LC_MESSAGES/django.po"))
LEFT_OUT = (Path(__file__).parent / "framework_messages_left_out.txt").read_text(encoding="utf-8").splitlines()
LIBRARIES = {
    "django": ["conf", "contrib/auth", "contrib/postgres"],
    "django_tables2": ["."],
}
NUMBERS = [0, 1, 2, 3, 5, 6, 7, 10, 20]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w+\}")
SAME_IN_BOTH_LANGUAGES = {
    "…",
    ":",
    ":?.!",
    ", ",
    "IPv4",
    "IPv6",
    "%s KB",
    "%s MB",
    "%s GB",
    "%s TB",
    "%s PB",
    "%(truncated_text)s…",
}
# Each plural message as approved: the sentence, then the words that change, for the six categories of CLDR
# (zero, one, two, few = 3, many = 6, other). {n} is the number that chooses the form; {} is the changing word.
SIX = {0: 0, 1: 1, 2: 2, 3: 3, 6: 4}
UNCHANGED = [""] * 6
DIGITS = ["digid", "digid", "ddigid", "digid", "digid", "digid"]
APPROVED = {
    "%(num)d year": (
        "{n} {}",
        ["mlynedd", "flwyddyn", "flynedd", "blynedd", "blynedd", "mlynedd"],
    ),
    "%(num)d month": ("{n} {}", ["mis", "mis", "fis", "mis", "mis", "mis"]),
    "%(num)d week": ("{n} wythnos", UNCHANGED),
    "%(num)d day": (
        "{n} {}",
        ["diwrnod", "diwrnod", "ddiwrnod", "diwrnod", "diwrnod", "diwrnod"],
    ),
    "%(num)d hour": ("{n} awr", UNCHANGED),
    "%(num)d minute": (
        "{n} {}",
        ["munud", "munud", "funud", "munud", "munud", "munud"],
    ),
    "%(size)d byte": ("{n} {}", ["beit", "beit", "feit", "beit", "beit", "beit"]),
    "Ensure that there are no more than %(max)s digit in total.": (
        "Rhowch {n} {} neu lai i gyd.",
        DIGITS,
    ),
    "Ensure that there are no more than %(max)s decimal place.": (
        "Rhowch {n} {} degol neu lai.",
        ["lle", "lle", "le", "lle", "lle", "lle"],
    ),
    "Ensure that there are no more than %(max)s digit before the decimal point.": (
        "Rhowch {n} {} neu lai cyn y pwynt degol.",
        DIGITS,
    ),
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).": (
        "Rhaid i'r gwerth hwn gynnwys o leiaf {n} nod (mae'n cynnwys 99).",
        UNCHANGED,
    ),
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).": (
        "Rhaid i'r gwerth hwn fod yn {n} nod neu lai (mae'n cynnwys 99).",
        UNCHANGED,
    ),
    "Ensure this filename has at most %(max)d character (it has %(length)d).": (
        "Rhaid i enw'r ffeil fod yn {n} nod neu lai (mae'n cynnwys 99).",
        UNCHANGED,
    ),
    "Please submit at most %(num)d form.": (
        "Cyflwynwch {n} ffurflen neu lai.",
        UNCHANGED,
    ),
    "Please submit at least %(num)d form.": (
        "Cyflwynwch o leiaf {n} ffurflen.",
        UNCHANGED,
    ),
    "This password is too short. It must contain at least %d character.": (
        "Mae'r cyfrinair hwn yn rhy fyr. Rhaid iddo gynnwys o leiaf {n} nod.",
        UNCHANGED,
    ),
    "Your password must contain at least %(min_length)d character.": (
        "Rhaid i'ch cyfrinair gynnwys o leiaf {n} nod.",
        UNCHANGED,
    ),
    "List contains %(show_value)d item, it should contain no more than %(limit_value)d.": (
        "Mae'r rhestr yn cynnwys {n} eitem; dylai gynnwys 99 neu lai.",
        UNCHANGED,
    ),
    "List contains %(show_value)d item, it should contain no fewer than %(limit_value)d.": (
        "Mae'r rhestr yn cynnwys {n} eitem; dylai gynnwys 99 neu fwy.",
        UNCHANGED,
    ),
}
PLURAL_MESSAGES = {entry.msgid: entry for entry in CATALOGUE if entry.msgid_plural}


def library_messages():
    """(context, message) of every message of the libraries, from the source catalogues that they ship."""
    folders = [
        Path(find_spec(library).submodule_search_locations[0]) / part
        for library, parts in LIBRARIES.items()
        for part in parts
    ]
    files = [str(folder / "locale/en/LC_MESSAGES/django.po") for folder in folders]
    return {(entry.msgctxt, entry.msgid) for file in files for entry in polib.pofile(file)}


def left_out_messages():
    return [(None, line) for line in LEFT_OUT if line and not line.startswith("#")]


def welsh_of(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def compiled(catalogue, folder):
    """A locale folder that holds `catalogue` as gettext reads it."""
    target = folder / "cy/LC_MESSAGES"
    target.mkdir(parents=True)
    catalogue.save_as_mofile(str(target / "django.mo"))
    return folder


@pytest.fixture(scope="module", autouse=True)
def welsh_of_the_libraries(tmp_path_factory):
    """Puts the catalogue of this checkout, freshly compiled, before the libraries' own."""
    folder = compiled(CATALOGUE, tmp_path_factory.mktemp("locale"))
    with override_settings(LOCALE_PATHS=[folder]):
        yield


@pytest.fixture(autouse=True)
def _welsh_page():
    with translation.override("cy"):
        yield


# --- The catalogue itself ----------------------------------------------------------------------------------------


def test_every_library_message_is_translated_here_or_left_out_for_a_reason():
    """Fails when an upgrade brings a message that nobody has looked at, or takes one away."""
    translated = {(entry.msgctxt, entry.msgid) for entry in CATALOGUE}

    assert translated | set(left_out_messages()) == library_messages()


def test_no_message_is_both_translated_and_left_out_or_named_twice():
    named = [(entry.msgctxt, entry.msgid) for entry in CATALOGUE] + left_out_messages()

    assert len(named) == len(set(named))


def test_every_message_left_out_stands_under_a_reason():
    lines = [line for line in LEFT_OUT if line and not line.startswith("# ")]
    reasons = [line for line in lines if line.startswith("## ")]

    assert lines[0] in reasons
    assert all(len(reason.split()) > 5 for reason in reasons)
    assert all(not following.startswith("## ") for line, following in pairwise(lines) if line in reasons)


def test_no_message_is_empty_fuzzy_or_obsolete():
    assert [entry.msgid for entry in CATALOGUE if entry.fuzzy or entry.obsolete] == []
    assert [entry.msgid for entry in CATALOGUE if not all(text.strip(" ") for text in welsh_of(entry))] == []


def test_plural_rule_is_that_of_cldr_for_welsh():
    rule = CATALOGUE.metadata["Plural-Forms"]

    assert rule == "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;"
    assert [sorted(entry.msgstr_plural) for entry in PLURAL_MESSAGES.values()] == [list(range(6))] * len(
        PLURAL_MESSAGES
    )


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.msgid[:40])
def test_welsh_keeps_every_placeholder(entry):
    wanted = sorted(PLACEHOLDER.findall(entry.msgid))

    assert [sorted(PLACEHOLDER.findall(text)) for text in welsh_of(entry)] == [wanted] * len(welsh_of(entry))


def test_only_signs_and_units_are_the_same_in_both_languages():
    assert {entry.msgid for entry in CATALOGUE if entry.msgid in welsh_of(entry)} == SAME_IN_BOTH_LANGUAGES


def test_welsh_has_no_ampersand_and_no_words_left_to_fill():
    texts = "\n".join(text for entry in CATALOGUE for text in welsh_of(entry))

    assert re.findall(r"&|TODO|TBC|PLACEHOLDER|XX|lorem", texts, re.IGNORECASE) == []


def test_no_preposition_stands_directly_before_a_name():
    """A name put after one of these words would need a mutation that a placeholder cannot make.

    "o" and "a" are left out of the list: they stand before numbers here, which are written in digits.
    """
    before_a_name = re.compile(
        r"\b(?:i|â|na|gan|am|ar|at|dan|dros|drwy|heb|hyd|wrth)\s+%\((?!limit_value|max|num)\w+\)s"
    )

    assert [text for entry in CATALOGUE for text in welsh_of(entry) if before_a_name.search(text)] == []


# --- Plural forms ------------------------------------------------------------------------------------------------


def test_every_plural_message_has_an_approved_table():
    assert set(APPROVED) == set(PLURAL_MESSAGES)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("msgid", APPROVED)
def test_number_takes_its_approved_form(msgid, number):
    entry, (sentence, words) = PLURAL_MESSAGES[msgid], APPROVED[msgid]
    chooser = "show_value" if msgid.startswith("List contains") else re.search(r"%\((\w+)\)|%d", msgid)[1]
    values = dict.fromkeys(re.findall(r"%\((\w+)\)", msgid), 99) | {chooser: number}

    written = translation.ngettext(msgid, entry.msgid_plural, number) % (values if chooser else number)

    assert written == sentence.format(words[SIX.get(number, 5)], n=number)


@pytest.mark.parametrize("number", [*NUMBERS, 4, 8, 11])
def test_our_six_forms_and_djangos_four_live_in_one_catalogue(number, tmp_path):
    """With one message overridden, that one follows our rule and all others keep Django's own forms."""
    ours = polib.POFile()
    ours.metadata = CATALOGUE.metadata
    ours.append(PLURAL_MESSAGES["%(num)d month"])
    welsh_folder = Path(find_spec("django").submodule_search_locations[0]) / "conf/locale"
    django_alone = gettext.translation("django", welsh_folder, ["cy"])
    messages = [entry for entry in polib.pofile(str(welsh_folder / "cy/LC_MESSAGES/django.po")) if entry.msgid_plural]
    untouched = [entry for entry in messages if entry.translated() and entry.msgid != "%(num)d month"]

    with override_settings(LOCALE_PATHS=[compiled(ours, tmp_path)]):
        merged = trans_real.DjangoTranslation("cy")

    month = "fis" if number == 2 else "mis"
    assert merged.ngettext("%(num)d month", "%(num)d months", number) == f"%(num)d {month}"
    assert len(untouched) > 5
    for entry in untouched:
        pair = (entry.msgid, entry.msgid_plural, number)
        assert merged.ngettext(*pair) == django_alone.ngettext(*pair)


def test_a_message_left_to_django_still_has_djangos_welsh():
    assert translation.gettext("File path") == "Llwybr ffeil"


# --- What a reader meets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        (forms.CharField(), "", "Mae'n rhaid llenwi'r maes hwn."),
        (
            forms.CharField(max_length=2),
            "abc",
            "Rhaid i'r gwerth hwn fod yn 2 nod neu lai (mae'n cynnwys 3).",
        ),
        (forms.IntegerField(), "x", "Rhowch rif cyfan."),
        (
            forms.IntegerField(min_value=3),
            "2",
            "Rhaid i'r gwerth hwn fod yn 3 neu fwy.",
        ),
        (forms.DecimalField(decimal_places=2), "1.234", "Rhowch 2 le degol neu lai."),
        (forms.DateField(), "31/02/2026", "Rhowch ddyddiad dilys."),
        (
            forms.EmailField(),
            "enw",
            "Rhowch gyfeiriad e-bost yn y ffurf gywir, fel enw@example.com.",
        ),
        (forms.URLField(assume_scheme="https"), "a b", "Rhowch gyfeiriad gwe dilys."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Dewiswch opsiwn dilys. Nid yw b yn un o'r dewisiadau sydd ar gael.",
        ),
    ],
)
def test_form_field_explains_in_welsh(field, typed, error):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [error]


def test_short_password_is_refused_in_welsh():
    with pytest.raises(ValidationError) as refused:
        MinimumLengthValidator(12).validate("byr")

    assert refused.value.messages == ["Mae'r cyfrinair hwn yn rhy fyr. Rhaid iddo gynnwys o leiaf 12 nod."]


def test_page_past_the_end_is_explained_in_welsh():
    with pytest.raises(Exception, match=r"^Nid oes canlyniadau ar y dudalen honno$"):
        Paginator([1, 2, 3], per_page=2).page(9)


def test_date_filter_writes_day_and_month_in_full():
    written = date_filter(datetime(2026, 3, 9, 14, 30), "l, j F Y")

    assert written == "Dydd Llun, 9 Mawrth 2026"


def test_time_since_counts_with_mutations():
    start = datetime(2024, 1, 1)

    written = timesince.timesince(start, start + timedelta(days=2 * 366))

    assert written == "2\xa0flynedd"


@pytest.mark.parametrize(("size", "written"), [(0, "0\xa0beit"), (2, "2\xa0feit"), (2048, "2.0\xa0KB")])
def test_file_size_is_written_in_welsh(size, written):
    assert filesizeformat(size) == written


def test_yes_no_and_perhaps_are_welsh():
    assert [yesno(value) for value in (True, False, None)] == ["ie", "na", "efallai"]


def test_table_pages_are_turned_in_welsh():
    assert [translation.gettext("previous"), translation.gettext("next")] == [
        "blaenorol",
        "nesaf",
    ]


@pytest.mark.parametrize("month", range(1, 13))
def test_other_forms_of_a_month_are_the_same_month(month):
    """The alternative form is not mutated: a date begins with its day number."""
    day = date(2026, month, 9)

    assert date_filter(day, "E") == date_filter(day, "F")
    assert date_filter(day, "F").startswith(date_filter(day, "N"))
