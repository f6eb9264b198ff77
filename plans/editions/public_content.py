"""What of a frozen edition anybody may read; every page, file and search takes it from here and from nowhere else."""

from plans.editions.content import Content, public_part
from plans.editions.kinds import KINDS
from plans.models import Edition

# A fact that names other rows by their keys, and of which kind these are.
POINTERS = (("priority", "needs", "need"), ("action", "priority", "priority"))


def readable(edition: Edition) -> Content:
    """Return the public rows of a frozen edition; what they say of other rows only where these are public too.

    A milestone stands under its action, so it goes where its action is not public.
    """
    part = public_part(edition.content or {})
    content: Content = {code: part.get(code, []) for code in KINDS}
    keys = {code: {row["key"] for row in rows} for code, rows in content.items()}
    content["milestone"] = [row for row in content["milestone"] if row["facts"]["action"] in keys["action"]]
    for code, name, target in POINTERS:
        content[code] = [
            {**row, "facts": {**row["facts"], name: _known(row["facts"][name], keys[target])}} for row in content[code]
        ]
    return content


def _known(pointer: list[str] | str | None, keys: set[str]) -> list[str] | str | None:
    if isinstance(pointer, list):
        return [key for key in pointer if key in keys]
    return pointer if pointer in keys else None
