"""Our components make the same page fragments as NHS.UK frontend does from the same options."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from script.support.cut_styles import block_of, blocks_used, classes_styled, classes_used, cut

# Names that NHS.UK frontend gives and never styled: hooks of its script, and what marks a state.
HOOKS = {
    "nhsuk-breadcrumb__back",
    "nhsuk-js-character-count",
    "nhsuk-notification-banner-title",
    "nhsuk-pagination__link--next",
    "nhsuk-pagination__link--prev",
    "nhsuk-search-input--large",
    "nhsuk-table--sortable",
}
FIXTURES = Path(__file__).parent / "nhsuk_fixtures"
ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "components"
STATIC = ROOT / "static" / "nhsuk"

# How many official examples each component follows, so that none falls out unnoticed.
FOLLOWED = {
    "action-link": 7,
    "back-link": 7,
    "breadcrumb": 5,
    "button": 66,
    "card": 46,
    "character-count": 33,
    "checkboxes": 53,
    "contents-list": 4,
    "date-input": 39,
    "details": 12,
    "error-message": 6,
    "error-summary": 14,
    "fieldset": 4,
    "hint": 3,
    "input": 43,
    "inset-text": 3,
    "label": 30,
    "legend": 26,
    "notification-banner": 17,
    "pagination": 10,
    "panel": 15,
    "radios": 48,
    "search-input": 26,
    "select": 20,
    "skip-link": 3,
    "summary-list": 25,
    "tables": 139,
    "tag": 27,
    "task-list": 4,
    "textarea": 16,
    "warning-callout": 6,
}

OLD_NAMES = "uses option names that NHS.UK frontend itself is giving up"
SAID_TWICE = "gives one thing both as an option and as a class; we give it once"
CLINICAL = "care cards say what to do when ill, which is not for this portal to say"

# Official examples that we leave, each with the reason.
NOT_FOLLOWED = {
    ("card", "non-urgent (blue)"): CLINICAL,
    ("card", "urgent (red)"): CLINICAL,
    ("card", "emergency (red and black)"): CLINICAL,
    ("card", "emergency (red and black) with action link"): CLINICAL,
    ("summary-list", "as a card (type non-urgent) with actions"): CLINICAL,
    ("summary-list", "as a card (type urgent) with actions"): CLINICAL,
    ("summary-list", "as a card (type emergency) with actions"): CLINICAL,
    ("checkboxes", 'with "none" option (named group)'): OLD_NAMES,
    ("checkboxes", 'with "none" option (named group, unique)'): OLD_NAMES,
    ("checkboxes", 'with "none" option, deprecated'): OLD_NAMES,
    ("pagination", "with deprecated options"): OLD_NAMES,
    ("tables", "as a card (feature) with deprecated options"): OLD_NAMES,
    ("task-list", "with deprecated status classes"): OLD_NAMES,
    ("task-list", "with deprecated titles"): OLD_NAMES,
    ("input", "width class overriding width option"): SAID_TWICE,
    ("label", "size class overriding size option"): SAID_TWICE,
    ("legend", "size class overriding size option"): SAID_TWICE,
    ("tag", "colour class overriding colour option"): SAID_TWICE,
}


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def as_our_options(given: Any, name: str = "") -> Any:
    """Return official options under our names, with what they hand over as markup marked safe."""
    if isinstance(given, dict):
        rename = str if name == "attributes" else snake_case
        return {rename(key): as_our_options(value, key) for key, value in given.items()}
    if isinstance(given, list):
        return [as_our_options(value) for value in given]
    return mark_safe(given) if name == "html" and isinstance(given, str) else given


def our_options(component: str, fixture: dict) -> dict:
    options = as_our_options(fixture["options"])
    if not fixture["call_block"]:
        return options
    body = mark_safe(fixture["call_block"])
    return {**options, "description": {"html": body}} if component in WITH_DESCRIPTION else {**options, "html": body}


# What these are given as a block stands where they otherwise show their description.
WITH_DESCRIPTION = ("card", "error-summary")

INLINE = frozenset({"a", "b", "code", "em", "i", "span", "strong"})


def words(fragment: Tag) -> str:
    """Return the text of a fragment as a reader meets it: spaces count between words of one line only."""
    parts: list[str] = []

    def read(tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, NavigableString):
                parts.append(re.sub(r"[ \t\r\n]+", " ", child))
                continue
            edge = "" if child.name in INLINE else "\n"
            parts.append(edge)
            read(child)
            parts.append(edge)

    read(fragment)
    return re.sub(r" *\n[ \n]*", "\n", re.sub(" +", " ", "".join(parts))).strip()


def shape(tag: Tag) -> tuple:
    """Return a tag as comparable parts: its name, its attributes (classes as a set), the tags in it."""
    attributes = {
        name: frozenset(value if isinstance(value, list) else value.split()) if name == "class" else value
        for name, value in tag.attrs.items()
    }
    return tag.name, attributes, [shape(child) for child in tag.children if isinstance(child, Tag)]


def parsed(markup: str) -> Tag:
    return BeautifulSoup(markup, "html.parser")


def numbered(component: str) -> list[tuple[str, dict]]:
    """Return a component's examples by name; where several share a name, the later ones have a number too."""
    met: Counter[str] = Counter()
    examples = []
    for fixture in json.loads((FIXTURES / f"{component}.json").read_text(encoding="utf-8")):
        met[fixture["name"]] += 1
        number = met[fixture["name"]]
        examples.append((fixture["name"] if number == 1 else f"{fixture['name']} #{number}", fixture))
    return examples


