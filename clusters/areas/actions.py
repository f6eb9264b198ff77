"""Writes about clusters as areas: opened, renamed, merged, split, closed. Figures of the past are left as they are."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from clusters import dependants
from clusters.areas.changes import (
    SUCCESSION,
    Overtaken,
    Reorganisation,
    mark_of,
    refuse_impossible,
    small_areas_of,
    steps_of,
)
from clusters.models import Area, Assignment
from clusters.naming import call, call_dependants, found_by
from clusters.seat_actions import open_seats_of_cluster
from clusters.steps import carry_out, locked_areas, refuse_past_without_reason
from common import public
from common.dated import from_day
from common.errors import Refused
from governance.models import Body, BodyAlias, NameStatus, Succession
from governance.offices.closings import close_seats
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of

Day = datetime.date
Moment = datetime.datetime


def new_cluster(
    *,
    board: Body,
    name_en: str,
    name_cy: str,
    start: Day,
    local_authority: Area | None = None,
    name_cy_status: str = NameStatus.PROPOSED,
) -> Area:
    """Return a cluster that is to open on a day, written nowhere yet; refuse a name whose address is taken."""
    slugs = _slugs(name_en, name_cy)
    _refuse_taken(slugs)
    return Area(
        kind=Area.Kind.CLUSTER,
        code=slugs["slug_en"],
        parent_id=board.pk,
        is_example=board.is_example,
        local_authority=local_authority,
        opened_on=start,
        name_en=name_en,
        name_cy=name_cy,
        name_cy_status=name_cy_status,
        **slugs,
        **found_by(name_en, name_cy),
    )


def _slugs(name_en: str, name_cy: str) -> dict[str, str]:
    slugs = {f"slug_{one}": slugify(name.replace("/", " ")) for one, name in (("en", name_en), ("cy", name_cy))}
    if not all(slugs.values()):
        raise Refused(_("Give a name in each language: its address is made of the letters and digits in it."))
    return slugs


def _refuse_taken(slugs: dict[str, str], *, but: Area | None = None) -> None:
    """Raise `Refused` where an address is or was that of another cluster: old addresses keep their meaning."""
    others = Area.objects.filter(kind=Area.Kind.CLUSTER).exclude(pk=but.pk if but else None)
    aliases = BodyAlias.objects.filter(body__body_kind=Body.Kind.CLUSTER).exclude(body=but.pk if but else None)
    for column, slug in slugs.items():
        code = others.filter(code=slug).exists() if column == "slug_en" and but is None else False
        if code or others.filter(**{column: slug}).exists() or aliases.filter(slug=slug).exists():
            raise Refused(_("Another cluster has, or once had, the address “%(slug)s”.") % {"slug": slug})


def open_cluster(*, cluster: Area, by: Person, at: Moment, on: Day, reason: str = "") -> Area:
    """Open a cluster (`new_cluster`) on its day, with its seats."""
    reorganise(Reorganisation(cluster.opened_on, opening=[cluster]), deed="open", by=by, at=at, on=on, reason=reason)
    return cluster


def merge(clusters: Sequence[Area], into: Area, *, start: Day) -> Reorganisation:
    """Return the change by which clusters become part of a new or an existing one."""
    opening = [into] if into.pk is None else []
    return Reorganisation(start, clusters, opening, {cluster.pk: [into] for cluster in clusters})


def split(cluster: Area, parts: Sequence[Area], homes: Mapping[int, Area], *, start: Day) -> Reorganisation:
    """Return the change by which a cluster is divided; `homes` names the part that each provider goes to."""
    return Reorganisation(start, [cluster], parts, {cluster.pk: parts}, homes)


def close(cluster: Area, *, start: Day) -> Reorganisation:
    """Return the change by which a cluster closes and nobody takes over."""
    return Reorganisation(start, [cluster])


def reorganise(
    change: Reorganisation, *, deed: str, by: Person, at: Moment, on: Day, reason: str = "", seen: str | None = None
) -> Reorganisation:
    """Carry out a change of clusters, all or nothing: members, small areas, seats, terms, successions.

    `deed` names it in the record: open, merge, split or close. `seen` is the mark of the change as it was shown
    (`area_changes.mark_of`); `Overtaken` where it would no longer change exactly that.
    """
    powers = powers_of(by, on=on)
    concerned = _concerned(change)
    for body in concerned:
        powers.check(Permission.MANAGE_AREAS, body)
    refuse_past_without_reason(change.start, on=on, reason=reason)
    with _recorded(deed, powers, concerned[0], by=by, at=at) as record:
        locked_areas(body.pk for body in concerned)
        for area in change.standing:
            area.refresh_from_db(fields=["closed_on", "opened_on"])
        if seen is not None and seen != mark_of(change):
            raise Overtaken
        refuse_impossible(change)
        _refuse_taken_by_another(change)
        _open(change)
        steps = carry_out(steps_of(change))
        moved = _move_small_areas(change)
        _close(change, by=by, at=at, reason=reason)
        steps_written = [step.as_data() for step in steps]
        for body in reversed(concerned):
            audit.about(record, body)
        audit.about(record, concerned[0], **_facts(change), steps=steps_written, small_areas=moved, reason=reason)
        public.raise_version()
    return change


def _concerned(change: Reorganisation) -> list[Body]:
    """Return the bodies that a change touches: those that close or take over, and the board of those that open."""
    boards = Body.objects.filter(pk__in={area.parent_id for area in change.opening})
    return [*change.standing, *boards]


def _refuse_taken_by_another(change: Reorganisation) -> None:
    for area in change.opening:
        _refuse_taken({"slug_en": area.slug_en, "slug_cy": area.slug_cy})


def _facts(change: Reorganisation) -> dict[str, Any]:
    return {
        "start": change.start.isoformat(),
        "closed": change.keys,
        "opened": [area.pk for area in change.opening],
        "successors": {str(key): [area.pk for area in areas] for key, areas in change.successors.items()},
    }


def _open(change: Reorganisation) -> None:
    for area in change.opening:
        area.save()
        open_seats_of_cluster(area, on=change.start)
    successions = [
        Succession(predecessor_id=key, successor=area, on=change.start)
        for key, areas in change.successors.items()
        for area in areas
    ]
    Succession.objects.bulk_create(successions)


def _move_small_areas(change: Reorganisation) -> int:
    """Let the small areas of closing clusters count to the one that takes over; where several do, to none.

    Which part of a divided cluster a small area belongs to, nobody has said: it waits for a new best fit.
    """
    ending = list(small_areas_of(change).select_for_update())
    beginning = []
    for assignment in ending:
        heir = change.heir(assignment.cluster_id)
        days = from_day(change.start, assignment.during.upper)
        assignment.during = from_day(assignment.during.lower, change.start)
        if heir is not None:
            beginning.append(
                Assignment(
                    small_area_id=assignment.small_area_id,
                    cluster=heir,
                    during=days,
                    method=SUCCESSION,
                    share=assignment.share,
                )
            )
    Assignment.objects.bulk_update(ending, ["during"])
    Assignment.objects.bulk_create(beginning)
    return len(beginning)


def _close(change: Reorganisation, *, by: Person, at: Moment, reason: str) -> None:
    if not change.closing:
        return
    bodies = [*change.keys, *dependants.close(change.keys, change.start)]
    close_seats(bodies, by=by, at=at, on=change.start, reason=reason)
    Body.objects.filter(pk__in=change.keys).update(closed_on=change.start)


def rename(
    *,
    cluster: Area,
    name_en: str,
    name_cy: str,
    name_cy_status: str,
    by: Person,
    at: Moment,
    on: Day,
    reason: str = "",
    seen: str | None = None,
) -> Area:
    """Give a cluster, and what is called after it, other names from now on; addresses of old names lead to the new.

    `seen` is what it was called when the question was asked; `Overtaken` where that is no longer so.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.MANAGE_AREAS, cluster)
    slugs = _slugs(name_en, name_cy)
    with _recorded("rename", powers, cluster, by=by, at=at) as record:
        locked_areas([cluster.parent_id])
        cluster = locked_areas([cluster.pk])[cluster.pk]
        before = [cluster.name_en, cluster.name_cy]
        if seen is not None and seen != names_of(cluster):
            raise Overtaken
        _refuse_taken(slugs, but=cluster)
        cluster.name_cy_status = name_cy_status
        call(cluster, {"name_en": name_en, "name_cy": name_cy, **slugs})
        call_dependants(cluster)
        audit.about(record, cluster, before=before, after=[name_en, name_cy], reason=reason)
        public.raise_version()
    return cluster


def names_of(body: Body) -> str:
    return f"{body.name_en} / {body.name_cy}"


def _recorded(action: str, powers: Powers, body: Body, *, by: Person, at: Moment) -> Any:
    behalf = powers.on_behalf_of(Permission.MANAGE_AREAS, body)
    return audit.recorded(f"clusters.{action}_cluster", by=by, at=at, on_behalf_of=behalf)
