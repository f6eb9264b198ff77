"""Professions, and the collaboratives that they form in clusters."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.models import Area, Provider
from governance.models import Body, BodyQuerySet


class Profession(models.Model):
    """A profession that can form a collaborative in a cluster; which ones there are is data."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()
    # The providers that belong to its collaboratives; empty for professions whose members are employed.
    provider_kind = models.CharField(max_length=20, choices=Provider.Kind.choices, blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class CollaborativeQuerySet(BodyQuerySet):
    def of_cluster(self, cluster: Area, *, on: datetime.date) -> models.QuerySet:
        """Return the collaboratives of a cluster that are open on a day, in the order of their professions."""
        return self.filter(cluster=cluster).current(on=on).select_related("profession").order_by("profession__order")


class Collaborative(Body):
    """The providers or workers of one profession in one cluster, who send a lead to it."""

    class State(models.TextChoices):
        FORMING = "forming", _("Forming")
        ACTIVE = "active", _("Active")
        ENDED = "ended", _("Ended")

    cluster = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="collaboratives")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="collaboratives")
    state = models.CharField(max_length=10, choices=State.choices, default=State.FORMING)
    # Its first day as an active one; none where it is still forming, or where nobody entered the day.
    active_on = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True)
    contact_email = models.EmailField(blank=True)
    terms_of_reference = models.TextField(blank=True)
    # How many members must be present for a decision, where its terms of reference say so.
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = CollaborativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "profession"], condition=~Q(state="ended"), name="collaborative_once_a_cluster"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_kind = Body.Kind.COLLABORATIVE
        super().save(*args, **kwargs)

    def state_on(self, *, on: datetime.date) -> "Collaborative.State":
        """Return the state on a day: what it has become since then is not told of the day before."""
        if self.closed_on is not None and self.closed_on <= on:
            return self.State.ENDED
        if self.active_on is not None:
            return self.State.ACTIVE if self.active_on <= on else self.State.FORMING
        return self.State.FORMING if self.state == self.State.ENDED else self.State(self.state)

    def get_absolute_url(self) -> str:
        return reverse("collaboratives:collaborative", kwargs={"slug": self.slug})
