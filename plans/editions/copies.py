"""Copying rows from one edition to another; each keeps its key, and so its remarks, its progress and its money."""

from collections.abc import Callable

from plans.editions.content import rows_of
from plans.editions.kinds import KINDS
from plans.editions.languages import copy_states
from plans.models import Edition, PlanRow

SHARED = ("key", "order", "collaborative_id", "visibility")


def copy_rows(
    source: Edition,
    target: Edition,
    *,
    wanted: Callable[[str, PlanRow], bool] = lambda code, row: True,
    change: Callable[[str, PlanRow], None] = lambda code, row: None,
    carried_over: bool = False,
) -> list[tuple[PlanRow, PlanRow]]:
    """Copy the wanted rows of an edition to another, with how far their halves have come; return old and new in pairs.

    `change` may alter a copy before it is written. Rows `carried_over` to another plan say where they came from.
    """
    pairs = []
    for code, rows in rows_of(source).items():
        of_kind = [(row, _copy(code, row, target, carried_over)) for row in rows if wanted(code, row)]
        for _old, new in of_kind:
            change(code, new)
        KINDS[code].model.objects.bulk_create([new for _old, new in of_kind])
        pairs += of_kind
    copy_states(pairs)
    return pairs


def _copy(code: str, row: PlanRow, target: Edition, carried_over: bool) -> PlanRow:
    kind = KINDS[code]
    columns = [f"{name}_{language}" for name in kind.text_names for language in ("en", "cy")]
    attributes = [*SHARED, *columns, *(kind.model._meta.get_field(name).attname for name in kind.fact_names)]
    if code == "section":
        attributes.append("code")
    if code == "action":
        attributes.append("action_id")
    values = {name: getattr(row, name) for name in attributes}
    came_from = row.edition if carried_over else row.came_from
    return kind.model(edition=target, came_from=came_from, **values)
