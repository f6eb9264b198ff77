"""From the cells of an extract to rows that can be staged: each is read whole, or refused by row and column."""

import datetime
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from budgets.extracts.cells import amount_in, day_in, is_month_first, month_first, period_in, short_text_in, text_in
from budgets.extracts.columns import COLUMNS, EVERY, SIDES, lacking
from budgets.extracts.files import Extract
from budgets.extracts.identity import VERSION, Identities, Identity, entry_key
from budgets.models import LedgerImport, LedgerImportRow
from common.dates import date_format, period_of
from common.errors import Refused, in_each_language
from common.grids import Cell, Cells
from common.money import Unreadable
from common.separated import misfit, width_of
from common.tabular import Capital, Filled

Outcome = LedgerImportRow.Outcome
NOTHING = ("", "-", "0", "0.00")
LONGEST = {"number": 100, "cost_centre": 40, "subjective_code": 40, "reference": 200, "description": 32_767}
TOTAL = re.compile(r"(?:(?:grand|report|sub)[ -]?)?totals?|(?:is-)?cyfanswm(?: mawr)?")
# So many days beside the year an invoice may be of and still be booked in it.
BESIDE = datetime.timedelta(days=62)


# In which column something is wrong, and the sentence that says what.
Fault = tuple[str, object]


@dataclass
class Staged:
    """One row as the table of staged rows takes it."""

    number: int
    facts: dict[str, Any] = field(default_factory=dict)
    outcome: str = Outcome.NEW
    fault_column: str = ""
    problem: object = ""
    identity: Identity | None = None
    cells: dict[str, str] = field(default_factory=dict)

    def values(self) -> tuple[Any, ...]:
        """Return the values of `STAGED`."""
        said = in_each_language(self.problem) if self.problem else {"en": "", "cy": ""}
        told = (self.facts.get(name) for name in ("amount", "date", "period"))
        words = (self.facts.get(name, "") for name in ("description", "reference", "cost_centre", "subjective_code"))
        return (self.number, *self._keys(), *told, *words, self.outcome, self.fault_column, *said.values(), self._raw())

    def _keys(self) -> tuple[uuid.UUID | int | None, ...]:
        """Return the key of the row, how it was made, and what the row is known by."""
        known = self.identity
        if known is None:
            return uuid.uuid4(), VERSION, None, None, None
        return known.key, VERSION, known.key, known.values, known.number

    def _raw(self) -> str:
        return json.dumps(self.cells) if self.cells else "{}"


STAGED = (
    *("number", "key", "key_version", "identity", "values_key", "number_key", "amount", "dated_on", "period"),
    *("description", "reference", "cost_centre", "subjective_code", "outcome", "fault_column", "fault_en", "fault_cy"),
    "cells",
)


