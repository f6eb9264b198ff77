"""Writes about professions and collaboratives. Each checks the policy itself and leaves one record."""

import datetime
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from clusters.areas.changes import Overtaken
from clusters.models import Area, Provider
from clusters.naming import found_by
from clusters.steps import locked_areas, refuse_past_without_reason
from collaboratives.changes import (
    DESCRIPTION,
    SEATS,
    State,
    mark_of_description,
    mark_of_state,
    refuse_future,
    refuse_opening,
    refuse_state,
)
from collaboratives.models import Collaborative, Profession
from common import public
from common.errors import Refused
from common.loading import Receipt, digest_of, settle
from common.models import LoadedFiles
from common.tabular import Row, Table
from governance.models import Body, BodyAlias, NameStatus, Office, Seat
from governance.offices.closings import close_seats
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of

Day = datetime.date
Moment = datetime.datetime

FILE = "professions.csv"
COLUMNS = ("code", "order", "name_en", "name_cy", "provider_kind")


def load_professions(*, folder: Path, at: Moment) -> Receipt | None:
    """Load the professions that the portal ships; None where exactly this file was loaded before."""
    digest = digest_of([folder / FILE])
    if LoadedFiles.objects.filter(name="professions", digest=digest).exists():
        return None
    rows = {row.text("code", longest=40): _profession(row) for row in Table(folder / FILE, columns=COLUMNS)}
    with audit.recorded("collaboratives.load_professions", by=None, at=at) as record:
        receipt = Receipt()
        for code, values in rows.items():
            settle(Profession, receipt, key={"code": code}, values=values)
        LoadedFiles.objects.update_or_create(name="professions", defaults={"digest": digest, "loaded_at": at})
        audit.about(record, None, added=dict(receipt.added), changed=dict(receipt.changed))
        public.raise_version()
    return receipt


def _profession(row: Row) -> dict[str, Any]:
    kind = row.one_of("provider_kind", Provider.Kind.values) if row.optional("provider_kind") else ""
    names = {column: row.text(column, longest=100) for column in ("name_en", "name_cy")}
    return {"order": row.integer("order"), **names, "provider_kind": kind}


def open_collaborative(
    *, cluster: Area, profession: Profession, start: Day, by: Person, at: Moment, on: Day, reason: str = ""
) -> Collaborative:
    """Open the collaborative of a profession in a cluster from a day on, with its seats.

    Whoever becomes its lead sits in the cluster too, ex officio, from the same day to the same day.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.MANAGE_AREAS, cluster)
    refuse_past_without_reason(start, on=on, reason=reason)
    with _recorded("open", powers, Permission.MANAGE_AREAS, cluster, by=by, at=at) as record:
        cluster = locked_areas([cluster.pk])[cluster.pk]
        refuse_opening(cluster, profession, start)
        opened = Collaborative.objects.create(
            cluster=cluster,
            profession=profession,
            parent=cluster,
            opened_on=start,
            is_example=cluster.is_example,
            **_named(cluster, profession),
        )
        _open_seats(opened, start)
        audit.about(record, opened, profession=profession.code, start=start.isoformat(), reason=reason)
        public.raise_version()
    return opened


def _named(cluster: Area, profession: Profession) -> dict[str, Any]:
    """Return the columns of a new name; the Welsh of a profession is a proposal, so this is one too."""
    names = names_in(cluster, profession)
    found = found_by(names["name_en"], names["name_cy"])
    return {**names, **found, "name_cy_status": NameStatus.PROPOSED}


def names_in(cluster: Area, profession: Profession, *, but: Collaborative | None = None) -> dict[str, str]:
    """Return name and address in each language of a new collaborative, or of one that is called anew (`but`)."""
    names = {f"name_{one}": _name(cluster, profession, one) for one in ("en", "cy")}
    slugs = {f"slug_{one}": _free_slug(names[f"name_{one}"], one, but) for one in ("en", "cy")}
    return {**names, **slugs}


def _name(cluster: Area, profession: Profession, language: str) -> str:
    return f"{getattr(cluster, f'name_{language}')}: {getattr(profession, f'name_{language}')}"


def _free_slug(name: str, language: str, but: Collaborative | None) -> str:
    """Return the address of a collaborative; one that ended or was renamed keeps its own, so the next gets a number."""
    wanted = slugify(name.replace("/", " "))
    own = but.pk if but else None
    taken = Collaborative.objects.filter(**{f"slug_{language}__startswith": wanted}).exclude(pk=own)
    old = BodyAlias.objects.filter(body__body_kind=Body.Kind.COLLABORATIVE, slug__startswith=wanted).exclude(body=own)
    slugs = {*taken.values_list(f"slug_{language}", flat=True), *old.values_list("slug", flat=True)}
    return next(one for one in (wanted, *(f"{wanted}-{n}" for n in range(2, len(slugs) + 3))) if one not in slugs)


def _open_seats(collaborative: Collaborative, start: Day) -> None:
    seats = [Seat(body=collaborative, office=office, opened_on=start) for office in SEATS]
    lead = Seat.objects.bulk_create(seats)[0]
    Seat.objects.create(
        body=collaborative.cluster,
        office=Office.CLUSTER_MEMBER,
        represents=collaborative,
        follows=lead,
        opened_on=start,
    )


def change_state(
    *,
    collaborative: Collaborative,
    state: str,
    day: Day,
    by: Person,
    at: Moment,
    on: Day,
    reason: str = "",
    seen: str | None = None,
) -> Collaborative:
    """Let a collaborative that forms become active, or end it on a day: its seats close and terms in them end.

    `seen` is the mark of the change as it was shown (`mark_of_state`); `Overtaken` where that is no longer so.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.MANAGE_AREAS, collaborative)
    refuse_future(day, on=on)
    refuse_past_without_reason(day, on=on, reason=reason)
    with _recorded("change_state", powers, Permission.MANAGE_AREAS, collaborative, by=by, at=at) as record:
        collaborative = _held(collaborative)
        before = collaborative.state
        if seen is not None and seen != mark_of_state(collaborative, state, day):
            raise Overtaken
        refuse_state(collaborative, state, day)
        collaborative.state = state
        if state == State.ACTIVE:
            collaborative.active_on = day
        if state == State.ENDED:
            close_seats([collaborative.pk], by=by, at=at, on=day, reason=reason)
            collaborative.closed_on = day
        collaborative.save()
        audit.about(record, collaborative, before=before, after=str(state), day=day.isoformat(), reason=reason)
        public.raise_version()
    return collaborative


