"""Nothing that anybody can put into an address, a form or a header is answered with a fault of the portal."""

import contextlib
import re
from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import translation

from common.forms import FORM_KEY
from tests.contract.filling import Form, forms_of
from tests.contract.test_addresses import named_patterns
from tests.contract.walking import signed_in, undone
from tests.system.examples import EXAMPLES
from tests.system.signed_in import PAGES

# NUL, half of a character, a superscript digit, numbers and days without end.
ENDLESS = "9" * 5000
IN_A_PATH = ("%00", "%ED%A0%80", "%C2%B2", "0", "9999", ENDLESS, "language")
IN_A_QUERY = ("\x00", "²", "-1", "99999999999999999999", ENDLESS, "0001-01-01", "31/12/9999", "1948-01-01")
DAYS = ("31/12/9999", "1/1/0001")
ADDRESSED = {"slug": "example-central", "kind": "need", "form": "pdf", "extension": "csv", "language": "en"}


@pytest.fixture(scope="module")
def browser(portal):
    browser = signed_in()
    browser.raise_request_exception = False
    return browser


@pytest.fixture(scope="module")
def known(portal) -> dict[str, dict[str, object]]:
    """What stands in a good address of each name."""
    addresses = [page.address(portal, "en") for page in (*PAGES, *EXAMPLES)]
    found = {}
    for address in addresses:
        with contextlib.suppress(Resolver404):
            match = resolve(address.partition("?")[0])
            found.setdefault(match.view_name, match.kwargs)
    return found


def written(route: str, parts: dict[str, object]) -> str:
    """Return the path of a route with these parts in it, whether or not they may stand there."""
    with translation.override("en"):
        return "/en/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(parts[found[1]]), str(route))


def parts_of(name: str, known: dict) -> dict[str, object]:
    route = str(named_patterns()[name].pattern)
    given = known.get(name, {})
    return {part: given.get(part, ADDRESSED.get(part, "1")) for part in re.findall(r"<(?:\w+:)?(\w+)>", route)}


@pytest.fixture
def faults(capsys):
    found: list[str] = []
    yield found
    assert found == []


def test_no_part_of_an_address_is_a_fault(browser, known, faults):
    for name, pattern in named_patterns().items():
        parts = parts_of(name, known)
        for part in parts:
            for value in IN_A_PATH:
                answer = browser.get(written(pattern.pattern, {**parts, part: value}))
                if answer.status_code >= 500:
                    faults.append(f"{name} {part}={value[:30]}")


class Noting(QueryDict):
    """What stands in an address, noting which of it a page asks for."""

    asked: set[str] = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)

    def getlist(self, name, default=None):
        self.asked.add(name)
        return super().getlist(name, default)

    def __contains__(self, name):
        self.asked.add(name)
        return super().__contains__(name)


def read_by(browser, address: str) -> set[str]:
    """Return the parameters that the page at an address asks for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.handlers.wsgi.QueryDict", Noting)
        Noting.asked = set()
        browser.get(address)
        return Noting.asked - {"form_key"}


def test_no_parameter_of_an_address_is_a_fault(browser, known, faults):
    checked = set()
    for name, pattern in named_patterns().items():
        address = written(pattern.pattern, parts_of(name, known))
        for parameter in {"anything", *read_by(browser, address)}:
            checked.add(parameter)
            for value in IN_A_QUERY if parameter != "anything" else IN_A_QUERY[:1]:
                answer = browser.get(address, {parameter: value})
                if answer.status_code >= 500:
                    faults.append(f"{name} {parameter}={value[:30]!r}")
    assert {"q", "on", "page", "sort", "board", "year", "edition", "clusters", "body", "quarter"} <= checked


def test_no_answer_in_a_form_is_a_fault(portal, browser, faults):
    checked = 0
    for page in PAGES:
        address = page.address(portal, "en")
        answer = browser.get(address)
        for number, form in enumerate(forms_of(answer.content, address)[:2]):
            for answers in hostile_answers(form):
                checked += len(answers)
                with undone():
                    status = browser.post(form.address, form.fields | dict(form.buttons[:1]) | answers).status_code
                if status >= 500:
                    faults.append(f"{page.name} {number} { ({name: str(one)[:30] for name, one in answers.items()}) }")
    assert checked > len(PAGES)


@pytest.mark.parametrize("header", ["referer", "accept-language", "user-agent", "if-none-match", "x-forwarded-for"])
def test_no_header_is_a_fault(browser, header):
    for value in ("http://[::1", "\xff", ENDLESS, "²", "*;q=x"):
        assert browser.get("/en/work/", headers={header: value}).status_code < 500
        assert browser.get("/cy/", headers={header: value}).status_code < 500


def hostile_answers(form: Form) -> Iterator[dict[str, str]]:
    """Return what nobody should be able to put into fields: days and lines one by one, so that all else is right."""
    if form.fields:
        yield {next(iter(form.fields)): "\x00"}
    yield from ({name: day} for name in form.days for day in DAYS)
    short = [name for name in form.fields if name not in form.texts]
    for value in (ENDLESS, "²"):
        yield {name: value for name in short if name != FORM_KEY}
    yield from ({name: "²"} for name in form.lines if name not in form.days)
