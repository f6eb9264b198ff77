"""System checks of what no test of one app would see."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.utils.translation import override

from common.histories import histories

# What only the publisher can say, and what it is.
TOLD_BY_THE_PUBLISHER = {
    "PUBLISHER": "the body that publishes the portal",
    "CONTACT_EMAIL": "the address to which readers write",
    "STATISTICAL_STATUS": "the status of the figures",
    "COMPLIANCE_STATUS": "how far the portal complies with WCAG 2.2 AA",
    "ENFORCEMENT_TEXT": "whom to turn to where a complaint about accessibility is not answered well",
    "STATEMENT_DATES": "when the accessibility statement was prepared and the portal last tested",
    "PRIVACY_TEXT": "legal basis, retention and data protection officer",
}


@register()
def every_column_is_in_the_history(**_kwargs: Any) -> list[Error]:
    """A tracked model whose history lacks a column would lose changes to that column without a word."""
    return [error for model in histories() for error in _missing_columns(model)]


@register(deploy=True)
def the_publisher_has_spoken(**_kwargs: Any) -> list[Error]:
    """In production a page would hide what the publisher has to say, or show a note to oneself in its place."""
    return list(_untold()) if settings.PRODUCTION else []


def _untold() -> Iterator[Error]:
    for name, meaning in TOLD_BY_THE_PUBLISHER.items():
        languages = [code for code, _words in settings.LANGUAGES if not _is_told(name, code)]
        places = [name] if name == "CONTACT_EMAIL" else [f"{name}_{code.upper()}" for code in languages]
        if languages:
            yield Error(f"Not set: {' and '.join(places)}, {meaning}.", id="common.E002")


def _is_told(name: str, language: str) -> bool:
    with override(language):
        said = str(getattr(settings, name)).strip()
    return bool(said) and not said.startswith("[")


def _missing_columns(event_model: Any) -> list[Error]:
    tracked = event_model.pgh_tracked_model
    kept = {field.name for field in event_model._meta.get_fields()}
    return [
        Error(f"{event_model.__name__} has no column {field.name!r} of {tracked.__name__}.", id="common.E001")
        for field in tracked._meta.local_fields
        if field.name not in kept
    ]
