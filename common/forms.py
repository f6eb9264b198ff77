"""Questions that several rooms ask in the same way, and forms as the options of components."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.dates import date_format
from common.inputs import OUT_OF_BOUNDS, is_in_bounds
from common.money import LARGEST_AMOUNT, PENNY, ReadTwoWays, Unreadable, amount_written
from common.months import month_named

MOST_RADIOS = 12
# The field in which a form sends the key by which it is carried out once.
FORM_KEY = "form_key"
# Those in which it says whose it is and of which page (common.marks), and which draft of it is sent (accounts.drafts).
FORM_MARK, DRAFT_NAME, DRAFT_TAB = "form_mark", "draft_name", "draft_tab"
# What a form says of itself, which is no answer of anybody's.
OWN_FIELDS = frozenset({"csrfmiddlewaretoken", FORM_KEY, FORM_MARK, DRAFT_NAME, DRAFT_TAB})
LINES = 3
ORDERS = (
    re.compile(r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})$"),
    re.compile(r"^(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})$"),
    re.compile(r"^(?P<day>\d{1,2})[ -](?P<name>[^\W\d]+\.?)[ -](?P<year>\d{4})$"),
)


class DayField(forms.Field):
    """A day as people write it: 9 March 2026, 9 Mawrth 2026 or 9 Mar 2026, 9/3/2026, or 2026-03-09."""

    default_error_messages = {"invalid": _("Write the day as 9 March 2026 or 9/3/2026.")}

    def to_python(self, value: str | None) -> datetime.date | None:
        written = " ".join((value or "").split())
        if not written:
            return None
        for order in ORDERS:
            found = order.match(written)
            if found:
                return self._day(found.groupdict())
        raise forms.ValidationError(self.error_messages["invalid"])

    def _day(self, parts: dict[str, str]) -> datetime.date:
        month = month_named(parts["name"]) if "name" in parts else int(parts["month"])
        try:
            day = datetime.date(int(parts["year"]), month, int(parts["day"]))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"]) from None
        if not is_in_bounds(day):
            raise forms.ValidationError(OUT_OF_BOUNDS)
        return day

    def prepare_value(self, value: Any) -> Any:
        return date_format(value) if isinstance(value, datetime.date) else value


class MoneyField(forms.Field):
    """An amount in pounds as people type it: £1,250, 1250.5, 1 250; never below nought, never one of two readings."""

    default_error_messages = {"invalid": _("Write the amount in pounds, such as 1,250 or 1250.50.")}

    def to_python(self, value: str | None) -> Decimal | None:
        if not (value or "").strip():
            return None
        amount = self.amount_of(value or "")
        if amount > LARGEST_AMOUNT or amount != amount.quantize(PENNY):
            raise forms.ValidationError(self.error_messages["invalid"])
        return amount

    def amount_of(self, value: str) -> Decimal:
        """Return the amount that was typed; raise where it is none, or where it could be two."""
        try:
            return self.read(value)
        except ReadTwoWays as two:
            raise forms.ValidationError(str(two.problem)) from None
        except Unreadable:
            raise forms.ValidationError(self.error_messages["invalid"]) from None

    def read(self, value: str) -> Decimal:
        return amount_written(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.2f}".removesuffix(".00") if isinstance(value, Decimal) else value


class LongText(forms.Textarea):
    """An answer of many paragraphs."""

    lines = 12


def asked(form: forms.Form) -> dict[str, Any]:
    """Return the questions of a form and what is wrong with the answers, each with a link to its question."""
    problems = [{"text": words} for words in form.non_field_errors()]
    seen = [field for field in form if not field.is_hidden]
    problems += [{"text": words, "href": f"#{field.id_for_label}"} for field in seen for words in _faults(field)]
    hidden = [{"name": field.html_name, "value": _held(field)} for field in form if field.is_hidden]
    return {"questions": [_question(field) for field in seen], "hidden": hidden, "problems": problems}


def _held(field: forms.BoundField) -> Any:
    """Return what a hidden field holds; nothing is sent back as nothing, not as the word for it."""
    value = field.value()
    return "" if value is None else value


def _faults(field: forms.BoundField) -> list[str]:
    """Return what is wrong with an answer; one that is missing is named, since the list of problems stands apart."""
    missing = _("Answer this question: %(question)s") % {"question": field.label}
    faults = zip(field.errors.as_data(), field.errors, strict=True)
    return [missing if fault.code == "required" else str(words) for fault, words in faults]


def _question(field: forms.BoundField) -> dict[str, Any]:
    common = {
        "id": field.id_for_label,
        "name": field.html_name,
        "hint": str(field.help_text),
        "error_message": " ".join(_faults(field)),
    }
    if isinstance(field.field, forms.MultipleChoiceField):
        return {**common, "component": "checkboxes", "values": field.value() or [], **_choices(field)}
    if isinstance(field.field, forms.ChoiceField) and len(field.field.choices) > MOST_RADIOS:
        items = [{"value": value, "text": str(words)} for value, words in field.field.choices]
        return {
            **common,
            "component": "select",
            "label": str(field.label),
            "value": field.value() or "",
            "items": items,
        }
    if isinstance(field.field, forms.ChoiceField):
        return {**common, "component": "radios", "value": field.value() or "", **_radios(field)}
    label = {"label": str(field.label), "value": _answer(field)}
    if isinstance(field.field.widget, forms.Textarea):
        return {**common, **label, "component": "textarea", "rows": getattr(field.field.widget, "lines", LINES)}
    return {**common, **label, "component": "input", **_input(field)}


def _choices(field: forms.BoundField) -> dict[str, Any]:
    items = [{"value": value, "text": str(words)} for value, words in field.field.choices]
    # The first choice has the id that a link to the question leads to: the group has none, or no label would find it.
    # Where there is nothing to choose from yet, the link leads to the group.
    named = {"id": "" if items else field.id_for_label, "id_prefix": field.id_for_label}
    return {"items": items, "fieldset": {"legend": str(field.label)}, **named}


def _radios(field: forms.BoundField) -> dict[str, Any]:
    """Return the choices with the one that stands for no answer, if any, chosen where there is none."""
    found = _choices(field)
    is_empty = field.value() in (None, "")
    items = [{**item, "checked": True} if is_empty and item["value"] == "" else item for item in found["items"]]
    return {**found, "items": items}


def _answer(field: forms.BoundField) -> Any:
    return "" if field.widget_type == "password" else field.value() or ""


def _input(field: forms.BoundField) -> dict[str, Any]:
    return {
        "type": {"password": "password", "email": "email", "file": "file"}.get(field.widget_type, "text"),
        "autocomplete": field.field.widget.attrs.get("autocomplete", ""),
        "width": _width(field),
        **({"prefix": "£", "inputmode": "decimal"} if isinstance(field.field, MoneyField) else {}),
    }


def _width(field: forms.BoundField) -> int:
    """Return how wide an answer is expected to be, in letters."""
    if field.name == "code" or isinstance(field.field, (DayField, MoneyField)):
        return 10
    return 5 if isinstance(field.field, forms.IntegerField) else 30
