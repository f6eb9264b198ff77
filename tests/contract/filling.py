"""Fills in the forms of a page as somebody would who answers every question, from what the page itself shows."""

import re
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile

from common import clock

WORDS = "An example of what somebody writes."
A_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2} \w+ \d{4}")


@dataclass(frozen=True)
class Upload:
    """A file to send, as often as it is needed."""

    content: bytes = b"one,two\r\n1,2\r\n"
    name: str = "example.csv"


@dataclass
class Form:
    """One form of a page, filled in: where it goes, its fields, what else could be chosen, what its buttons send."""

    address: str
    fields: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def days(self) -> list[str]:
        """The names of the fields in which a day stands."""
        return [name for name in self.lines if A_DAY.fullmatch(str(self.fields[name]))]

    def sent(self, button: tuple[str, str] | None = None, **changes: Any) -> dict[str, Any]:
        """Return what is sent; a number chooses one of what a field offers, nothing leaves its answer out."""
        fields = self.fields | (dict([button]) if button else {})
        fields |= {
            name: self.choices[name][value] if isinstance(value, int) else value for name, value in changes.items()
        }
        return {name: _opened(value) for name, value in fields.items() if value is not None}


def forms_of(content: bytes, address: str) -> list[Form]:
    """Return the forms of a page that are sent to the portal, filled in."""
    page = BeautifulSoup(content, "html.parser")
    return [_form(page, form, address) for form in page.select("main form[method=post]")]


def faults_of(content: bytes) -> str:
    """Return what a page says of answers that were not taken."""
    found = BeautifulSoup(content, "html.parser").select_one(".nhsuk-error-summary")
    return found.get_text(" ", strip=True) if found else ""


def _opened(value: Any) -> Any:
    return SimpleUploadedFile(value.name, value.content) if isinstance(value, Upload) else value


def _form(page: BeautifulSoup, tag: Tag, address: str) -> Form:
    form = Form(tag.get("action") or address)
    for one in tag.select("input[name], textarea, select"):
        if one["name"] != "csrfmiddlewaretoken":
            _fill(one, form)
    outside = page.select(f"button[form={tag['id']}]") if tag.get("id") else []
    form.buttons = [(one["name"], one.get("value", "")) for one in (*tag.select("button[name]"), *outside)]
    return form


def _fill(tag: Tag, form: Form) -> None:
    name, kind = tag["name"], tag.get("type", "text")
    if tag.name == "select":
        form.choices[name] = [one["value"] for one in tag.select("option[value]") if one["value"]]
        chosen = tag.select_one("option[selected]")
        form.fields[name] = chosen["value"] if chosen else next(iter(form.choices[name]), "")
    elif tag.name == "textarea":
        form.texts.append(name)
        form.fields[name] = tag.get_text().removeprefix("\n") or WORDS
    elif kind in ("radio", "checkbox"):
        form.choices.setdefault(name, []).append(tag["value"])
        if name not in form.fields or tag.has_attr("checked"):
            form.fields[name] = tag["value"]
    elif kind == "hidden":
        form.fields[name] = tag.get("value", "")
    elif kind == "file":
        form.fields[name] = Upload()
    else:
        form.lines.append(name)
        form.fields[name] = tag.get("value") or _answer(tag, kind)


def _answer(tag: Tag, kind: str) -> str:
    """Return an answer of the kind that a line seems to ask for; its width tells a day and a number."""
    if kind == "email":
        return "somebody.new@example.org"
    if tag.get("inputmode") or "nhsuk-input--width-5" in tag.get("class", []):
        return "3"
    return clock.today().isoformat() if "nhsuk-input--width-10" in tag.get("class", []) else "Example"
