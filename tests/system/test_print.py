"""On paper: the figures and their words, the address and the date, nothing to press."""

import re

import pytest

from tests.system.examples import LANGUAGES, example

NOT_PRINTED = (
    ".app-sections, .app-languages, .nhsuk-breadcrumb, .app-footer__links, form, .app-sort, .app-tabs, .nhsuk-skip-link"
)
PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(params=["Hywel Dda", "indicators of a cluster"])
def label(request) -> str:
    return request.param


@pytest.fixture(params=LANGUAGES)
def printed(request, label, open_page, portal):
    page = open_page(example(label).address(portal, request.param))
    page.emulate_media(media="print")
    return page


def test_nothing_to_press_is_printed(printed):
    shown = printed.locator(NOT_PRINTED).evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML)"
    )

    assert shown == []


def test_the_address_is_printed(printed):
    assert printed.locator(".app-print-only").inner_text().strip() == printed.url


def test_the_name_of_the_portal_is_printed_in_black_wherever_the_pointer_is(printed):
    name = printed.locator(".app-wordmark")
    name.hover()

    assert name.evaluate("link => getComputedStyle(link).color") == "rgb(0, 0, 0)"


def test_tables_are_printed_whole(printed):
    hidden = printed.locator(".app-rug, .app-scroll").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).overflowX !== 'visible').map(one => one.className)"
    )

    assert hidden == []
    assert (
        printed.locator("table thead").first.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    )


def test_a_difference_is_seen_without_colour(printed):
    marked = printed.locator("td.is-higher, td.is-lower, .app-said.is-higher, .app-said.is-lower").locator(
        "visible=true"
    )

    assert marked.count() > 0
    assert all("▲" in text or "▼" in text for text in marked.all_inner_texts())


def test_a_document_comes_out(printed):
    document = printed.pdf(prefer_css_page_size=True)

    assert document.startswith(b"%PDF-")
    assert 1 <= len(PAGES.findall(document)) <= 12
