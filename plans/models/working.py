"""What happens around an edition while it is written and followed: remarks, text not yet saved, who is there."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from plans.models.editions import Edition, Plan


class Comment(models.Model):
    """A remark on a section or row, known by its key, so that it stands through edits and editions; or an answer."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="comments")
    key = models.UUIDField()
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by")
    text = models.TextField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_comments")
    written_at = models.DateTimeField()
    resolved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["plan", "key"], name="comment_by_place")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(condition=~Q(pk=F("answers")), name="comment_does_not_answer_itself"),
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_is_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_by}: {self.text[:60]}"


class Autosave(models.Model):
    """What somebody typed and has not saved yet, kept apart from every version; gone once they save or discard it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="autosaves")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="autosaves")
    kind = models.CharField(max_length=20)
    key = models.UUIDField(default=uuid.uuid4)
    # The tab in which it was typed, by the name that the script of the page gives it; one without that has no name.
    tab = models.CharField(max_length=40, blank=True, default="")
    # The version of the row that the form was opened at.
    version = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition", "kind", "key", "tab"], name="autosave_once_a_place_and_tab"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.key}"


class Presence(models.Model):
    """Somebody had a section or row open for writing at a moment: told to others as a courtesy, never a lock."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="presences")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="presences")
    key = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "edition", "key"], name="present_once_at_a_place")]

    def __str__(self) -> str:
        return f"{self.person}: {self.key}"


class MilestoneUpdate(models.Model):
    """What became of a milestone of an approved plan: done on a day, or moved to another, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="milestone_updates")
    key = models.UUIDField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["plan", "key"], name="milestone_update_by_place")]

    def __str__(self) -> str:
        return f"{self.key}: {self.done_on or self.due_on}"
