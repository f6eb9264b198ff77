"""The tables that keep what each tracked row has been."""

from typing import Any

import pghistory.models
from django.apps import apps


def histories() -> list[Any]:
    """Return the tables of history, each with the model whose rows it keeps, in the order of their names."""
    found = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return sorted((one for one in found if one.pgh_tracked_model), key=lambda model: model._meta.db_table)
