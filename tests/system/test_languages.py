"""Welsh and English are two full versions of the same pages, and the switch between them loses nothing."""

import pytest
from bs4 import BeautifulSoup

from tests.system.examples import EXAMPLES, HYWEL_DDA, LANGUAGES, Example

COUNTED = {
    "headings": "h1, h2, h3, h4, h5, h6",
    "tables": "table",
    "rows": "tr",
    "cells": "th, td",
    "forms": "form",
    "form fields": "input, select, textarea, button",
    "options": "option",
    "links": "a[href]",
    "downloads": "a[download]",
    "landmarks": "header, main, footer, nav, [role]",
}
WALES, BOARD = "indicators:summary", "indicators:health_board_summary"
CLUSTER, PLACE = "portal:cluster", "portal:health_board"
HYWEL, CARDIFF = ("health_board", "hywel-dda"), ("health_board", "cardiff-and-vale")
ASKED = (
    (WALES, None, {"compare": "board"}),
    (WALES, None, {"board": HYWEL_DDA, "show": "differences"}),
    (WALES, None, {"topic": "chronic conditions", "differ": 25, "sort": "register_diabetes_17plus", "order": "desc"}),
    (WALES, None, {"grouped": "no", "sort": "name", "order": "desc"}),
    (WALES, None, {"view": "matrix", "indicators": ["cancer_incidence", "aged_85_plus", "pension_credit"]}),
    (WALES, None, {"view": "indicator", "indicator": "aged_65_plus", "show": "higher"}),
    (WALES, None, {"view": "indicator", "indicator": "chd_admissions", "sort": "chd_admissions", "order": "asc"}),
    (WALES, None, {"view": "cluster", "cluster": "city-health", "compare": "board"}),
    (BOARD, HYWEL, {"compare": "board", "differ": 10}),
    (BOARD, CARDIFF, {"show": "lower", "topic": "deprivation", "view": "matrix"}),
    (BOARD, CARDIFF, {"sort": "aged_65_plus", "order": "desc"}),
    (BOARD, CARDIFF, {"view": "indicator", "indicator": "cancer_incidence", "compare": "board"}),
    (PLACE, CARDIFF, {"sort": "-registered"}),
    (PLACE, HYWEL, {"sort": "authority"}),
    (CLUSTER, ("cluster", "city-cardiff-south"), {"sort": "-registered_patients"}),
    (CLUSTER, ("cluster", "dwyfor-north-meirionnydd"), {"on": "2025-03-31"}),
    ("clusters:practice", ("practice", "W92021"), {"on": "2024-02-29"}),
    ("portal:local_authority", ("local_authority", "vale-of-glamorgan"), {"sort": "-practices"}),
    ("clusters:planning_group", ("planning_group", "swansea-bay"), {"sort": "name"}),
    ("portal:search", None, {"q": "Tŷ'r Ŵyl & Môn"}),
)


def switch_of(document: BeautifulSoup) -> str:
    return document.body.select_one("a[rel~=alternate]")["href"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_both_versions_hold_the_same_number_of_everything(portal, example):
    versions = [portal.get(example.address(portal, language)).document for language in LANGUAGES]

    counts = [{what: len(version.select(path)) for what, path in COUNTED.items()} for version in versions]

    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "subject", "query"), ASKED, ids=lambda part: str(part))
def test_switching_twice_returns_to_the_identical_address(portal, name, subject, query, language):
    address = Example("asked", name, subject, query).address(portal, language)

    there = switch_of(portal.get(address).document)
    back = switch_of(portal.get(there).document)

    assert portal.get(there).status == 200
    assert there != address
    assert back == address


@pytest.mark.parametrize(("language", "asked"), [("cy", "en"), ("en", "cy")])
def test_an_explicit_address_wins_over_any_preference(portal, language, asked):
    preferring = {"Cookie": f"language={language}", "Accept-Language": language}

    answer = portal.get(f"/{asked}/", **preferring)

    assert answer.status == 200
    assert answer.document.html["lang"] == asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bare_root_leads_to_the_preferred_language(portal, language):
    answer = portal.get("/", **{"Accept-Language": language})

    assert (answer.status, answer.headers["Location"]) == (302, f"/{language}/")


def test_titles_tell_the_pages_apart(portal):
    shown = {one.name: one for one in EXAMPLES if one.status == 200}.values()
    for language in LANGUAGES:
        titles = [portal.get(one.address(portal, language)).document.title.text for one in shown]

        assert len(set(titles)) == len(titles)
