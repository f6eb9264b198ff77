"""Files of changes from administrators: read, checked cell by cell, and worked out row by row. Nothing is written.

docs/importing-memberships.md describes every column. Every fault names file, row and column; all of them are told, so
that a file is mended once.
"""

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clusters.models import Area, Membership, Provider, Upload
from clusters.steps import Step, joining, leaving, moving, refuse_past_without_reason
from common.dated import from_day
from common.errors import Refused
from common.forms import DayField
from common.tabular import BrokenFile, Filled, Row, Table

Day = datetime.date
Kind = Upload.Kind

LARGEST = 1_000_000
MOST_ROWS = 2_000
COLUMNS = {
    Kind.MEMBERSHIPS: ("ods_code", "change", "cluster", "from", "reason"),
    Kind.PROVIDERS: ("ods_code", "name", "address", "postcode", "kind", "cluster", "from", "reason"),
}
CHANGES = ("move", "join", "join_also", "end")
ROW_MARKS = {Kind.MEMBERSHIPS: CHANGES, Kind.PROVIDERS: Provider.Kind.values}


@dataclass
class Planned:
    """One row of a file: the provider that it is about, and the rows of membership that it changes."""

    row: dict[str, Any]
    provider: Provider
    cluster: Area
    steps: list[Step] = field(default_factory=list)

    @property
    def start(self) -> Day:
        return Day.fromisoformat(self.row["from"])


@dataclass
class Known:
    """What a file may speak of: the clusters in somebody's reach, and the providers that it names."""

    clusters: dict[str, Area]
    providers: dict[str, Provider]
    held: dict[int, list[Membership]]

    @classmethod
    def load(cls, *, reach: Collection[int], codes: Collection[str]) -> "Known":
        clusters = Area.objects.filter(kind=Area.Kind.CLUSTER, pk__in=reach)
        names = {name: area for area in clusters for name in (area.slug_cy, area.slug_en, area.code)}
        providers = {one.ods_code: one for one in Provider.objects.filter(ods_code__in=codes)}
        held: dict[int, list[Membership]] = {}
        members = Membership.objects.filter(provider__in=providers.values()).select_related("cluster", "provider")
        for membership in members.order_by("during", "pk"):
            held.setdefault(membership.provider_id, []).append(membership)
        return cls(names, providers, held)

    @cached_property
    def by_key(self) -> dict[int, Area]:
        return {area.pk: area for area in self.clusters.values()}


class Reading:
    """Reads a file of one kind; `rows` are its answers as they can be kept, `faults` all that is wrong with it."""

    def __init__(self, kind: str, name: str, content: bytes, *, reach: Collection[int], on: Day) -> None:
        self.kind, self.on = Kind(kind), on
        self.faults: list[BrokenFile] = []
        self.rows: list[dict[str, Any]] = []
        self.planned: list[Planned] = []
        table = Table.sent(name, content, columns=COLUMNS[self.kind], row_marks=ROW_MARKS[self.kind])
        try:
            lines = self._lines(table, content)
        except BrokenFile as fault:
            self.faults.append(fault)
            return
        self.known = Known.load(reach=reach, codes={_code(line) for line in lines})
        self._read(lines)

    def _lines(self, table: Table, content: bytes) -> list[Row]:
        if len(content) > LARGEST:
            raise BrokenFile(file=table.name, problem=_("the file is larger than 1 MB."))
        lines = list(islice(table, MOST_ROWS + 1))
        if not lines:
            raise BrokenFile(file=table.name, problem=_("the file has no rows below its heading."))
        if len(lines) > MOST_ROWS:
            problem = Filled(_("the file has more than %(most)s rows."), {"most": MOST_ROWS})
            raise BrokenFile(file=table.name, problem=problem)
        return lines

    def _read(self, lines: list[Row]) -> None:
        seen: set[str] = set()
        for line in lines:
            row = self._row(line)
            if row is None:
                continue
            if row["ods_code"] in seen:
                self.faults.append(line.fault("ods_code", _("the same code stands in an earlier row.")))
                continue
            seen.add(row["ods_code"])
            self.rows.append(row)
            self._plan(line, row)

    def _row(self, line: Row) -> dict[str, Any] | None:
        """Return the answers of a row; None where a cell is at fault, each of which is noted."""
        before = len(self.faults)
        row = {column: self._cell(read, line) for column, read in READERS[self.kind].items()}
        row["row"] = line.number
        cluster = self._cell(self._cluster, line)
        if len(self.faults) > before:
            return None
        return {**row, "cluster": cluster.pk, "from": row["from"].isoformat()}

    def _cell(self, read: Callable[[Row], Any], line: Row) -> Any:
        try:
            return read(line)
        except BrokenFile as fault:
            self.faults.append(fault)
            return None

    def _cluster(self, line: Row) -> Area:
        return self.known.clusters[line.one_of("cluster", self.known.clusters)]

    def _plan(self, line: Row, row: dict[str, Any]) -> None:
        try:
            self.planned.append(plan_of(row, self.known, on=self.on))
        except InColumn as refusal:
            self.faults.append(line.fault(refusal.column, str(refusal)))
        except Refused as refusal:
            column = "change" if self.kind is Kind.MEMBERSHIPS else "cluster"
            self.faults.append(line.fault(column, str(refusal)))


