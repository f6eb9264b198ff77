"""Bodies: one tree of everything that can hold an office."""

import datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.dated import OpenQuerySet


class NameStatus(models.TextChoices):
    SEEN = "seen", _("Seen in a published source")
    PROPOSED = "proposed", _("Proposed, not yet confirmed")


class BodyQuerySet(OpenQuerySet):
    def real(self) -> Self:
        """Leave out the examples, which never count towards Wales."""
        return self.filter(is_example=False)

    def in_order(self) -> Self:
        """Order by name in the reader's language."""
        return self.order_by(f"sort_key_{get_language() or 'en'}", "pk")


class Body(models.Model):
    """An organisation or area: open from a day to a day, known by a name and an address in each language."""

    class Kind(models.TextChoices):
        NATION = "nation", _("Nation")
        HEALTH_BOARD = "health_board", _("Health board")
        LOCAL_AUTHORITY = "local_authority", _("Local authority")
        CLUSTER = "cluster", _("Cluster")
        PLANNING_GROUP = "planning_group", _("Planning group")
        COLLABORATIVE = "collaborative", _("Collaborative")

    body_kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    search_text = models.TextField(editable=False, blank=True)
    name_cy_status = models.CharField(max_length=10, choices=NameStatus.choices, default=NameStatus.SEEN)
    name_cy_source = models.TextField(blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    objects = BodyQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="body_search")]
        constraints = [
            models.UniqueConstraint(fields=["body_kind", "slug_en"], name="body_slug_en_once_a_kind"),
            models.UniqueConstraint(fields=["body_kind", "slug_cy"], name="body_slug_cy_once_a_kind"),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="body_closes_after_it_opens",
            ),
            models.CheckConstraint(condition=~Q(pk=F("parent")), name="body_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(body_kind="nation", parent__isnull=True) | ~Q(body_kind="nation") & Q(parent__isnull=False),
                name="body_has_a_parent_unless_a_nation",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.name_en

    @property
    def proposed_name(self) -> bool:
        """Whether the Welsh name is our proposal rather than one seen in use."""
        return self.name_cy_status == NameStatus.PROPOSED

    def is_open(self, *, on: datetime.date) -> bool:
        opened = self.opened_on is None or self.opened_on <= on
        return opened and (self.closed_on is None or self.closed_on > on)


class BodyAliasQuerySet(models.QuerySet):
    def once_at(self, slug: str, *, kind: str) -> "BodyAlias | None":
        """Return an old name at an address: both languages of one body can have had the same, two bodies cannot."""
        return self.filter(slug=slug, body__body_kind=kind).order_by("pk").first()


class BodyAlias(models.Model):
    """Another name that a body is or was known by; an alias with a slug keeps an old address working."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, blank=True)
    source = models.TextField(blank=True)

    objects = BodyAliasQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="alias_once_a_body")]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """How a body is reached, and when and where it meets next, as those who look after it say."""

    body = models.OneToOneField(Body, on_delete=models.CASCADE, related_name="contact_details")
    reached_by = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    meets_at = models.DateTimeField(null=True, blank=True)
    meets_in = models.CharField(max_length=300, blank=True)

    # The page of its meetings, where the next one comes from a calendar.
    meetings_address = ""

    def __str__(self) -> str:
        return self.body.name


class Succession(models.Model):
    """A body that took over from another on a day."""

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="precessions")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_between_two_bodies"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
