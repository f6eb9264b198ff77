"""Removes everything that was invented to show how the portal works."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import ProtectedError, Q

from accounts import audit, sessions
from accounts.models import Invitation, Message, Person, PersonSession
from budgets.models import (
    ApprovalBand,
    BudgetLine,
    Entry,
    FundingStream,
    LedgerImport,
    LedgerImportRow,
    LedgerMapping,
    LineSum,
    MoneyRequest,
    PeriodClosing,
    Receipt,
    ReportingRule,
    RequestRecusal,
    Sharing,
    VarianceReason,
)
from clusters.models import Area, Coverage, Membership, PlanningGroup, Population, Provider, Upload
from collaboratives.models import Collaborative
from common import public
from common.models import LoadedFiles, TranslationState
from governance.models import (
    Action,
    ActionUpdate,
    Appointment,
    BodyAlias,
    Decision,
    Delegation,
    Handover,
    Interest,
    Recertification,
    Recusal,
    Seat,
    Succession,
)
from indicators.models import (
    Breakdown,
    CurrentExampleSet,
    DeprivationFifth,
    DeprivationGap,
    Figure,
    FigureSet,
    KeyFinding,
    Neighbour,
    Release,
    Trend,
)
from meetings.models import AgendaItem, Answer, CalendarFeed, Meeting, MeetingSeries
from plans.editions.kinds import KINDS as KINDS_OF_ROW
from plans.models import (
    ApprovalRoute,
    Authorship,
    Autosave,
    Comment,
    Confirmation,
    Document,
    Edition,
    MilestoneUpdate,
    ParityExemption,
    Plan,
    PlanningRound,
    Presence,
    StoredFile,
    Submission,
    TranslationFile,
    Verdict,
)

APPEND_ONLY = (FigureSet, Figure, Breakdown, DeprivationFifth, DeprivationGap, Neighbour, Trend, StoredFile, Entry)
# Rows of plans from the last to the first; those of a frozen edition rest otherwise.
ROWS = tuple(kind.model for kind in KINDS_OF_ROW.values())
FILES = ("examples", "example people", "example plans", "example money", "example meetings")
# Children before what they lie in.
KINDS = (Area.Kind.CLUSTER, Area.Kind.LOCAL_AUTHORITY, Area.Kind.HEALTH_BOARD, Area.Kind.NATION)


def forget_examples(*, emails: Collection[str], at: datetime.datetime) -> Counter[str]:
    """Remove the example areas with all that belongs to them, and the people with these addresses; return what went.

    The record stays as it is. Somebody whom it names keeps a closed account without a password, so that it still says
    who did what.
    """
    ignored = [f"{model._meta.label}:append_only" for model in APPEND_ONLY]
    ignored += [f"{model._meta.label}:rests_when_frozen" for model in ROWS]
    ignored += ["plans.Edition:frozen_is_kept", "budgets.LineSum:only_by_entries"]
    with audit.recorded("portal.forget_examples", by=None, at=at) as record, pgtrigger.ignore(*ignored):
        people = Person.objects.filter(email__in=emails)
        providers = list(Provider.objects.filter(memberships__cluster__is_example=True).values_list("pk", flat=True))
        gone: Counter[str] = Counter()
        for found in _found(people, providers):
            gone[found.model._meta.label] += found.delete()[0]
        sessions.end(PersonSession.objects.filter(person__in=people))
        gone["accounts.Person"] = sum(map(_forget, people))
        audit.about(record, None, removed=dict(gone))
        public.raise_version()
    return gone


def _found(people: models.QuerySet[Person], providers: list[int]) -> Iterator[models.QuerySet]:
    """Return what is to go, each after what points to it."""
    yield from _of_money(people)
    yield from _of_plans(people)
    yield from _of_governance(people)
    yield from _of_figures()
    yield Membership.objects.filter(provider__in=providers)
    yield Provider.objects.filter(pk__in=providers)
    yield Upload.objects.filter(body__is_example=True)
    yield Collaborative.objects.filter(is_example=True)
    yield Succession.objects.filter(Q(predecessor__is_example=True) | Q(successor__is_example=True))
    yield BodyAlias.objects.filter(body__is_example=True)
    yield Coverage.objects.filter(planning_group__is_example=True)
    yield PlanningGroup.objects.filter(is_example=True)
    yield Population.objects.filter(area__is_example=True)
    for kind in KINDS:
        yield Area.objects.filter(is_example=True, kind=kind)
    yield LoadedFiles.objects.filter(name__in=FILES)


def _of_money(people: models.QuerySet[Person]) -> Iterator[models.QuerySet]:
    """Return the money of example bodies, and where example people stood aside."""
    lines = BudgetLine.objects.filter(body__is_example=True)
    entries = Entry.objects.filter(line__in=lines)
    requests = MoneyRequest.objects.filter(from_line__in=lines)
    extracts = LedgerImport.objects.filter(board__is_example=True)
    files = list(extracts.values_list("file", flat=True))
    yield LedgerImportRow.objects.filter(imported__in=extracts)
    yield RequestRecusal.objects.filter(Q(request__in=requests) | Q(person__in=people))
    yield requests
    yield VarianceReason.objects.filter(line__in=lines)
    yield Receipt.objects.filter(entry__in=entries)
    yield LineSum.objects.filter(line__in=lines)
    yield entries.filter(reverses__isnull=False)
    yield entries.filter(draws_on__isnull=False)
    yield entries
    for model in (LedgerImport, LedgerMapping, Sharing, PeriodClosing, ApprovalBand):
        yield model.objects.filter(board__is_example=True)
    yield StoredFile.objects.filter(pk__in=files)
    yield lines
    for model in (ReportingRule, FundingStream):
        yield model.objects.filter(body__is_example=True)


def _of_plans(people: models.QuerySet[Person]) -> Iterator[models.QuerySet]:
    """Return what belongs to plans of example bodies, and what example people wrote about others."""
    plans = Plan.objects.filter(body__is_example=True)
    editions = Edition.objects.filter(plan__in=plans)
    files = StoredFile.objects.filter(Q(documents__edition__in=editions) | Q(attachments__edition__in=editions))
    kept = list(files.values_list("pk", flat=True))
    yield Verdict.objects.filter(submission__plan__in=plans)
    yield Submission.objects.filter(plan__in=plans)
    yield Comment.objects.filter(Q(plan__in=plans) | Q(written_by__in=people), answers__isnull=False)
    yield Comment.objects.filter(Q(plan__in=plans) | Q(written_by__in=people))
    yield MilestoneUpdate.objects.filter(plan__in=plans)
    for model in (Document, ParityExemption, Confirmation, TranslationFile, Authorship, Autosave, Presence):
        yield model.objects.filter(edition__in=editions)
    yield from _of_rows(editions)
    yield StoredFile.objects.filter(pk__in=kept)
    editions.update(came_from=None)
    yield editions
    yield plans
    yield PlanningRound.objects.filter(body__is_example=True)
    yield ApprovalRoute.objects.filter(board__is_example=True)


def _of_rows(editions: models.QuerySet[Edition]) -> Iterator[models.QuerySet]:
    for model in ROWS:
        found = model.objects.filter(edition__in=editions)
        kind = ContentType.objects.get_for_model(model)
        yield TranslationState.objects.filter(content_type=kind, object_id__in=found.values("pk"))
        yield found
    yield ActionUpdate.objects.filter(action__body__is_example=True)
    yield Action.objects.filter(body__is_example=True)


def _of_governance(people: models.QuerySet[Person]) -> Iterator[models.QuerySet]:
    in_example = Q(seat__body__is_example=True)
    yield from _of_meetings(people)
    yield Recusal.objects.filter(Q(decision__body__is_example=True) | Q(person__in=people))
    yield Decision.objects.filter(body__is_example=True)
    yield Interest.objects.filter(person__in=people)
    yield Recertification.objects.filter(
        Q(appointment__seat__body__is_example=True) | Q(appointment__person__in=people)
    )
    yield Handover.objects.filter(in_example | Q(giver__in=people) | Q(taker__in=people))
    yield Delegation.objects.filter(in_example | Q(principal__in=people) | Q(delegate__in=people))
    yield Appointment.objects.filter(in_example | Q(person__in=people))
    concerned = Q(body__is_example=True) | Q(represents__is_example=True)
    yield Seat.objects.filter(concerned, follows__isnull=False)
    yield Seat.objects.filter(concerned)
    for model in (Invitation, Message):
        yield model.objects.filter(person__in=people)


def _of_meetings(people: models.QuerySet[Person]) -> Iterator[models.QuerySet]:
    of_example = Q(meeting__body__is_example=True)
    yield AgendaItem.objects.filter(of_example)
    yield Answer.objects.filter(of_example | Q(person__in=people))
    yield Meeting.objects.filter(body__is_example=True)
    yield MeetingSeries.objects.filter(body__is_example=True)
    yield CalendarFeed.objects.filter(person__in=people)


def _of_figures() -> Iterator[models.QuerySet]:
    yield CurrentExampleSet.objects.all()
    for model in (KeyFinding, Breakdown, Neighbour, Trend):
        yield model.objects.filter(release__is_example=True)
    for model in (DeprivationFifth, DeprivationGap, Figure):
        yield model.objects.filter(figure_set__release__is_example=True)
    yield FigureSet.objects.filter(release__is_example=True)
    yield Release.objects.filter(is_example=True)


def _forget(person: Person) -> bool:
    """Remove a person; close the account where the record names them. Return whether they are gone."""
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        person.authenticator_set.all().delete()
        person.is_active = False
        person.set_unusable_password()
        person.save()
        return False
    return True
