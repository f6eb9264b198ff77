"""The Welsh of the portal's own messages: complete, sound, and what a reader of a Welsh page meets."""

import re

import polib
import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from common.management.commands.check_catalogue import IDENTICAL, PLURAL_RULE, allowed, faults
from common.management.commands.update_catalogue import CATALOGUE, renewed

MESSAGES = polib.pofile(str(CATALOGUE))
NUMBERS = [0, 1, 2, 3, 5, 6, 7, 10, 20]
CLUSTERS = dict.fromkeys(NUMBERS, "clwstwr") | {2: "glwstwr", 3: "chlwstwr", 6: "chlwstwr"}
INDICATORS = dict.fromkeys(NUMBERS, "dangosydd") | {2: "ddangosydd"}
DAYS = dict.fromkeys(NUMBERS, "diwrnod") | {2: "ddiwrnod"}
PLANS = dict.fromkeys(NUMBERS, "cynllun") | {2: "gynllun", 3: "chynllun", 6: "chynllun"}

# Each message with a number, as approved: the word that follows the number, or the whole sentence.
APPROVED = {
    "%(count)s cluster": {number: f"{number} {word}" for number, word in CLUSTERS.items()},
    "%(counter)s cluster": {number: f"{number} {word}" for number, word in CLUSTERS.items()},
    "%(count)s indicator": {number: f"{number} {word}" for number, word in INDICATORS.items()},
    "%(counter)s plan": {number: f"{number} {word}" for number, word in PLANS.items()},
    "Waiting for %(days)s day": {number: f"Yn aros ers {number} {word}" for number, word in DAYS.items()},
    "moved %(days)s day later": {number: f"symudwyd {number} {word} yn hwyrach" for number, word in DAYS.items()},
    "moved %(days)s day earlier": {number: f"symudwyd {number} {word} yn gynharach" for number, word in DAYS.items()},
}
PLURAL_MESSAGES = {entry.msgid: entry for entry in MESSAGES if entry.msgid_plural}

# The sentences that say how a figure compares, and what stands where there is none.
SIGNIFICANCE = {
    "Higher than the Wales average (statistically significant)": (
        "Uwch na chyfartaledd Cymru (gwahaniaeth ystadegol arwyddocaol)"
    ),
    "Lower than the Wales average (statistically significant)": (
        "Is na chyfartaledd Cymru (gwahaniaeth ystadegol arwyddocaol)"
    ),
    "No statistically significant difference from the Wales average": (
        "Dim gwahaniaeth ystadegol arwyddocaol o gymharu â chyfartaledd Cymru"
    ),
    "Higher than the health board average (statistically significant)": (
        "Uwch na chyfartaledd y bwrdd iechyd (gwahaniaeth ystadegol arwyddocaol)"
    ),
    "Lower than the health board average (statistically significant)": (
        "Is na chyfartaledd y bwrdd iechyd (gwahaniaeth ystadegol arwyddocaol)"
    ),
    "No statistically significant difference from the health board average": (
        "Dim gwahaniaeth ystadegol arwyddocaol o gymharu â chyfartaledd y bwrdd iechyd"
    ),
    "Higher": "Uwch",
    "Lower": "Is",
    "No significant difference": "Dim gwahaniaeth arwyddocaol",
    "Not compared": "Heb ei gymharu",
    "Not shown: small numbers [c]": "Ni ddangosir: niferoedd bach [c]",
    "Not available [x]": "Ddim ar gael [x]",
    "Not applicable [z]": "Amherthnasol [z]",
}

# Each planted fault: the English, the Welsh, and what the check must say of it.
PLANTED = {
    "no Welsh": ("Cluster", "", "'Cluster': has no Welsh."),
    "only spaces": ("Cluster", "  ", "'Cluster': has no Welsh."),
    "left in English": ("Cluster", "Cluster", "'Cluster': is the same in both languages."),
    "ampersand": ("Plan and money", "Cynllun & arian", "an ampersand, where Welsh has a word:"),
    "name lost": ("Health board: %(board)s", "Bwrdd iechyd", "the places to fill, tags or addresses differ:"),
    "name changed": ("Page %(number)s", "Tudalen %(rhif)s", "the places to fill, tags or addresses differ:"),
    "braces lost": ("Left: %{count}", "Ar ôl: count", "the places to fill, tags or addresses differ:"),
    "tag lost": ("A <strong>word</strong>", "Gair", "the places to fill, tags or addresses differ:"),
    "address changed": (
        '<a href="%(address)s">All</a>',
        '<a href="/cy/%(address)s">Pob un</a>',
        "the places to fill, tags or addresses differ:",
    ),
    "part of an address lost": ("clusters/<slug:slug>/", "clystyrau/<slug:enw>/", "the places to fill, tags"),
    "percent sign alone": ("under 10%%", "o dan 10%", "a percent sign stands alone:"),
    "left to write": ("Cluster", "TODO clwstwr", "words that wait for others:"),
    "left to agree": ("Cluster", "Clwstwr (tbc)", "words that wait for others:"),
    "preposition before a name": ("The clusters of %(board)s", "Y clystyrau yn %(board)s", "a word that mutates"),
    "preposition before a linked name": (
        "To <a>%(board)s</a>",
        "I <a>%(board)s</a>",
        "a word that mutates the next stands before a place to fill:",
    ),
    "preposition before braces": ("From {board}", "O {board}", "a word that mutates the next"),
}


