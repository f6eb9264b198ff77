"""All bodies of somebody's offices together: what is late, what is missing, what comes next, body by body."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.dates import date_format
from governance.gaps import KINDS, Gap, gaps_of
from governance.homes import home_address
from governance.models import Body
from governance.powers.policies import Powers

LOOKED_AFTER = (Body.Kind.CLUSTER, Body.Kind.PLANNING_GROUP)
Link = tuple[str, str]


@dataclass
class BodyRow:
    """One body with what is late, missing and next there: words and address of each."""

    name: str
    href: str
    late: list[Link] = field(default_factory=list)
    missing: list[Link] = field(default_factory=list)
    coming: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One kind of thing that bodies still lack: how many, and the list on which all of it stands."""

    title: str
    href: str
    count: int


def rows_of(bodies: list[Body], powers: Powers) -> list[BodyRow]:
    """Return a row for each body: one query for each kind of gap, however many bodies."""
    within = Body.objects.filter(pk__in=[one.pk for one in bodies])
    rows = {one.pk: BodyRow(one.name, home_address(one)) for one in bodies}
    for kind in KINDS:
        for gap in gaps_of(kind, within, powers):
            if kind.is_missing:
                rows[gap.body].missing.append((gap.words, gap.href))
            elif gap.due_on is not None and gap.due_on < powers.on:
                rows[gap.body].late.append((_dated(gap), gap.href))
            else:
                rows[gap.body].coming.append((_dated(gap), gap.href))
    return list(rows.values())


def _dated(gap: Gap) -> str:
    if gap.due_on is None:
        return gap.words
    return _("%(words)s, due %(day)s") % {"words": gap.words, "day": date_format(gap.due_on)}


def steps_of(board: Body, bodies: QuerySet[Body], powers: Powers) -> list[Step]:
    """Return what the bodies of a board still lack, by kind: what there is to do when it begins."""
    counted: dict[str, int] = defaultdict(int)
    for kind in KINDS:
        if kind.is_missing:
            counted[kind.name] += sum(gap.count for gap in gaps_of(kind, bodies, powers))
    return [
        Step(str(kind.title), kind.address(board), counted[kind.name])
        for kind in KINDS
        if kind.is_missing and powers.holds(kind.permission)
    ]
