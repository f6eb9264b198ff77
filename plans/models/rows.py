"""The rows of an edition: each keeps its key from edition to edition, and rests once its edition is frozen."""

import uuid
from decimal import Decimal
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboratives.models import Collaborative
from common.money import ZERO
from governance.models import Action, Seat
from indicators.models import Indicator
from plans.models.editions import Edition, StoredFile
from plans.models.rounds import Theme


class Visibility(models.TextChoices):
    """Who may read a row; the first is for everybody once the edition is published."""

    PUBLIC = "public", _("Everybody")
    PARTNERS = "partners", _("Partners: whoever may read the draft")
    CLUSTER = "cluster", _("The cluster alone")


class SectionStatus(models.TextChoices):
    """How far somebody says that a section has come."""

    NOT_STARTED = "not_started", _("Not yet started")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    CANNOT_START = "cannot_start", _("Cannot start yet")
    PROBLEM = "problem", _("There is a problem")


def rests_when_frozen() -> pgtrigger.Trigger:
    """Return the trigger that refuses any change of rows whose edition is frozen."""
    return pgtrigger.Trigger(
        name="rests_when_frozen",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("frozen", "bigint")],
        func="""
            SELECT e.id INTO frozen FROM plans_edition e
                WHERE e.frozen_at IS NOT NULL
                  AND ((TG_OP <> 'INSERT' AND e.id = OLD.edition_id) OR (TG_OP <> 'DELETE' AND e.id = NEW.edition_id))
                LIMIT 1;
            IF frozen IS NOT NULL THEN
                RAISE EXCEPTION 'edition % is frozen: its rows stay as they are', frozen
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


class RowQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(visibility=Visibility.PUBLIC)

    def seen_by(self, visibilities: frozenset[str]) -> Self:
        """Return the rows of the kinds of visibility that a reader has (`plans.policies`)."""
        return self.filter(visibility__in=visibilities)


class PlanRow(models.Model):
    """What all rows share. `key` is the same in every edition; comments, progress and money point to it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)s_rows")
    key = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveIntegerField(default=0)
    # Whose it is where it belongs to one collaborative; None for the cluster's own.
    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)s_rows"
    )
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)
    # Raised by every save, so that one made beside another is told so.
    version = models.PositiveIntegerField(default=1)
    # The edition of an earlier plan that it was carried over from.
    came_from = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


def key_once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["edition", "key"], name=f"{name}_key_once_an_edition")


class Section(PlanRow):
    """The text of one section of the template: the cluster's, or the part of one collaborative."""

    code = models.SlugField(max_length=60)
    text = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=SectionStatus.choices, default=SectionStatus.NOT_STARTED)

    class Meta(PlanRow.Meta):
        constraints = [
            key_once("section"),
            models.UniqueConstraint(
                fields=["edition", "code", "collaborative"], nulls_distinct=False, name="section_once_an_edition"
            ),
        ]
        triggers = [rests_when_frozen()]

    def __str__(self) -> str:
        return f"{self.code}, {self.collaborative}" if self.collaborative else self.code


class Need(PlanRow):
    """A need of the population, with what it rests on: figures, what people said, and what follows from them."""

    title = models.CharField(max_length=200)
    said = models.TextField(blank=True)
    what = models.TextField(blank=True)
    so_what = models.TextField(blank=True)
    now_what = models.TextField(blank=True)
    # The codes of the indicators whose figures it cites: live in a draft, as they stood once frozen.
    figures = ArrayField(models.SlugField(max_length=80), default=list, blank=True)

    class Meta(PlanRow.Meta):
        constraints = [key_once("need")]
        triggers = [rests_when_frozen()]

    def __str__(self) -> str:
        return self.title or self.title_en


class Priority(PlanRow):
    """What the plan puts first: under a theme, for some needs, to move an indicator from where it stands."""

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="priorities")
    # The keys of the needs that it answers.
    needs = ArrayField(models.UUIDField(), default=list, blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)

    class Meta(PlanRow.Meta):
        constraints = [
            key_once("priority"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(indicator__isnull=False), name="target_of_an_indicator"
            ),
        ]
        triggers = [rests_when_frozen()]

    def __str__(self) -> str:
        return self.title or self.title_en


class PlannedAction(PlanRow):
    """What will be done for a priority: by which office, from when until when, to what end, for how much money.

    `outcome` is what changes for people, `output` what is delivered. Money is in pounds for each year of the plan;
    None is not entered, nought is nought.
    """

    title = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    output = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="planned")
    # The key of the priority that it serves.
    priority = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="planned_actions")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    first_year_money = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    second_year_money = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    third_year_money = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta(PlanRow.Meta):
        constraints = [
            key_once("planned_action"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="planned_action_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=(Q(first_year_money__isnull=True) | Q(first_year_money__gte=0))
                & (Q(second_year_money__isnull=True) | Q(second_year_money__gte=0))
                & (Q(third_year_money__isnull=True) | Q(third_year_money__gte=0)),
                name="planned_money_is_not_below_nought",
            ),
        ]
        triggers = [rests_when_frozen()]

    def __str__(self) -> str:
        return self.title or self.title_en

    @property
    def money(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        return self.first_year_money, self.second_year_money, self.third_year_money

    @property
    def money_total(self) -> Decimal | None:
        """The money of all years; None where none was entered."""
        entered = [amount for amount in self.money if amount is not None]
        return sum(entered, ZERO) if entered else None


class Milestone(PlanRow):
    """A day by which a part of an action is done. `baseline_on`, the day first approved, stays when `due_on` moves."""

    title = models.CharField(max_length=300)
    # The key of the action that it belongs to.
    action = models.UUIDField()
    due_on = models.DateField()
    baseline_on = models.DateField(null=True, blank=True)

    class Meta(PlanRow.Meta):
        constraints = [key_once("milestone")]
        triggers = [rests_when_frozen()]

    def __str__(self) -> str:
        return self.title or self.title_en


MOST = 5


class Risk(PlanRow):
    """What could go wrong: how likely and how grave from 1 to 5, what is done about it, who watches it."""

    title = models.CharField(max_length=300)
    mitigation = models.TextField(blank=True)
    likelihood = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    impact = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="risks")
    review_on = models.DateField(null=True, blank=True)

    class Meta(PlanRow.Meta):
        constraints = [
            key_once("risk"),
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=MOST, impact__gte=1, impact__lte=MOST),
                name="risk_is_from_1_to_5",
            ),
        ]
        triggers = [rests_when_frozen()]

    def __str__(self) -> str:
        return self.title or self.title_en

    @property
    def score(self) -> int:
        """Likelihood times impact, from 1 to 25."""
        return self.likelihood * self.impact


class Attachment(PlanRow):
    """A file that goes with an edition."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("In English")
        WELSH = "cy", _("In Welsh")
        BOTH = "both", _("In both languages")

    title = models.CharField(max_length=200)
    language = models.CharField(max_length=4, choices=Language.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")

    class Meta(PlanRow.Meta):
        constraints = [key_once("attachment")]
        triggers = [rests_when_frozen()]

    def __str__(self) -> str:
        return self.title or self.title_en
