"""Plans, their editions, and what goes with an edition as a whole."""

import datetime
from enum import StrEnum
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.dates import FinancialYear, day_of
from governance.models import Body
from plans.models.rounds import PlanKind, PlanningRound


class Plan(models.Model):
    """A plan of one body for one or more financial years; what it says stands in its editions."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=16, choices=PlanKind.choices)
    # None for plans that were made elsewhere, before there were rounds here.
    round = models.ForeignKey(PlanningRound, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    first_year = models.PositiveSmallIntegerField()
    years = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering = ["-first_year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "first_year"], name="plan_once_a_body_and_year"),
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=5), name="plan_is_for_some_years"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.title}"

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()}, {self.period}"

    @property
    def period(self) -> str:
        """The years as they are written: 2026/27, or 2026–2029 for three."""
        first = FinancialYear(self.first_year)
        return str(first) if self.years == 1 else f"{first.first}–{first.first + self.years}"  # noqa: RUF001

    @property
    def starts_on(self) -> datetime.date:
        return FinancialYear(self.first_year).starts_on

    @property
    def ends_on(self) -> datetime.date:
        """The first day after its last financial year."""
        return FinancialYear(self.first_year + self.years).starts_on


class EditionState(models.TextChoices):
    """Where an edition stands; which moves there are, and whose, is in `plans.editions.states`."""

    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed by the cluster")
    WITH_PLANNING_GROUP = "with_group", _("With the planning group")
    WITH_BOARD = "with_board", _("With the health board")
    RETURNED = "returned", _("Returned for changes")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded by a later edition")
    WITHDRAWN = "withdrawn", _("Withdrawn")


FROZEN = (EditionState.APPROVED, EditionState.PUBLISHED, EditionState.SUPERSEDED, EditionState.WITHDRAWN)
# What somebody who is not signed in may read: the present one, and the earlier ones under a banner.
PUBLIC = (EditionState.PUBLISHED, EditionState.SUPERSEDED)


class TextRules(StrEnum):
    """By which rules the long texts of an edition are read; what is frozen is read by its own for good."""

    # Paragraphs and lists, as before there were marks.
    PLAIN = "plain"
    # The marks of common.prose.
    MARKDOWN = "markdown-1"


class EditionQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Return the editions that anybody may read."""
        return self.filter(state__in=PUBLIC)

    def open(self) -> Self:
        """Return those that can still change."""
        return self.filter(frozen_at__isnull=True)


class Edition(models.Model):
    """What a plan says from one approval to the next: written, agreed, decided, then frozen for good.

    `content` is everything that was approved, as JSON, and `digest` its SHA-256; `figures` are the cited figures as
    they stood then; `text_rules` say how its texts are read. Nothing of these changes afterwards, nor do its rows.
    """

    class Origin(models.TextChoices):
        WRITTEN = "written", _("Written here")
        FILE = "file", _("A file from before")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.WRITTEN)
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    # Raised by every move from state to state.
    version = models.PositiveIntegerField(default=1)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    # What is new in it, for readers; the plain-text summary of a file from before.
    summary = models.TextField(blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    # Why it came back, until it is sent again.
    return_reason = models.TextField(blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(null=True, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    text_rules = models.CharField(max_length=12, default=TextRules.MARKDOWN)
    digest = models.CharField(max_length=64, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    # Folded words of what the public may read, for the search; filled when it is published.
    search_text = models.TextField(editable=False, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="edition_search")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="edition_once_a_number"),
            models.UniqueConstraint(fields=["plan"], condition=Q(frozen_at__isnull=True), name="one_open_edition"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="published"), name="one_published_edition"),
            models.CheckConstraint(
                condition=Q(state__in=FROZEN, frozen_at__isnull=False) & ~Q(digest="") & Q(content__isnull=False)
                | ~Q(state__in=FROZEN) & Q(frozen_at__isnull=True, digest="", content__isnull=True),
                name="edition_is_frozen_from_approval_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "superseded"]) | Q(published_at__isnull=False),
                name="published_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="withdrawn_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="returned") & ~Q(return_reason="") | ~Q(state="returned"),
                name="returned_for_a_reason",
            ),
            models.CheckConstraint(condition=~Q(pk=F("came_from")), name="edition_does_not_come_from_itself"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_content_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__frozen_at__isnull=False)
                & (
                    pgtrigger.Q(old__content__df=pgtrigger.F("new__content"))
                    | pgtrigger.Q(old__digest__df=pgtrigger.F("new__digest"))
                    | pgtrigger.Q(old__figures__df=pgtrigger.F("new__figures"))
                    | pgtrigger.Q(old__text_rules__df=pgtrigger.F("new__text_rules"))
                    | pgtrigger.Q(old__frozen_at__df=pgtrigger.F("new__frozen_at"))
                    | pgtrigger.Q(old__plan_id__df=pgtrigger.F("new__plan_id"))
                    | pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
                ),
            ),
            pgtrigger.Protect(
                name="frozen_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({_('edition')} {self.number})"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def has_marks(self) -> bool:
        """Whether its long texts may have marks (`common.prose`)."""
        return self.text_rules != TextRules.PLAIN


class Authorship(models.Model):
    """Somebody wrote in an edition, and so does not decide on it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="author_once_an_edition")]

    def __str__(self) -> str:
        return f"{self.person}: {self.edition_id}"


class ParityExemption(models.Model):
    """Leave to publish an edition though a half of it is missing or out of date: why, and by when it will be there."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="exemption")
    reason = models.TextField()
    due_on = models.DateField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.due_on}"


class Confirmation(models.Model):
    """Somebody looked at a published edition again and found nothing to change."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="confirmations")
    note = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["-confirmed_at"]

    def __str__(self) -> str:
        return f"{self.edition}: {day_of(self.confirmed_at)}"


class StoredFile(models.Model):
    """A file as it came or was made, kept beside what it belongs to: one transaction, one backup."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    stored_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.name} ({self.size})"


class Document(models.Model):
    """An edition as a document in one language: made from its rows once it is frozen, or the file from before."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF document")
        ORIGINAL = "original", _("The file as it was")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="documents")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "language"], name="document_once_a_language")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.kind} ({self.language})"
