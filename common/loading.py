"""Loading shipped files again and again: add what is new, change what differs, leave the rest, and say so."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models


@dataclass
class Receipt:
    """What a load did, kind by kind."""

    added: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    changed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    left: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def count(self, kind: str, *, added: int = 0, changed: int = 0, left: int = 0) -> None:
        """Count what was written in bulk."""
        for counts, number in ((self.added, added), (self.changed, changed), (self.left, left)):
            if number:
                counts[kind] += number

    @property
    def kinds(self) -> list[str]:
        return sorted({*self.added, *self.changed, *self.left})

    @property
    def changed_anything(self) -> bool:
        return bool(sum(self.added.values()) + sum(self.changed.values()))


def digest_of(files: Iterable[Path]) -> str:
    """Return one digest of the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def settle(model: type[models.Model], receipt: Receipt, *, key: dict[str, Any], values: dict[str, Any]) -> Any:
    """Make one row be as given: add it, change it, or leave it; return it."""
    kind = str(model._meta.verbose_name)
    found = model._default_manager.filter(**key).first()
    if found is None:
        receipt.added[kind] += 1
        return model._default_manager.create(**key, **values)
    different = [name for name, value in values.items() if not _is(found, name, value)]
    if not different:
        receipt.left[kind] += 1
        return found
    for name in different:
        setattr(found, name, values[name])
    found.save()
    receipt.changed[kind] += 1
    return found


def _is(found: models.Model, name: str, value: Any) -> bool:
    """Whether a column holds a value already; rows are compared by key, since a body and its area are one."""
    if isinstance(value, models.Model):
        return bool(getattr(found, f"{name}_id") == value.pk)
    return bool(getattr(found, name) == value)
