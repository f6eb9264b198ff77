"""By what a row of an extract is known again, however the file was mapped, saved or put in order.

A row is known by the ledger's own number with its codes and amount, or, where it has no number, by its day, codes and
amount, and by how many such rows came before it in its file. Numbers and codes count as they are meant: letter case,
blanks, lost zeros and the decimals of a spreadsheet program make no other number. Words are no part of it.
"""

import datetime
import hashlib
import re
import uuid
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

# Under it the names of rows become keys, the same in every extract.
NAMESPACE = uuid.UUID("5f0b6b1e-7d5c-4b52-9a3c-3d1f6a4c8e21")
LENGTH_OF_A_KEY = len(str(NAMESPACE))
# How keys are made; it is kept with each row, so that those made in another way can be told.
VERSION = 2
DIGITS = tuple("0123456789")
DECIMALS = re.compile(r"([0-9]+)\.0+")
# What a spreadsheet program makes of a long number, whose last figures are gone.
SHORTENED = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def plain_code(text: str) -> str:
    """Return a code as it is compared: `cc 1` is CC1, `05100` and `5100.0` are 5100."""
    text = "".join(text.split()).upper()
    if not text.isascii() or text[:1] not in DIGITS:
        return text
    whole = DECIMALS.fullmatch(text)
    digits = whole.group(1) if whole else text
    return (digits.lstrip("0") or "0") if digits.isascii() and digits.isdecimal() else digits


def plain_number(text: str) -> str:
    """Return a transaction number as it is compared; nothing for one whose figures are lost."""
    return "" if SHORTENED.fullmatch(text) else plain_code(text)


@dataclass(frozen=True)
class Identity:
    """What one row is known by; `first` is the row of its file that has the same number, codes and amount."""

    key: uuid.UUID
    values: uuid.UUID
    number: uuid.UUID | None = None
    first: int | None = None


@dataclass
class Identities:
    """The identities of the rows of one file, asked for in their order."""

    board: int
    year: int
    alike: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def of(
        self,
        row: int,
        *,
        number: str,
        day: datetime.date,
        codes: tuple[str, str],
        amount: Decimal,
        key: uuid.UUID | None,
    ) -> Identity:
        """Return the identity of a row; `key` is that of an entry which stands there as its number."""
        told = f"{plain_code(codes[0])}|{plain_code(codes[1])}|{amount}"
        values = f"{VERSION}|{self.board}|{day}|{told}"
        of_values = self._counted(values)
        if key is not None:
            return Identity(key, of_values, key)
        known = plain_number(number)
        if not known:
            return Identity(self._counted(f"{values}|unnumbered"), of_values)
        numbered = f"{VERSION}|{self.board}|{self.year}|{known}"
        name = f"{numbered}|{told}"
        first = self.first.setdefault(name, row)
        return Identity(self._counted(name), of_values, _key_of(numbered), None if first == row else first)

    def _counted(self, name: str) -> uuid.UUID:
        self.alike[name] += 1
        return _key_of(f"{name}|{self.alike[name]}")


def _key_of(name: str) -> uuid.UUID:
    """Return the key of a name as `uuid.uuid5` makes it, with less ado."""
    digest = hashlib.sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()
    return uuid.UUID(bytes=digest[:16], version=5)


def entry_key(number: str) -> uuid.UUID | None:
    """Return the key of an entry that an export wrote as its transaction number; None for any other number."""
    if len(number) != LENGTH_OF_A_KEY:
        return None
    try:
        return uuid.UUID(number)
    except ValueError:
        return None
