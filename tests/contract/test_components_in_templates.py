"""What templates hand to components: words and markup where words belong, options where options belong."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Node, Template, engines
from django.template.base import FilterExpression
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode

from common.addresses import page_address
from common.templatetags.components import as_markup
from tests.system.examples import EXAMPLES, LANGUAGES
from tests.system.signed_in import PAGES

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
# Options that are shown as they are. All others are words or parts with options of their own.
SHOWN = ("text", "html")
# How a dictionary looks that was shown as if it were words.
WRITTEN_OUT = re.compile(r"\{'[a-z_]+': |<[\w.]+ object at 0x")


def options_of(template: Template) -> Iterator[tuple[str, FilterExpression]]:
    """Give the options of every call of a component in a template, whichever way it is called."""
    for node in template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, SimpleNode) and node.func.__name__ == "component":
            yield from node.kwargs.items()
        elif isinstance(node, IncludeNode):
            yield from node.extra_context.items()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_hands_options_over_as_words_or_markup(name):
    template = engines["django"].engine.get_template(name)

    wrong = [
        (option, str(value.token))
        for option, value in options_of(template)
        if option in SHOWN and any(function is as_markup for function, _arguments in value.filters)
    ]

    assert wrong == []


def test_the_check_sees_both_ways_to_call_a_component():
    engine = engines["django"].engine
    calls = (
        '{% component "inset-text" html=body|as_markup %}',
        '{% include "components/x.html" with html=b|as_markup %}',
    )

    for call in calls:
        ((option, value),) = options_of(Template("{% load components %}" + call, engine=engine))

        assert option == "html"
        assert value.filters[-1][0] is as_markup


def written_out(content: bytes) -> list[str]:
    return WRITTEN_OUT.findall(html.unescape(content.decode()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_no_public_page_shows_the_inside_of_a_component(portal, example, language):
    answer = portal.reader.get(example.address(portal, language))

    assert answer.status_code == example.status
    assert written_out(answer.content) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_of_the_signed_in_shows_the_inside_of_a_component(portal, page, language):
    answer = portal.administrator.get(page.address(portal, language))

    assert answer.status_code == 200
    assert written_out(answer.content) == []


@pytest.mark.parametrize("name", ["plans:home", "plans:review"])
def test_no_plan_shows_the_inside_of_a_component_wherever_it_is_on_its_way(portal, name):
    editions = portal.read("SELECT id, return_reason FROM plans_edition")
    answers = [portal.administrator.get(page_address(name, "en", key=edition)) for edition, _reason in editions]

    assert any(reason for _edition, reason in editions)
    assert {answer.status_code for answer in answers} == {200}
    assert [answer.request["PATH_INFO"] for answer in answers if written_out(answer.content)] == []