def message(english, welsh, **more):
    return polib.POEntry(msgid=english, msgstr=welsh, **more)


def catalogue(*entries, plural_rule=PLURAL_RULE):
    made = polib.POFile()
    made.metadata = {"Language": "cy", "Plural-Forms": plural_rule}
    made.extend(entries)
    return made


def faults_of(*entries, identical=()):
    """What the check says of messages that all stand in the source."""
    return faults(catalogue(*entries), catalogue(*entries), identical)


def welsh_of(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


# --- The catalogue itself ----------------------------------------------------------------------------------------


def test_catalogue_holds_every_message_of_the_source_and_is_sound(capsys):
    call_command("check_catalogue")

    assert capsys.readouterr().out.startswith("The Welsh catalogue is in order.")


def test_every_message_that_may_be_identical_is_in_the_catalogue():
    identical = allowed(IDENTICAL.read_text(encoding="utf-8"))

    assert {entry.msgid for entry in MESSAGES if entry.msgid in welsh_of(entry)} == identical


@pytest.mark.parametrize("english", SIGNIFICANCE)
def test_how_a_figure_compares_is_said_in_the_agreed_words(english):
    with translation.override("cy"):
        welsh = translation.gettext(english)

    assert welsh == SIGNIFICANCE[english]


# --- Messages with a number --------------------------------------------------------------------------------------


def test_every_message_with_a_number_has_an_approved_table():
    assert set(APPROVED) == set(PLURAL_MESSAGES)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("english", APPROVED)
def test_number_takes_its_approved_form(english, number):
    values = {"count": number, "counter": number, "days": number, "people": "9,876", "board": "Powys"}

    with translation.override("cy"):
        written = translation.ngettext(english, PLURAL_MESSAGES[english].msgid_plural, number) % values

    assert written == APPROVED[english][number]


# --- The check finds what it is there to find --------------------------------------------------------------------


def test_sound_catalogue_has_no_faults():
    entries = [
        message("Cluster", "Clwstwr"),
        message("As at %(day)s.", "Y sefyllfa ar %(day)s."),
        message("over 25%%", "dros 25%%"),
        message("clusters/<slug:slug>/", "clystyrau/<slug:slug>/"),
        message("%(low)s to %(high)s", "%(low)s i %(high)s"),
    ]

    assert faults_of(*entries) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_planted_fault_is_found(planted):
    english, welsh, said = PLANTED[planted]

    found = faults_of(message(english, welsh))

    assert len(found) == 1
    assert said in found[0]


def test_message_missing_from_the_catalogue_is_found():
    source = catalogue(message("Cluster", ""), message("Wales", ""))

    found = faults(catalogue(message("Cluster", "Clwstwr")), source, ())

    assert found == ["'Wales': in the source, not in the catalogue."]


def test_message_that_the_source_no_longer_has_is_found():
    ours = catalogue(message("Cluster", "Clwstwr"), message("Wales", "Cymru"))

    found = faults(ours, catalogue(message("Cluster", "")), ())

    assert found == ["'Wales': in the catalogue, no longer in the source."]


def test_obsolete_message_is_found():
    ours = catalogue(message("Cluster", "Clwstwr"), message("Wales", "Cymru", obsolete=True))

    found = faults(ours, catalogue(message("Cluster", "")), ())

    assert found == ["'Wales': obsolete, so no longer in the source."]


def test_fuzzy_message_is_found():
    assert faults_of(message("Cluster", "Clwstwr", flags=["fuzzy"])) == ["'Cluster': marked as fuzzy."]


@pytest.mark.parametrize("forms", [{0: "a", 1: "a", 2: "a", 3: "a", 4: "a"}, dict.fromkeys(range(6), "a") | {4: ""}])
def test_missing_or_empty_plural_form_is_found(forms):
    entry = polib.POEntry(msgid="one", msgid_plural="many", msgstr_plural=forms)

    assert faults_of(entry) == ["'one': has no Welsh, or not in each of the six forms."]


def test_fault_in_a_single_plural_form_is_found():
    forms = dict.fromkeys(range(6), "%(count)s clwstwr") | {3: "tri chlwstwr"}
    entry = polib.POEntry(msgid="%(count)s cluster", msgid_plural="%(count)s clusters", msgstr_plural=forms)

    found = faults_of(entry)

    assert found == ["'%(count)s cluster': the places to fill, tags or addresses differ: 'tri chlwstwr'"]


def test_plural_rule_of_another_language_is_found():
    ours = catalogue(message("Wales", "Cymru"), plural_rule="nplurals=2; plural=(n != 1);")

    found = faults(ours, catalogue(message("Wales", "")), ())

    assert found == [f"The header must say: Plural-Forms: {PLURAL_RULE}"]


def test_message_on_the_list_may_be_identical():
    identical = allowed("# The portal's own name\nClwstwr\n\n")

    assert faults_of(message("Clwstwr", "Clwstwr"), identical=identical) == []
    assert identical == {"Clwstwr"}


# --- The update --------------------------------------------------------------------------------------------------


def test_update_keeps_welsh_and_comments_of_messages_that_stay():
    before = catalogue(message("Wales", "Cymru", tcomment="own proposal"))
    before.header = "Welsh of the portal"

    after = renewed(before, catalogue(message("Wales", "", occurrences=[("a.html", "")])))

    assert [(entry.msgstr, entry.tcomment, entry.occurrences) for entry in after] == [
        ("Cymru", "own proposal", [("a.html", "")])
    ]
    assert (after.header, after.metadata) == (before.header, before.metadata)


def test_update_leaves_a_changed_message_empty_instead_of_guessing():
    before = catalogue(message("All clusters", "Pob clwstwr"))

    after = renewed(before, catalogue(message("All the clusters", "")))

    assert [(entry.msgid, entry.msgstr, entry.fuzzy) for entry in after] == [("All the clusters", "", False)]


def test_update_gives_a_new_message_with_a_number_six_empty_forms():
    new = polib.POEntry(msgid="%(n)s plan", msgid_plural="%(n)s plans", msgstr_plural={0: "", 1: ""})

    after = renewed(catalogue(), catalogue(new))

    assert after[0].msgstr_plural == dict.fromkeys(range(6), "")


# --- What a reader of a Welsh page meets -------------------------------------------------------------------------

PAGES = [
    ("portal:home", {}, ""),
    ("portal:search", {}, "?q=Aberdar"),
    ("portal:search", {}, "?q=zzzzzz"),
    ("portal:search", {}, "?q=CF10+1AA"),
    ("portal:health_board", {"slug": "powys"}, ""),
    ("portal:about", {}, ""),
    ("portal:accessibility", {}, ""),
    ("portal:privacy", {}, ""),
    ("portal:site_map", {}, ""),
    ("indicators:methods", {}, ""),
    ("indicators:releases", {}, ""),
    ("portal:contact", {}, ""),
    ("indicators:summary", {}, ""),
    ("indicators:summary", {}, "?compare=board&differ=10&show=higher&view=indicator"),
    ("indicators:health_board_summary", {"slug": "powys"}, "?view=matrix&show=no_figure"),
    ("indicators:catalogue", {}, ""),
]
# Too short a message may stand inside a Welsh word or a name; one with places to fill never stands as it is written.
TOLD_APART = re.compile(r"^[^%{}<>]{13,}$", re.DOTALL)


def words_of(page):
    """Everything that a page says: its text, and what only a screen reader or a pointer finds."""
    hidden = [tag[name] for tag in page.find_all(True) for name in ("aria-label", "alt", "title") if tag.get(name)]
    return re.sub(r"\s+", " ", " ".join([page.get_text(" "), *hidden]))


def english_left_in(text):
    return [entry.msgid for entry in MESSAGES if TOLD_APART.match(entry.msgid) and entry.msgid in text]


def assert_page_is_welsh(client, address):
    response = client.get(address)

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert page.html["lang"] == "cy"
    assert english_left_in(words_of(page)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "arguments", "query"), PAGES)
def test_page_has_no_english_message_left(client, name, arguments, query):
    with translation.override("cy"):
        address = reverse(name, kwargs=arguments) + query

    assert_page_is_welsh(client, address)


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["clusters", "practices", "indicators"])
def test_page_that_lists_lead_to_has_no_english_message_left(client, place):
    """A cluster, a practice and an indicator, found as a reader finds them: by following a link."""
    found_on = {
        "clusters": ("/cy/", "/cy/clystyrau/"),
        "practices": ("/cy/chwilio/?q=meddygfa", "/cy/practisau/"),
        "indicators": ("/cy/dangosyddion/catalog/", "/cy/dangosyddion/"),
    }
    start, beginning = found_on[place]
    page = BeautifulSoup(client.get(start).content, "html.parser")
    main = page.find("main")

    addresses = [link["href"] for link in main.find_all("a", href=True) if link["href"].startswith(beginning)]

    assert_page_is_welsh(client, addresses[-1])


def test_english_left_on_a_page_would_be_found():
    page = BeautifulSoup('<p aria-label="Compare and filter">All clusters\n of Wales</p>', "html.parser")

    assert sorted(english_left_in(words_of(page))) == ["All clusters of Wales", "Compare and filter"]
