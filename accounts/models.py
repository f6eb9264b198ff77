"""People, their invitations and mails, and the one audit record."""

import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.dates import day_of, iso_moment


class PersonManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **details: Any) -> "Person":
        """Create a person; without a password they hold offices but cannot sign in."""
        person = self.model(email=self.normalize_email(email), **details)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Somebody who holds an office or signs in. What they may do follows from their appointments, not from here."""

    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, unique=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(default=True)
    # When they last came to their own first page; what changed after that is news to them.
    looked_at = models.DateTimeField(null=True, blank=True)
    # From which day on they set up a second factor before anything else; None where no office of theirs asked for one.
    factor_due_on = models.DateField(null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name


class PersonSession(models.Model):
    """One session of a person, so that they can see and end it; what it holds stands in the session itself."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.pk}"


class UsedKey(models.Model):
    """The key of a form that was carried out, with where it led (accounts.once).

    A key is made with a page, for one form of one person, and counts once. What is kept of the answers is their
    digest, which tells whether the same was sent again.
    """

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    place = models.TextField()
    digest = models.CharField(max_length=64)
    led_to = models.TextField(blank=True)
    used_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="key_by_age")]

    def __str__(self) -> str:
        return f"{self.place} {self.key}"


class Draft(models.Model):
    """What somebody typed into a form and has not sent yet (accounts.drafts): one for each person, form and tab."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    # The page by its route (common.marks), and the form on it.
    page = models.CharField(max_length=200)
    name = models.CharField(max_length=80)
    tab = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["person", "page", "name", "tab"], name="draft_once_a_form_and_tab")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.page}"


class AuditRecord(models.Model):
    """Who did what, on whose behalf, when, to what, in which request. Written once, never changed (accounts.audit)."""

    action = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="audit_records")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_key = models.CharField(max_length=80, blank=True)
    # What it was called then, since things are renamed and forgotten.
    subject_en = models.TextField(blank=True)
    subject_cy = models.TextField(blank=True)
    # The bodies that it concerns: their administrators may read it.
    bodies = ArrayField(models.BigIntegerField(), default=list)
    details = models.JSONField(default=dict)
    request = models.CharField(max_length=32, blank=True)
    context = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_key"], name="audit_by_subject"),
            models.Index(fields=["context"], name="audit_by_context"),
            GinIndex(fields=["bodies"], name="audit_by_body"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{iso_moment(self.at)} {self.action}"


class Invitation(models.Model):
    """One message to a person at their address; the token is kept only as a hash, the state follows from the dates."""

    class State(models.TextChoices):
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")
        REPLACED = "replaced", _("Replaced by a newer one")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    resent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(accepted_at=None, revoked_at=None, replaced_at=None),
                name="invitation_open_once_for_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("sent_at")), name="invitation_expires_after_it_is_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {day_of(self.sent_at)}"

    def state(self, *, at: datetime.datetime) -> State:
        """Return what the invitation is at a moment; what ended it comes before its expiry."""
        ended = ((self.accepted_at, "ACCEPTED"), (self.revoked_at, "REVOKED"), (self.replaced_at, "REPLACED"))
        for moment, name in ended:
            if moment is not None:
                return self.State[name]
        return self.State.EXPIRED if at >= self.expires_at else self.State.SENT


class Message(models.Model):
    """A mail that was written with the action it tells of, and is sent after that; its text is kept only until then.

    The key names the event, so that one event is told once. SENDING is what a worker has taken: if it dies then, nobody
    knows whether the mail left, and it is not sent again (accounts.outbox).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=80)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=78)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sending"]) | models.Q(body=""),
                name="message_keeps_its_text_only_until_it_is_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                name="message_is_sent_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="message_to_send", condition=models.Q(state__in=["waiting", "sending"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.state})"
