"""System checks of what no test of one app would see."""

from typing import Any

from django.core.checks import Error, register

from common.histories import histories


@register()
def every_column_is_in_the_history(**_kwargs: Any) -> list[Error]:
    """A tracked model whose history lacks a column would lose changes to that column without a word."""
    return [error for model in histories() for error in _missing_columns(model)]


def _missing_columns(event_model: Any) -> list[Error]:
    tracked = event_model.pgh_tracked_model
    kept = {field.name for field in event_model._meta.get_fields()}
    return [
        Error(f"{event_model.__name__} has no column {field.name!r} of {tracked.__name__}.", id="common.E001")
        for field in tracked._meta.local_fields
        if field.name not in kept
    ]
