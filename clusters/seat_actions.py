"""The seats that every body has, opened once so that each is a row that everybody sees, held, vacant or not entered."""

import datetime
from collections.abc import Iterable

from accounts import audit
from accounts.models import Person
from clusters.models import Area, Coverage, PlanningGroup
from common import public
from governance.models import Body, Office, Seat

STANDARD: dict[str, tuple[Office, ...]] = {
    Body.Kind.NATION: (Office.NATIONAL_ADMINISTRATOR, Office.NATIONAL_ANALYST),
    Body.Kind.HEALTH_BOARD: (Office.BOARD_ADMINISTRATOR, Office.APPROVER, Office.FINANCE_OFFICER),
    Body.Kind.CLUSTER: (Office.CLUSTER_LEAD, Office.DEPUTY, Office.THIRD_SECTOR, Office.SOCIAL_SERVICES),
    Body.Kind.PLANNING_GROUP: (Office.PLANNING_GROUP_CHAIR,),
}


def open_standard_seats(*, at: datetime.datetime, on: datetime.date, by: Person | None = None) -> int:
    """Open the seats that open bodies lack; return how many. Where none is lacking, nothing is written.

    In a planning group each cluster that it covers has a seat, held ex officio by the cluster's lead.
    """
    bodies = list(Body.objects.filter(is_example=False, body_kind__in=STANDARD).current(on=on))
    own = _missing(bodies)
    if not own and not _missing_in_groups(on):
        return 0
    with audit.recorded("clusters.open_standard_seats", by=by, at=at) as record:
        Seat.objects.bulk_create(own)
        followers = _missing_in_groups(on)
        Seat.objects.bulk_create(followers)
        audit.about(record, None, opened=len(own) + len(followers))
        public.raise_version()
    return len(own) + len(followers)


def open_seats_of_cluster(cluster: Area, *, on: datetime.date) -> list[Seat]:
    """Open the seats of a cluster that opens on a day, inside that action, with the one in each planning group."""
    own = [Seat(body=cluster, office=office, opened_on=on) for office in STANDARD[Body.Kind.CLUSTER]]
    lead = Seat.objects.bulk_create(own)[0]
    covered = Coverage.objects.current(on=on).filter(local_authority=cluster.local_authority_id)
    in_groups = [
        Seat(
            body_id=coverage.planning_group_id,
            office=Office.PLANNING_GROUP_MEMBER,
            represents=cluster,
            follows=lead,
            opened_on=on,
        )
        for coverage in covered
    ]
    return [*own, *Seat.objects.bulk_create(in_groups)]


def _missing(bodies: Iterable[Body]) -> list[Seat]:
    known = set(Seat.objects.filter(represents=None).values_list("body_id", "office"))
    return [
        Seat(body=body, office=office)
        for body in bodies
        for office in STANDARD[body.body_kind]
        if (body.pk, office) not in known
    ]


def _missing_in_groups(on: datetime.date) -> list[Seat]:
    """Return the seats of clusters in planning groups that do not exist yet, for clusters whose lead has a seat."""
    known = set(Seat.objects.filter(represents__isnull=False).values_list("body_id", "represents_id"))
    leads = {seat.body_id: seat for seat in Seat.objects.filter(office=Office.CLUSTER_LEAD)}
    groups = PlanningGroup.objects.real().current(on=on)
    covered = Coverage.objects.current(on=on).filter(planning_group__in=groups).select_related("local_authority")
    return [
        Seat(
            body_id=coverage.planning_group_id,
            office=Office.PLANNING_GROUP_MEMBER,
            represents_id=cluster,
            follows=leads[cluster],
        )
        for coverage in covered
        for cluster in coverage.local_authority.clusters_within.current(on=on).values_list("pk", flat=True)
        if cluster in leads and (coverage.planning_group_id, cluster) not in known
    ]
