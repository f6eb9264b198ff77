"""What every room uses: background jobs, the public version, and the state of each translation."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of background work, written in the transaction that asked for it (common.jobs)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    message_en = models.TextField(blank=True)
    message_cy = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="job_progress_is_a_percentage"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running"], ended_at__isnull=True)
                | models.Q(state__in=["done", "failed"], ended_at__isnull=False),
                name="job_ends_when_done_or_failed",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="job_open", condition=~models.Q(state="done"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.state})"


class PublicVersion(models.Model):
    """One number that every public action raises; the tag of every public page contains it."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="public_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class TranslationState(models.Model):
    """How far one field of one object has come in one language, and from which text it was translated."""

    class State(models.TextChoices):
        MISSING = "missing", _("Not written")
        DRAFT = "draft", _("Draft")
        TRANSLATED = "translated", _("Translated")
        CHECKED = "checked", _("Checked")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    field = models.CharField(max_length=80)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MISSING)
    source_language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    source_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "language"], name="translation_state_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} ({self.language}): {self.state}"

    def is_out_of_date(self, source_text: str) -> bool:
        """Return whether the text that this half was translated from has changed since."""
        return bool(self.source_language) and self.source_text != source_text


class LoadedFiles(models.Model):
    """Which version of a set of shipped files is loaded, so that loading it again is nothing to do."""

    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "loaded files"

    def __str__(self) -> str:
        return self.name