class Reading:
    """The rows of one extract, read in order; `total` is what a last row of totals says, once all are read."""

    def __init__(self, imported: LedgerImport, extract: Extract) -> None:
        self.board, self.year = imported.board_id, imported.year
        self.headings, self.extract = imported.columns, extract
        self.places = _places(imported.columns, extract.headings)
        self.total: Decimal | None = None
        self.identities = Identities(self.board, self.year.first_year)
        self.entries: dict[uuid.UUID, int] = {}
        # The first row whose day proves that the month stands first, and the first that proves the other order.
        self.proofs: dict[bool, int] = {}

    def __iter__(self) -> Iterator[Staged]:
        """Give each row but the one of totals that ends them, which only remarks may follow."""
        waiting: list[tuple[int, Cells]] = []
        for number, cells in self.extract.rows:
            if waiting and self._is_remark(cells):
                waiting.append((number, cells))
                continue
            yield from (self._staged(*one) for one in waiting)
            waiting = [(number, cells)] if self._is_total(cells) else []
            if not waiting:
                yield self._staged(number, cells)
        if waiting:
            self.total = amount_in(self._cell(waiting[0][1], "amount"))

    def _cell(self, cells: Cells, column: str) -> Cell:
        if column == "amount" and column not in self.places:
            return self._of_two_sides(cells)
        place = self.places.get(column)
        return None if place is None or place >= len(cells) else cells[place]

    def _of_two_sides(self, cells: Cells) -> Cell:
        """Return the amount of a row that has debit and credit apart: a credit is below nought."""
        debit, credit = (self._cell(cells, side) for side in SIDES)
        said = [cell for cell in (debit, credit) if text_in(cell) not in NOTHING]
        if len(said) > 1:
            raise Unreadable(_("The row has a debit and a credit: one of them must be empty."))
        if not said or said[0] is debit:
            return said[0] if said else debit
        return -amount_in(credit)

    def _is_total(self, cells: Cells) -> bool:
        """Tell whether a row is one of totals: it says so, has an amount, and neither day nor codes."""
        if width_of(cells) > self.extract.width:
            return False
        # Nearly every row has a day, so that this is asked first.
        named = (text_in(self._cell(cells, column)) for column in ("date", "cost_centre", "subjective_code"))
        if any(text and not _says_total(text) for text in named):
            return False
        if not any(_says_total(text_in(cell)) for cell in cells if isinstance(cell, str)):
            return False
        try:
            amount_in(self._cell(cells, "amount"))
        except Unreadable:
            return False
        return True

    def _is_remark(self, cells: Cells) -> bool:
        """Tell whether a row says one thing and has neither day nor amount."""
        needed = (text_in(self._cell(cells, column)) for column in ("date", "amount") if column in self.places)
        return sum(bool(text_in(cell)) for cell in cells) == 1 and not any(needed)

    def _staged(self, number: int, cells: Cells) -> Staged:
        shifted = misfit(cells, self.extract.width)
        if shifted is not None:
            sentence, counted = shifted
            return Staged(number, {}, Outcome.REFUSED, "", Capital(sentence, counted))
        self._note_order(number, cells)
        facts: dict[str, Any] = {}
        fault: Fault | None = None
        for column in READERS:
            try:
                facts[column] = READERS[column](self._readable(cells, column))
            except Unreadable as unreadable:
                fault = fault or (column, unreadable.problem)
        fault = fault or self._fault(number, facts)
        if fault is not None:
            heading = self.headings.get(fault[0], "")
            return Staged(number, facts, Outcome.REFUSED, heading, fault[1], cells=self._raw(cells))
        return self._good(number, facts, cells)

    def _readable(self, cells: Cells, column: str) -> Cell:
        """Return a cell as its reader takes it: the day before the month."""
        cell = self._cell(cells, column)
        return month_first(cell) if column == "date" and self.headings.get("days") == "month" else cell

    def _note_order(self, number: int, cells: Cells) -> None:
        proof = is_month_first(self._cell(cells, "date"))
        if proof is not None:
            self.proofs.setdefault(proof, number)

    def refuse_unsaid_order(self) -> None:
        """Raise `Refused` where days have the month first and nobody said so: other days may be read wrongly."""
        if True in self.proofs and False not in self.proofs and not self.headings.get("days"):
            facts = {"row": self.proofs[True]}
            raise Refused(
                Filled(_("Row %(row)s: the month seems to stand before the day. Say how days are written."), facts)
            )

    def _good(self, number: int, facts: dict[str, Any], cells: Cells) -> Staged:
        """Return a row that can be taken, or is asked about, with what it is known by."""
        facts["period"] = facts["period"] or period_of(facts["date"])
        identity = self.identities.of(
            number,
            number=facts["number"],
            day=facts["date"],
            codes=(facts["cost_centre"], facts["subjective_code"]),
            amount=facts["amount"],
            key=entry_key(facts["number"]),
        )
        question = self._question(facts, identity)
        if question is None:
            return Staged(number, facts, identity=identity)
        column, sentence = question
        kept = self._raw(cells) if column == "date" else {}
        facts["date"] = self.year.dates.nearest(facts["date"])
        return Staged(number, facts, Outcome.ASKED, self.headings.get(column, ""), sentence, identity, kept)

    def _raw(self, cells: Cells) -> dict[str, str]:
        """Return the cells of a row as text under their headings, to be given back."""
        return {heading: text_in(cell) for heading, cell in zip(self.extract.headings, cells, strict=False) if heading}

    def _fault(self, number: int, facts: Mapping[str, Any]) -> Fault | None:
        """Return what is wrong with a row whose cells can all be read: in which column, and a sentence."""
        if facts["date"] not in self.year.dates and not self._is_booked(facts):
            outside = _("%(day)s lies outside the financial year %(year)s.")
            return "date", Filled(outside, {"day": date_format(facts["date"], "d/m/Y"), "year": self.year})
        if facts["amount"] == 0:
            return "amount", _("The amount is nought: there is nothing to post.")
        key = entry_key(facts["number"])
        first = self.entries.setdefault(key, number) if key else number
        if first != number:
            same = _("Transaction number %(value)s stands in row %(first)s already.")
            return "number", Filled(same, {"value": facts["number"], "first": first})
        return None

    def _is_booked(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether a row is of a day just beside the year, and the ledger names a period in which it booked it."""
        return facts["period"] is not None and abs(self.year.dates.nearest(facts["date"]) - facts["date"]) <= BESIDE

    def _question(self, facts: Mapping[str, Any], identity: Identity) -> Fault | None:
        """Return what is asked about a row that could be taken: in which column, and a sentence."""
        if identity.first is not None:
            same = _("Row %(first)s has the same transaction number, codes and amount.")
            return "number", Filled(same, {"first": identity.first})
        if facts["date"] not in self.year.dates:
            told = {"day": date_format(facts["date"], "d/m/Y"), "year": self.year, "period": facts["period"]}
            return "date", Filled(BOOKED, told)
        return None


BOOKED = _(
    "%(day)s lies outside the financial year %(year)s, but the ledger booked it in period %(period)s. Posted, it is"
    " dated on the nearest day of the year."
)


def _says_total(text: str) -> bool:
    return TOTAL.fullmatch(text.casefold().rstrip(": ")) is not None


def _text(column: str) -> Any:
    return lambda cell: short_text_in(cell, LONGEST[column])


# What reads the cell of each column.
READERS: dict[str, Any] = {
    "date": day_in,
    "period": period_in,
    "amount": amount_in,
    **{column: _text(column) for column in LONGEST},
}


def _places(columns: Mapping[str, str], headings: tuple[str, ...]) -> dict[str, int]:
    """Return where each column stands; `Refused` where one that is needed does not."""
    found = {column: headings.index(columns[column]) for column in EVERY if columns.get(column) in headings}
    for column in found:
        refuse_two_of(columns[column], headings)
    for column in lacking({column: columns[column] for column in found}):
        raise Refused(Filled(_("Say which column holds this: %(column)s"), {"column": COLUMNS[column]}))
    return found


def refuse_two_of(heading: str, headings: Sequence[str]) -> None:
    """Raise `Refused` where two columns have a heading that is needed: nobody can tell which of them is meant."""
    if headings.count(heading) > 1:
        twice = _("Two columns have the same heading: %(heading)s. Give each a heading of its own and send it again.")
        raise Refused(Filled(twice, {"heading": heading}))
