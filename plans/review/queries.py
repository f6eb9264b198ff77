"""Reads about deciding: what somebody last decided on, what is said now, what happened so far."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from accounts.models import AuditRecord, Person
from collaboratives.models import Collaborative
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.editions.content import Content, row_content, rows_of
from plans.editions.differences import seen_by
from plans.editions.kinds import KINDS
from plans.editions.states import MOVES
from plans.models import Edition, EditionState, Plan, Submission, Verdict
from plans.policies import editions_within, read_near

NOTHING = "nothing"
DECIDED_ON = (EditionState.WITH_PLANNING_GROUP, EditionState.WITH_BOARD)
BEGINNINGS = ("plans.start_plan", "plans.start_edition")
BESIDES = ("plans.approve_in_part", "plans.schedule", "plans.unschedule", "plans.grant_exemption")
STEPS = (*BEGINNINGS, *BESIDES, *(move.action for move in MOVES.values()))


def editions(powers: Powers, permission: Permission) -> QuerySet[Edition]:
    """Return the editions in reach, with what every page of one needs.

    `is_in_collaborative` says whether the reader holds an office in a collaborative of its cluster.
    """
    near = Collaborative.objects.filter(cluster=OuterRef("plan__body"), pk__in=read_near(powers))
    found = editions_within(powers, permission).annotate(is_in_collaborative=Exists(near))
    return found.select_related("plan__body", "plan__round__template")


@dataclass(frozen=True)
class Told:
    """A content and what it is: a submission, or an edition; neither where there is nothing yet."""

    content: Content
    submission: Submission | None = None
    edition: Edition | None = None


def last_decided(person: Person, edition: Edition) -> Told:
    """Return what a person last decided on of this plan; else the edition before this one; else nothing."""
    decided = Submission.objects.filter(plan=edition.plan_id, verdicts__decided_by=person)
    submission = decided.order_by("-verdicts__decided_at").select_related("edition").first()
    if submission is not None:
        return Told(submission.content, submission=submission)
    return before(edition)


def before(edition: Edition) -> Told:
    """Return the last edition before this one that was published; nothing where there is none."""
    frozen = Edition.objects.filter(
        plan=edition.plan_id, number__lt=edition.number, published_at__isnull=False, origin=Edition.Origin.WRITTEN
    )
    found = frozen.order_by("-number").first()
    return Told(found.content or {}, edition=found) if found is not None else Told({})


def as_it_is(edition: Edition, visibilities: Collection[str]) -> Content:
    """Return what an edition says now, of the rows that have one of some visibilities.

    What was sent and what was approved does not change, so it is read where it was kept, in one query or none.
    """
    if edition.is_frozen:
        return seen_by(edition.content or {}, visibilities)
    if edition.state in DECIDED_ON:
        submission = Submission.objects.get(edition=edition, closed_at__isnull=True)
        return seen_by(submission.content, visibilities)
    return {
        code: [row_content(KINDS[code], row) for row in rows] for code, rows in rows_of(edition, visibilities).items()
    }


def timeline(edition: Edition) -> QuerySet[AuditRecord]:
    """Return what happened to an edition from its beginning, the newest first."""
    found = AuditRecord.objects.filter(
        subject_kind=edition._meta.label_lower, subject_key=str(edition.pk), action__in=STEPS
    )
    return found.select_related("by", "on_behalf_of").order_by("-at", "-pk")


def verdicts(edition: Edition) -> QuerySet[Verdict]:
    """Return what those who decide said of an edition, the newest first."""
    found = Verdict.objects.filter(submission__edition=edition).select_related("decided_by", "on_behalf_of")
    return found.order_by("-decided_at", "-pk")


@dataclass(frozen=True)
class Choices:
    """What can be compared of a plan, the newest first: editions, and what was sent, by the name in an address."""

    editions: dict[str, Edition]
    sent: dict[str, datetime.datetime]


def choices(plan: Plan) -> Choices:
    """Return the editions and submissions of a plan, without what they say: one query."""
    sent = Submission.objects.filter(edition=OuterRef("pk")).values(one=JSONObject(pk="pk", at="submitted_at"))
    written = plan.editions.filter(origin=Edition.Origin.WRITTEN).annotate(sent=ArraySubquery(sent))
    found = list(written.defer("content", "figures", "search_text").order_by("-number"))
    moments = [(one["pk"], parse_datetime(one["at"])) for edition in found for one in edition.sent]
    newest_first = sorted(moments, key=lambda pair: pair[1], reverse=True)
    return Choices({f"edition-{one.pk}": one for one in found}, {f"sent-{key}": moment for key, moment in newest_first})


def ends(edition: Edition, found: Choices, start: str, end: str) -> tuple[str, str]:
    """Return the names of what is compared with what: as asked where it is of this plan, else with what came before.

    What came before an edition is the edition before it, or else what was sent first; or nothing at all.
    """
    known = {*found.editions, *found.sent, NOTHING}
    earlier = [name for name, one in found.editions.items() if one.number < edition.number]
    default = next(iter(earlier), next(reversed(found.sent), NOTHING))
    return start if start in known else default, end if end in known else f"edition-{edition.pk}"


def content_named(edition: Edition, name: str, visibilities: Collection[str]) -> Content:
    """Return what an edition or submission of a plan says, by its name in an address."""
    kind, _dash, key = name.partition("-")
    if kind == "sent":
        return seen_by(Submission.objects.get(pk=key, plan=edition.plan_id).content, visibilities)
    if kind == "edition":
        is_same = key == str(edition.pk)
        found = edition if is_same else Edition.objects.get(pk=key, plan=edition.plan_id)
        return as_it_is(found, visibilities)
    return {}