def _held(collaborative: Collaborative) -> Collaborative:
    """Hold a collaborative, with what it has as a body, until the transaction ends; return it as it is now."""
    held: Collaborative = Collaborative.objects.select_for_update(of=("self", "body_ptr")).get(pk=collaborative.pk)
    return held


def end_with_clusters(clusters: Collection[int], on: Day) -> list[int]:
    """Close the collaboratives of clusters that close on a day, inside that action; return their keys.

    That day may be to come, so the state stays as it is: `Collaborative.state_on` knows when it has ended.
    """
    going_on = Collaborative.objects.filter(cluster__in=clusters, closed_on__isnull=True)
    later = going_on.filter(opened_on__gte=on).first()
    if later is not None:
        raise Refused(_("%(body)s opens on that day or later. End it first.") % {"body": later.name})
    keys = list(going_on.values_list("pk", flat=True))
    Body.objects.filter(pk__in=keys).update(closed_on=on)
    return keys


def describe(
    *, collaborative: Collaborative, by: Person, at: Moment, on: Day, seen: str | None = None, **texts: Any
) -> Collaborative:
    """Say what a collaborative is and how it is reached, in both languages, with its terms of reference and quorum.

    `seen` is the mark of the texts as they were shown (`mark_of_description`); `Overtaken` where somebody wrote others.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.DESCRIBE, collaborative)
    unknown = set(texts) - set(DESCRIPTION)
    if unknown:
        raise TypeError(f"a collaborative is not described by {sorted(unknown)}")
    with _recorded("describe", powers, Permission.DESCRIBE, collaborative, by=by, at=at) as record:
        collaborative = _held(collaborative)
        if seen is not None and seen != mark_of_description(collaborative):
            raise Overtaken
        changed = [name for name, value in texts.items() if getattr(collaborative, name) != value]
        for name in changed:
            setattr(collaborative, name, texts[name])
        collaborative.save()
        audit.about(record, collaborative, changed=sorted(changed))
        public.raise_version()
    return collaborative


def _recorded(action: str, powers: Powers, permission: Permission, body: Body, *, by: Person, at: Moment) -> Any:
    behalf = powers.on_behalf_of(permission, body)
    return audit.recorded(f"collaboratives.{action}", by=by, at=at, on_behalf_of=behalf)
