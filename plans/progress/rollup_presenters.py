"""How several plans drawn together are shown: tables of plain data, each number with what it counts."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import FinancialYear, date_format
from common.numbers import pounds
from governance.models import Body
from plans.models import EditionState
from plans.progress import presenters
from plans.progress.drawn import Drawn, Row, Words
from plans.progress.rollup import NO_THEME, Rollup, Sums, Theme, halves_missing
from plans.progress.standing import STATUSES, by_status

Address = Callable[[Drawn], str]


def address_of(*, is_public: bool) -> Address:
    """Return how to find the address at which the rows of a plan stand one by one."""
    name = "plans:report" if is_public else "plans:follow"
    return lambda drawn: reverse(name, kwargs={"key": drawn.plan.pk})


def page(rollup: Rollup) -> dict[str, Any]:
    """Return everything that the page of a board or planning group shows of the plans below it."""
    address = address_of(is_public=rollup.is_public)
    found = rollup.standings
    return {
        "plans": [_plan(one, rollup, address) for one in rollup.drawn],
        "missing": [_missing(body, rollup) for body in rollup.missing],
        "themes": [_theme(one, address) for one in rollup.themes],
        "money": [
            _money(_("Money by cluster and year"), rollup.money("body"), _bodies(rollup, address)),
            _money(_("Money by theme and year"), rollup.money("theme"), _theme_words(rollup)),
        ],
        "total": pounds(rollup.money("body").total),
        "without_money": rollup.without_money,
        "statuses": presenters.status_counts(found),
        "ratings": presenters.rating_counts(found),
        "shared": [_shared(rows, address) for _code, rows in rollup.shared_figures],
        "own_plan": _own(rollup, address),
        "status_words": [str(status.label) for status in STATUSES],
        "is_public": rollup.is_public,
        "on": rollup.on,
    }


def _plan(one: Drawn, rollup: Rollup, address: Address) -> dict[str, Any]:
    found = rollup.standings_of([one])
    return {
        "body": one.plan.body.name,
        "title": one.plan.title,
        "href": address(one),
        "published": one.edition.published_at,
        "edition": one.edition.number,
        "actions": len(found),
        "counts": [count for _status, count in by_status(found)],
        "halves": halves_missing(one),
    }


def _missing(body: Body, rollup: Rollup) -> dict[str, str]:
    due, state = rollup.late.get(body.pk), rollup.states.get(body.pk)
    late = _("It should have been published by: %(day)s") % {"day": date_format(due)} if due else ""
    stands = str(EditionState(state).label) if state else ""
    return {"body": body.name, "late": late, "state": stands}


def _theme(one: Theme, address: Address) -> dict[str, Any]:
    priorities = [
        {"title": row.title, "body": drawn.plan.body.name, "href": address(drawn)} for drawn, row in one.priorities
    ]
    return {"title": _title(one), "bodies": one.bodies, "priorities": priorities}


def _title(one: Theme) -> Words:
    return Words(_("Theme not entered")) if one.code == NO_THEME else one.title


def _bodies(rollup: Rollup, address: Address) -> list[tuple[Any, Words, str]]:
    return [(one.plan.body_id, Words(one.plan.body.name), address(one)) for one in rollup.drawn]


def _theme_words(rollup: Rollup) -> list[tuple[Any, Words, str]]:
    """Return the themes, and what serves a priority without one last, in the order of the page."""
    named = [(one.code, _title(one), "") for one in rollup.themes]
    return (
        named
        if any(one.code == NO_THEME for one in rollup.themes)
        else [*named, (NO_THEME, Words(_("Theme not entered")), "")]
    )


def _money(caption: str, sums: Sums, groups: list[tuple[Any, Words, str]]) -> dict[str, Any]:
    rows = [
        {
            "title": title,
            "href": href,
            "amounts": [pounds(each) for each in sums.groups[key]],
            "sum": pounds(sum(sums.groups[key])),
        }
        for key, title, href in groups
        if key in sums.groups
    ]
    return {
        "caption": caption,
        "years": [str(FinancialYear(year)) for year in sums.years],
        "rows": rows,
        "totals": [pounds(each) for each in sums.by_year],
        "total": pounds(sums.total),
    }


def _shared(rows: list[tuple[Drawn, Row]], address: Address) -> list[dict[str, Any]]:
    return [{"title": row.title, "body": drawn.plan.body.name, "href": address(drawn)} for drawn, row in rows]


def _own(rollup: Rollup, address: Address) -> dict[str, Any] | None:
    own = rollup.own_plan
    return _plan(own, rollup, address) if own else None


# --- the annex: every plan in turn ---


def annex(rollup: Rollup) -> list[dict[str, Any]]:
    """Return each plan with its priorities, and under each the actions that serve it, with owner, days and money."""
    return [_chapter(one, rollup) for one in rollup.drawn]


def _chapter(one: Drawn, rollup: Rollup) -> dict[str, Any]:
    lines: dict[str, list[dict[str, Any]]] = {key: [] for key in (*one.priorities, "")}
    for standing in rollup.standings_of([one]):
        row = standing.row
        serves = row.fact("priority") if row.fact("priority") in one.priorities else ""
        lines[serves].append(
            {
                "title": row.title,
                "owner": row.owner_words if row.owner else Words(_("Owner not entered")),
                "period": presenters.period_words(row.day("starts_on"), row.day("ends_on")),
                "money": [pounds(each) for each in row.money[: one.plan.years]],
                "status": presenters.status_tag(standing.status),
            }
        )
    years = [str(FinancialYear(one.plan.first_year + place)) for place in range(one.plan.years)]
    parts = [{"title": row.title, "actions": lines[key]} for key, row in one.priorities.items()]
    if lines[""]:
        parts.append({"title": Words(_("Actions with no priority entered")), "actions": lines[""]})
    return {"body": one.plan.body.name, "title": one.plan.title, "years": years, "parts": parts}
