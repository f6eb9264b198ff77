"""What a translator sent back: it waits between preview and confirmation, and is the receipt afterwards."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from plans.models.editions import Edition


class TranslationFileQuerySet(models.QuerySet["TranslationFile"]):
    def expired(self, *, at: datetime.datetime) -> Self:
        """Return the files that were shown to their sender and left lying too long."""
        return self.filter(confirmed_at__isnull=True, expires_at__lte=at)


class TranslationFile(models.Model):
    """A file of translations of an edition into one language.

    `rows` is what was read from it: `{"id", "source", "target", "mark"}`. `outcomes` say for each of them what becomes
    of it, as last shown and, once confirmed, as it was done.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="translation_files")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    outcomes = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="translation_files")
    uploaded_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = TranslationFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="translations_are_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.language})"
