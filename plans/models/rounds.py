"""What every plan of a round starts from: the years, the sections of its template, the days by which things are due."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.dated import Dated, never_empty, overlap_on
from governance.models import Body, Office


class PlanKind(models.TextChoices):
    """What a plan is; all kinds are written, agreed and published in the same way."""

    CLUSTER_IMTP = "cluster_imtp", _("Three-year plan (IMTP) of a cluster")
    CLUSTER_ANNUAL = "cluster_annual", _("Annual delivery plan of a cluster")
    PAN_CLUSTER = "pan_cluster", _("Pan-cluster plan of a planning group")


# How many financial years a plan of each kind is for, and what kind of body writes it.
YEARS = {PlanKind.CLUSTER_IMTP: 3, PlanKind.CLUSTER_ANNUAL: 1, PlanKind.PAN_CLUSTER: 3}
WRITTEN_BY = {
    PlanKind.CLUSTER_IMTP: Body.Kind.CLUSTER,
    PlanKind.CLUSTER_ANNUAL: Body.Kind.CLUSTER,
    PlanKind.PAN_CLUSTER: Body.Kind.PLANNING_GROUP,
}
# What kinds of bodies may open a round for the plans below them.
ROUNDS_OF = (Body.Kind.NATION, Body.Kind.HEALTH_BOARD)


class Rows(models.TextChoices):
    """Which list stands in a section, beside its text."""

    NONE = "", _("No list")
    NEEDS = "needs", _("Needs")
    PRIORITIES = "priorities", _("Priorities, actions and milestones")
    RISKS = "risks", _("Risks")
    ATTACHMENTS = "attachments", _("Attachments")


def template_stays() -> pgtrigger.Trigger:
    """Return the trigger that refuses any change of a template's sections once a plan was started from it."""
    return pgtrigger.Trigger(
        name="stays_once_used",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("used", "bigint")],
        func="""
            SELECT p.id INTO used FROM plans_plan p JOIN plans_planninground r ON p.round_id = r.id
                WHERE (TG_OP <> 'INSERT' AND r.template_id = OLD.template_id)
                   OR (TG_OP <> 'DELETE' AND r.template_id = NEW.template_id) LIMIT 1;
            IF used IS NOT NULL THEN
                RAISE EXCEPTION 'plan % was started from this template: it stays as it is', used
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


class TemplateEdition(models.Model):
    """The sections that plans of a kind have; as it is from the day that a plan starts from it."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=16, choices=PlanKind.choices)
    title = models.CharField(max_length=200)
    # From where its sections are taken.
    source = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title or self.title_en


class TemplateSection(models.Model):
    """One section that a plan has, known by a code that stays the same from edition to edition of the template."""

    template = models.ForeignKey(TemplateEdition, on_delete=models.PROTECT, related_name="sections")
    code = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    help = models.TextField(blank=True)
    is_required = models.BooleanField(default=True)
    # About how many words are expected; 0 where nothing is said of it.
    word_guide = models.PositiveSmallIntegerField(default=0)
    # Whether each collaborative of the cluster writes a part of its own, beside the cluster's.
    has_parts = models.BooleanField(default=False)
    rows = models.CharField(max_length=12, choices=Rows.choices, blank=True, default=Rows.NONE)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["template", "code"], name="section_once_a_template"),
            models.UniqueConstraint(fields=["template", "order"], name="one_section_at_each_place"),
        ]
        triggers = [template_stays()]

    def __str__(self) -> str:
        return self.title or self.title_en


class PlanningRound(models.Model):
    """A year's planning: for which financial years, from which template, and for the bodies under which one."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="planning_rounds")
    template = models.ForeignKey(TemplateEdition, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=200)
    # The year in which its first financial year begins: 2026 stands for 1 April 2026 to 31 March 2027.
    first_year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-first_year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "template", "first_year"], name="round_once_a_year"),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gt=models.F("opens_on")),
                name="round_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.name_en


class Stage(models.TextChoices):
    """By when something of a round is due."""

    AGREED = "agreed", _("Agreed by the cluster")
    PLANNING_GROUP = "planning_group", _("Seen by the planning group")
    BOARD = "board", _("Decided by the board")
    PUBLISHED = "published", _("Published")


class Deadline(models.Model):
    """The day by which a stage of a round is due: for all, or for the plans of one board."""

    round = models.ForeignKey(PlanningRound, on_delete=models.CASCADE, related_name="deadlines")
    board = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="deadlines")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "board", "stage"], nulls_distinct=False, name="deadline_once_a_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.stage} {self.due_on}"


def final_offices() -> list[str]:
    return [Office.APPROVER.value]


class ApprovalRoute(Dated):
    """Through whose hands the plans of a board go during these days; boards without one use the usual way."""

    board = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="approval_routes")
    through_planning_group = models.BooleanField(default=True)
    # Each of these offices decides for itself, in any order; a plan is approved when all of them have approved it.
    final_offices = ArrayField(models.CharField(max_length=24, choices=Office.choices), default=final_offices)

    class Meta:
        constraints = [
            never_empty("route_has_a_day"),
            ExclusionConstraint(name="one_route_at_a_time", expressions=overlap_on("board")),
            models.CheckConstraint(condition=Q(final_offices__len__gt=0), name="somebody_decides_at_last"),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {', '.join(self.final_offices)}"


class Theme(models.Model):
    """What priorities are grouped by; which themes there are is data, with its source."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name or self.name_en
