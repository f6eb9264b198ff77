"""The present identity of rows that were read before it was kept: from the rows, and the numbers from their file."""

import uuid
from collections.abc import Mapping
from typing import Any

from budgets.extracts import files
from budgets.extracts.cells import text_in
from budgets.extracts.identity import Identities, entry_key
from common.errors import Refused

# A row by its key, and what it is known by.
IDENTIFIED = ("row", "identity", "values", "number")
Identified = tuple[int, uuid.UUID, uuid.UUID, uuid.UUID | None]
READ = ("new", "duplicate", "suspense")


def identified(imported: Any) -> list[Identified]:
    """Return the identity of each row of an extract that could be read; `imported` is as a migration knows it."""
    numbers = _numbers(imported)
    identities = Identities(imported.board_id, imported.year.first_year)
    found = []
    for row in imported.rows.filter(outcome__in=READ).order_by("number").iterator():
        number = numbers.get(row.number, "")
        known = identities.of(
            row.number,
            number=number,
            day=row.dated_on,
            codes=(row.cost_centre, row.subjective_code),
            amount=row.amount,
            key=entry_key(number),
        )
        found.append((row.pk, known.key, known.values, known.number))
    return found


def _numbers(imported: Any) -> Mapping[int, str]:
    """Return the ledger's own number of each row; none where the file has no such column, or is not read any more."""
    heading = imported.columns.get("number")
    if not heading:
        return {}
    try:
        extract = files.opened(bytes(imported.file.content))
        place = extract.headings.index(heading)
        return {number: text_in(cells[place]) for number, cells in extract.rows if place < len(cells)}
    except (Refused, ValueError):
        return {}