COMPONENTS = sorted(path.stem for path in FIXTURES.glob("*.json"))
EXAMPLES = [(component, name, fixture) for component in COMPONENTS for name, fixture in numbered(component)]
FOLLOWED_EXAMPLES = [example for example in EXAMPLES if example[:2] not in NOT_FOLLOWED]


@pytest.mark.parametrize(
    ("component", "fixture"),
    [pytest.param(component, fixture, id=f"{component}: {name}") for component, name, fixture in FOLLOWED_EXAMPLES],
)
def test_a_component_makes_the_official_markup(component, fixture):
    options = our_options(component, fixture)

    ours = parsed(render_to_string(f"components/{component}.html", options))

    official = parsed(fixture["html"])
    assert shape(ours) == shape(official)
    assert words(ours) == words(official)


def test_no_official_example_falls_out_unnoticed():
    names = {(component, name) for component, name, _fixture in EXAMPLES}

    counted = Counter(component for component, _name, _fixture in FOLLOWED_EXAMPLES)

    assert counted == FOLLOWED
    assert set(NOT_FOLLOWED) <= names


def rendered(source: str, **context: Any) -> str:
    return Template("{% load components %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize("option", ["text", "html"])
def test_plain_words_are_escaped_wherever_they_are_given(option):
    unsafe = "<script>alert(1)</script>"

    shown = rendered("{% component 'hint' options %}", options={option: unsafe})

    assert parsed(shown).script is None
    assert words(parsed(shown)) == unsafe


def test_markup_that_is_marked_safe_is_shown_as_markup():
    shown = rendered("{% component 'hint' html=markup %}", markup=mark_safe("<b>9</b>"))

    assert parsed(shown).b.string == "9"


def test_a_component_may_be_shown_by_its_tag_or_by_include():
    by_tag = rendered("{% component 'button' text=text href='/plan' small=True %}", text="Open")
    by_include = rendered(
        "{% include 'components/button.html' with text=text href='/plan' small=True only %}", text="Open"
    )

    assert shape(parsed(by_tag)) == shape(parsed(by_include))
    assert words(parsed(by_tag)) == words(parsed(by_include)) == "Open"


def test_a_component_sees_nothing_of_the_page():
    shown = rendered("{% component 'tag' text='Draft' %}", classes="page", id="page", attributes={"hidden": ""})

    assert parsed(shown).strong.attrs == {"class": ["nhsuk-tag"]}


def test_options_win_over_keywords_and_classes_add_up():
    shown = rendered(
        "{% component 'tag' given text='Draft' classes='wide' colour='grey' %}",
        given={"text": "Agreed", "classes": "tall"},
    )

    tag = parsed(shown).strong
    assert tag.string == "Agreed"
    assert set(tag["class"]) == {"nhsuk-tag", "nhsuk-tag--grey", "wide", "tall"}


def test_what_a_page_captures_can_be_handed_to_a_component():
    captured = "{% capture body %}<p>{{ name }}</p>{% endcapture %}"

    shown = parsed(rendered(captured + "{% component 'details' summary='More' html=body %}", name="A & B"))

    assert shown.find("div", class_="nhsuk-details__text").p.string == "A & B"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"data-x": 'a"b'}, ' data-x="a&quot;b"'),
        ({"aria-hidden": True}, ' aria-hidden="true"'),
        ({"hidden": {"value": True, "optional": True}}, " hidden"),
        ({"hidden": {"value": None, "optional": True}}, ""),
        ({"data-list": {"value": ["a"], "type": "array"}}, ' data-list="[&quot;a&quot;]"'),
        (None, ""),
    ],
)
def test_attributes_are_written_from_names_and_values(given, expected):
    assert rendered("<p{% attributes given %}>", given=given) == f"<p{expected}>"


