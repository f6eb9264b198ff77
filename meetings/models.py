"""Meetings of bodies: when and where each is, what is on its agenda, and who said whether they come."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from accounts.models import Person
from common.dates import date_format
from governance.models import Body

# Bodies that meet: boards and Wales have offices, and no meetings here.
MEETING_KINDS = (Body.Kind.CLUSTER, Body.Kind.PLANNING_GROUP, Body.Kind.COLLABORATIVE)


def in_own_language(english: str, welsh: str) -> str:
    """Return which of two texts is in the reader's language; both are always written, or neither is."""
    return welsh if get_language() == "cy" else english


class MeetingSeries(models.Model):
    """Meetings that were planned together; the rule is written as calendars write it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meeting_series")
    rule = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "meeting series"

    def __str__(self) -> str:
        return f"{self.body}: {self.rule}"


class Meeting(models.Model):
    """One meeting of a body; the link to it is for those who are invited, the place for everybody.

    `sequence` is raised with each change of time, place or standing, so that a calendar knows the newer of two files.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place_en = models.CharField(max_length=300, blank=True)
    place_cy = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    moved_from = models.DateTimeField(null=True, blank=True)
    change_reason_en = models.CharField(max_length=300, blank=True)
    change_reason_cy = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    is_agenda_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["body", "starts_at"], name="meetings_of_a_body")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["body", "starts_at"], condition=Q(cancelled_at=None), name="one_meeting_of_a_body_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {date_format(self.starts_at)}"

    @property
    def place(self) -> str:
        return in_own_language(self.place_en, self.place_cy)

    @property
    def change_reason(self) -> str:
        return in_own_language(self.change_reason_en, self.change_reason_cy)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


class AgendaItem(models.Model):
    """One thing to talk about; one that stands is put on the next agenda of the body by itself."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title_en = models.CharField(max_length=300)
    title_cy = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    is_standing = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="one_item_at_a_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return in_own_language(self.title_en, self.title_cy)


class Answer(models.Model):
    """Whether somebody who is invited comes; who does not may name who comes in their place."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="meeting_answers")
    is_coming = models.BooleanField()
    deputy = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_answer_of_a_person"),
            models.CheckConstraint(condition=Q(is_coming=False) | Q(deputy=""), name="who_comes_names_no_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.meeting}"


class CalendarFeed(models.Model):
    """The private calendar of a person; its token is kept as a hash, so that nobody reads it here.

    The token follows from `seed` and the secret of the portal, so that its person can be shown their address again.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calendar_feeds")
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="one_open_feed_of_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.pk}"
