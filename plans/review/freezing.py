"""What approval makes fast: what the edition says, the figures that it cites as they stand, and its SHA-256."""

import datetime
from typing import Any

from django.db.models import F

from governance.models import Action, Body
from indicators import queries as indicators
from plans.editions.content import Content, content_of, digest_of, frozen_data
from plans.editions.languages import LANGUAGES
from plans.models import Edition


def freeze(edition: Edition, *, at: datetime.datetime) -> None:
    """Make an edition fast in its database transaction, and give its actions and milestones what was approved."""
    edition.milestone_rows.filter(baseline_on__isnull=True).update(baseline_on=F("due_on"))
    _follow_rows(edition)
    content = content_of(edition)
    edition.content, edition.figures = content, figures_of(edition.plan.body, cited(content))
    edition.digest = digest_of(frozen_data(edition))
    edition.frozen_at = at


def cited(content: Content) -> set[str]:
    """Return the codes of the indicators that needs rest on and priorities are to move."""
    of_needs = {code for row in content.get("need", []) for code in row["facts"]["figures"]}
    moved = [row["facts"]["indicator"] for row in content.get("priority", [])]
    return of_needs | {indicator["code"] for indicator in moved if indicator}


def figures_of(body: Body, codes: set[str]) -> dict[str, dict[str, Any]]:
    """Return the figures of a cluster as the public sees them now, by indicator; a planning group has none."""
    if body.body_kind != Body.Kind.CLUSTER or not codes:
        return {}
    columns = indicators.columns(codes, example=body.is_example)
    found = indicators.figures(columns, [body.pk])
    return {
        column.indicator.code: _figure(column, found[body.pk, column.indicator.pk])
        for column in columns
        if (body.pk, column.indicator.pk) in found
    }


def _figure(column: indicators.Column, shown: indicators.Shown) -> dict[str, Any]:
    return {
        "value": shown.value,
        "lower95": shown.lower95,
        "upper95": shown.upper95,
        "flag": shown.flag,
        "name": _both(column.indicator, "name"),
        "unit": _both(column.indicator, "unit"),
        "period": _both(column.period, "label"),
        "release": {"number": column.release.number, "title": _both(column.release, "title")},
    }


def _both(thing: Any, name: str) -> dict[str, str]:
    return {language: getattr(thing, f"{name}_{language}") or "" for language in LANGUAGES}


def _follow_rows(edition: Edition) -> None:
    """Give the action behind each planned one its title, owner and days; what is under way stays as it is."""
    rows = edition.plannedaction_rows.filter(action__isnull=False).select_related("action")
    changed = []
    for row in rows:
        action = row.action
        action.title_en, action.title_cy = row.title_en, row.title_cy
        action.owner_id, action.starts_on, action.ends_on = row.owner_id, row.starts_on, row.ends_on
        action.version += 1
        changed.append(action)
    Action.objects.bulk_update(changed, ["title_en", "title_cy", "owner", "starts_on", "ends_on", "version"])
