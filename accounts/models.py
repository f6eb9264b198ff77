"""People, and the one audit record."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


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

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name


class AuditRecord(models.Model):
    """Who did what, on whose behalf, when, to what, in which request. Written once, never changed (accounts.audit)."""

    action = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="audit_records")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_key = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    request = models.CharField(max_length=32, blank=True)
    context = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_key"], name="audit_by_subject"),
            models.Index(fields=["context"], name="audit_by_context"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
