"""What the markup of every page shows, in both languages, public and signed in, without a browser."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from django.utils.translation import gettext

from common.addresses import page_address
from tests.system.examples import EXAMPLES, LANGUAGES, Example
from tests.system.markup import faults, heading_levels
from tests.system.running import Portal
from tests.system.signed_in import PAGES

HELP = (
    "portal:contact",
    "indicators:methods",
    "portal:sources",
    "portal:accessibility",
    "portal:privacy",
    "portal:site_map",
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_a_public_page(example, prepared):
    found, levels = {}, {}
    for language in LANGUAGES:
        answer = prepared.get(example.address(prepared, language))
        document = answer.document
        found |= {(language, name): said for name, said in faults(document, language).items()}
        found |= {(language, name): said for name, said in faults_of_answer(answer).items() if said}
        found |= {
            (language, name): said for name, said in public(document, example, prepared, language).items() if said
        }
        levels[language] = heading_levels(document)
        assert answer.status == example.status

    assert found == {}
    assert levels["cy"] == levels["en"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_for_signed_in_people(page, prepared, session):
    found, levels = {}, {}
    for language in LANGUAGES:
        answer = prepared.get(page.address(prepared, language), Cookie=f"{session['name']}={session['value']}")
        document = answer.document
        found |= {(language, name): said for name, said in faults(document, language).items()}
        found |= {(language, name): said for name, said in faults_of_policy(answer).items() if said}
        levels[language] = heading_levels(document)
        assert answer.status == 200
        assert document.select("meta[name=robots][content*=noindex]") != []

    assert found == {}
    assert levels["cy"] == levels["en"]


def faults_of_policy(answer) -> dict[str, list[str]]:
    """Return what the safety policy allows that it should not."""
    policy = answer.headers["Content-Security-Policy"]
    return {"policy": [] if "default-src 'none'" in policy and "unsafe" not in policy else [policy]}


def faults_of_answer(answer) -> dict[str, list[str]]:
    """Return what a public page sends beside its markup that it should not."""
    return faults_of_policy(answer) | {"cookies": answer.headers.get_all("Set-Cookie", [])}


def public(document: BeautifulSoup, example: Example, portal: Portal, language: str) -> dict[str, list[str]]:
    """Return what is wrong with what only public pages have."""
    other = "cy" if language == "en" else "en"
    switch = [link["href"] for link in document.body.select("a[rel~=alternate]")]
    return {
        "breadcrumb": differing(breadcrumb(document), expected_breadcrumb(example, portal, language)),
        "help": differing([link["href"] for link in document.footer.select("a")], expected_help(portal, language)),
        "language switch": differing(switch, [example.address(portal, other)]),
        "said to be invented": differing(notices(document, language), example.label.startswith("invented")),
    }


def differing(found: object, expected: object) -> list[object]:
    return [] if found == expected else [found, expected]


def breadcrumb(document: BeautifulSoup) -> list[str]:
    """Return where the first part of the breadcrumb leads."""
    return [link["href"] for link in document.select("nav.nhsuk-breadcrumb ol a")[:1]]


def expected_breadcrumb(example: Example, portal: Portal, language: str) -> list[str]:
    is_below = example.name != "portal:home" and example.status not in (400, 404)
    return [page_address("portal:home", language)] if is_below else []


def expected_help(portal: Portal, language: str) -> list[str]:
    """Return where the links of the footer lead, the same on every page."""
    return [next(one for one in EXAMPLES if one.name == name).address(portal, language) for name in HELP]


def notices(document: BeautifulSoup, language: str) -> int:
    """Count how often the page says that everything on it is invented."""
    with translation.override(language):
        notice = gettext("Everything on this page is invented, to show how the portal works.")
    return list(document.main.stripped_strings).count(notice)
