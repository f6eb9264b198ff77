"""Forms as the options of components."""

from typing import Any

from django.forms import BoundField, Form


def asked(form: Form) -> dict[str, Any]:
    """Return the questions of a form and what is wrong with the answers, each with a link to its question."""
    problems = [{"text": words} for words in form.non_field_errors()]
    problems += [{"text": words, "href": f"#{field.id_for_label}"} for field in form for words in field.errors]
    return {"questions": [_question(field) for field in form], "problems": problems}


def _question(field: BoundField) -> dict[str, Any]:
    is_secret = field.widget_type == "password"
    return {
        "id": field.id_for_label,
        "name": field.html_name,
        "label": str(field.label),
        "hint": str(field.help_text),
        "error_message": " ".join(field.errors),
        "value": "" if is_secret else field.value() or "",
        "type": {"password": "password", "email": "email"}.get(field.widget_type, "text"),
        "autocomplete": field.field.widget.attrs.get("autocomplete", ""),
        "width": 10 if field.name == "code" else "",
    }