class InColumn(Refused):
    """A row that cannot be done, because of one of its cells."""

    def __init__(self, column: str, sentence: object) -> None:
        self.column = column
        super().__init__(str(sentence))


def _code(line: Row) -> str:
    return line.optional("ods_code").upper()


def _ods_code(line: Row) -> str:
    line.text("ods_code", longest=10)
    if not _code(line).isalnum() or not _code(line).isascii():
        raise line.fault("ods_code", _("a code holds only letters and digits."))
    return _code(line)


def _day(line: Row) -> Day:
    value = line.text("from")
    try:
        day: Day = DayField().clean(value)
    except ValidationError:
        problem = Filled(_("“%(value)s” is not a day such as 2026-03-31 or 31/3/2026."), {"value": value})
        raise line.fault("from", problem) from None
    return day


def _text(column: str, longest: int) -> Callable[[Row], str]:
    def read(line: Row) -> str:
        return line.text(column, longest=longest) if line.optional(column) else ""

    return read


READERS: dict[Kind, dict[str, Callable[[Row], Any]]] = {
    Kind.MEMBERSHIPS: {
        "ods_code": _ods_code,
        "change": lambda line: line.one_of("change", CHANGES),
        "from": _day,
        "reason": _text("reason", 500),
    },
    Kind.PROVIDERS: {
        "ods_code": _ods_code,
        "name": lambda line: line.text("name", longest=200),
        "address": _text("address", 300),
        "postcode": _text("postcode", 8),
        "kind": lambda line: line.one_of("kind", Provider.Kind.values),
        "from": _day,
        "reason": _text("reason", 500),
    },
}


# --- what a row asks for ---


def plan_of(row: dict[str, Any], known: Known, *, on: Day) -> Planned:
    """Work out what a row changes; raise `Refused` where that cannot be."""
    start = Day.fromisoformat(row["from"])
    cluster = known.by_key.get(row["cluster"])
    if cluster is None:
        raise InColumn("cluster", _("the cluster is not in your reach."))
    try:
        refuse_past_without_reason(start, on=on, reason=row["reason"])
    except Refused as refusal:
        raise InColumn("reason", refusal) from None
    provider = known.providers.get(row["ods_code"])
    if "change" in row:
        return _change(row, provider, cluster, start, known)
    if provider is not None:
        raise InColumn("ods_code", _("a provider with this code is here already."))
    return _new_provider(row, cluster, start)


def _change(row: dict[str, Any], provider: Provider | None, cluster: Area, start: Day, known: Known) -> Planned:
    if provider is None:
        raise InColumn("ods_code", _("no provider with this code is here."))
    held = known.held.get(provider.pk, [])
    if row["change"] == "end":
        steps = _ending(held, cluster, start)
    elif row["change"] == "move":
        steps = moving(provider, cluster, start, held=held)
    else:
        steps = joining(provider, cluster, start, held=held, spans=row["change"] == "join_also")
    for step in steps:
        if step.cluster.pk not in known.by_key:
            raise InColumn("ods_code", _("the provider belongs to a cluster outside your reach."))
    return Planned(row, provider, cluster, steps)


def _ending(held: Iterable[Membership], cluster: Area, on: Day) -> list[Step]:
    ending = [one for one in held if one.cluster_id == cluster.pk and (not one.during.upper or one.during.upper > on)]
    if not ending:
        raise InColumn("cluster", _("the provider does not belong to this cluster on that day."))
    return leaving(ending[0], on)


def _new_provider(row: dict[str, Any], cluster: Area, start: Day) -> Planned:
    columns = ("ods_code", "name", "address", "postcode", "kind")
    provider = Provider(
        **{column: row[column] for column in columns}, local_authority=cluster.local_authority, opened_on=None
    )
    joining(provider, cluster, start, held=(), spans=False)
    return Planned(row, provider, cluster, [Step(provider, cluster, None, from_day(start))])