def test_choices_compare_values_as_text_because_forms_send_text():
    items = [{"value": 1, "text": "One"}, {"value": 2, "text": "Two"}]

    shown = parsed(rendered("{% component 'radios' name='n' items=items value='2' %}", items=items))

    assert [field["value"] for field in shown.find_all("input", checked=True)] == ["2"]


def test_the_script_that_counts_characters_gets_its_sentences_unless_the_page_is_in_english():
    source = "{% component 'character-count' name='reason' label='Reason' maxlength=200 %}"

    with override("en"):
        english = parsed(rendered(source)).div
    with override("cy"):
        welsh = parsed(rendered(source)).div

    assert not any(name.startswith("data-i18n") for name in english.attrs)
    forms = {name.rpartition(".")[2] for name in welsh.attrs if name.startswith("data-i18n.characters-under-limit.")}
    assert forms == {"zero", "one", "two", "few", "many", "other"}
    assert "%{count}" in welsh["data-i18n.characters-over-limit.other"]


def test_components_carry_no_inline_style_or_script():
    sources = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")}

    offending = [name for name, source in sources.items() if re.search(r"<script|<style| style=| on[a-z]+=", source)]

    assert offending == []


def test_the_style_sheet_asks_for_nothing_from_elsewhere():
    style = (STATIC / "nhsuk-frontend.min.css").read_text(encoding="utf-8")

    addresses = set(re.findall(r"url\(([^)]+)\)", style))

    assert addresses
    assert [address for address in addresses if not (STATIC / address).is_file()] == []
    assert "Frutiger" not in style
    assert "@font-face" not in style
    assert "sourceMappingURL" not in style


def test_the_style_sheet_holds_what_templates_name_and_no_other_block():
    style = (STATIC / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    styled = classes_styled(style)

    unstyled = {name for name in classes_used() if not any(one.startswith(name) for one in styled)}

    assert unstyled == HOOKS, "fetch the style sheet anew: script/support/vendor_nhsuk.py"
    assert {block_of(name) for name in styled} == blocks_used(style)


def test_a_style_sheet_is_cut_by_whole_blocks():
    sheet = (
        '@charset "utf-8";.nhsuk-tag,.nhsuk-tabs{a:b}.nhsuk-tabs__list{c:d}.nhsuk-tag--red:not(.nhsuk-tabs){e:";}"}'
        "@media print{.nhsuk-tabs{f:g}}@media print{a:is(.x,.y),.nhsuk-tag{h:i}}@page{j:k}"
    )

    assert cut(sheet, {"nhsuk-tag"}) == (
        '@charset "utf-8";.nhsuk-tag{a:b}.nhsuk-tag--red:not(.nhsuk-tabs){e:";}"}'
        "@media print{a:is(.x,.y),.nhsuk-tag{h:i}}@page{j:k}"
    )
