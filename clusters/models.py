"""Places: areas, providers, who belongs where and since when."""

import datetime
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.dated import Dated, DatedQuerySet, OpenQuerySet, never_empty, overlap_on
from common.ordering import by_name
from common.svg import Box
from governance.models import Body, BodyQuerySet

SMALLEST_TYPICAL, LARGEST_TYPICAL = 25_000, 100_000
WEAK_FIT = 0.20


class PopulationBasis(models.TextChoices):
    REGISTERED = "registered", _("Registered patients")
    RESIDENT = "resident", _("Residents")


class GeographyBasis(models.TextChoices):
    EXACT = "exact", _("Exact")
    APPROXIMATE = "approximate", _("Approximate: our own best fit of small areas to clusters")


# The page of each kind of area; Wales' own is the home page.
PAGES = {
    "health_board": "portal:health_board",
    "local_authority": "portal:local_authority",
    "cluster": "portal:cluster",
}


class Area(Body):
    """A part of Wales that figures exist for. Until official codes load, a cluster's code is its English slug."""

    class Kind(models.TextChoices):
        NATION = "nation", _("Nation")
        HEALTH_BOARD = "health_board", _("Health board")
        LOCAL_AUTHORITY = "local_authority", _("Local authority")
        CLUSTER = "cluster", _("Cluster")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=60)
    ods_code = models.CharField(max_length=10, blank=True)
    short_name = models.CharField(max_length=100, blank=True)
    tier_name = models.CharField(max_length=60, blank=True)
    local_authority = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="clusters_within"
    )

    objects = BodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="area_code_once_a_kind"),
            models.CheckConstraint(
                condition=Q(local_authority__isnull=True) | Q(kind="cluster"),
                name="only_a_cluster_lies_in_an_authority",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kind_agrees_with_body",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("whole", "text")],
                func="""
                    SELECT body_kind INTO whole FROM governance_body WHERE id = NEW.body_ptr_id;
                    IF whole <> NEW.kind THEN
                        RAISE EXCEPTION 'area % is a % but its body is a %', NEW.code, NEW.kind, whole
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_kind = self.kind
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        if self.kind == Area.Kind.NATION:
            return reverse("portal:home")
        return reverse(PAGES[self.kind], kwargs={"slug": self.slug})


def _manager_of(kind: str) -> models.Manager:
    class KindManager(models.Manager.from_queryset(BodyQuerySet)):  # type: ignore[misc]
        def get_queryset(self) -> BodyQuerySet:
            return super().get_queryset().filter(kind=kind)

    return KindManager()


class Nation(Area):
    objects = _manager_of(Area.Kind.NATION)

    class Meta:
        proxy = True


class HealthBoard(Area):
    objects = _manager_of(Area.Kind.HEALTH_BOARD)

    class Meta:
        proxy = True


class LocalAuthority(Area):
    objects = _manager_of(Area.Kind.LOCAL_AUTHORITY)

    class Meta:
        proxy = True


class Cluster(Area):
    objects = _manager_of(Area.Kind.CLUSTER)

    class Meta:
        proxy = True


class Population(models.Model):
    """How many people an area has, on one basis: registered and resident counts are never one number."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="populations")
    basis = models.CharField(max_length=12, choices=PopulationBasis.choices)
    count = models.PositiveIntegerField()
    period = models.CharField(max_length=60)
    geography_basis = models.CharField(max_length=12, choices=GeographyBasis.choices)
    source = models.CharField(max_length=200)
    fit_error = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "basis", "period"], name="population_once")]

    def __str__(self) -> str:
        return f"{self.area}: {self.count} {self.basis}"

    @property
    def is_untypical(self) -> bool:
        """Whether a cluster is outside the size that clusters typically have; remarked upon, never refused."""
        return not SMALLEST_TYPICAL <= self.count <= LARGEST_TYPICAL

    @property
    def fits_badly(self) -> bool:
        """Whether small areas match a cluster's list so poorly that its resident figures need a stronger warning.

        `fit_error` is residents over registered patients, both as shares of Wales, minus one.
        """
        return self.fit_error is not None and abs(self.fit_error) > WEAK_FIT


class PlanningGroup(Body):
    """A Pan Cluster Planning Group: plans for one or more local authorities."""

    is_assumed = models.BooleanField(default=False)
    source = models.TextField(blank=True)

    objects = BodyQuerySet.as_manager()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_kind = Body.Kind.PLANNING_GROUP
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("clusters:planning_group", kwargs={"slug": self.slug})


class Coverage(Dated):
    """A planning group plans for a local authority during these days; no authority has two at a time."""

    planning_group = models.ForeignKey(PlanningGroup, on_delete=models.CASCADE, related_name="coverages")
    local_authority = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="coverages")

    class Meta:
        constraints = [
            never_empty("coverage_has_a_day"),
            ExclusionConstraint(name="one_planning_group_at_a_time", expressions=overlap_on("local_authority")),
        ]

    def __str__(self) -> str:
        return f"{self.planning_group}: {self.local_authority}"


class ProviderQuerySet(OpenQuerySet):
    def in_cluster(self, cluster: Area, *, on: datetime.date) -> Self:
        return self.filter(memberships__cluster=cluster, memberships__during__contains=on).order_by(*by_name("name"))


class Provider(models.Model):
    """A practice or service with an ODS code. Its name is its own and is never translated by machine."""

    class Kind(models.TextChoices):
        GP_PRACTICE = "gp_practice", _("GP practice")
        COMMUNITY_PHARMACY = "community_pharmacy", _("Community pharmacy")
        OPTOMETRY_PRACTICE = "optometry_practice", _("Optometry practice")
        DENTAL_PRACTICE = "dental_practice", _("Dental practice")
        OTHER_SERVICE = "other_service", _("Other service")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    ods_code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    postcode_in_ods = models.CharField(max_length=8, blank=True)
    local_authority = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="providers")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    registered_patients = models.PositiveIntegerField(null=True)
    registered_period = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(registered_patients__isnull=True) | Q(kind="gp_practice"),
                name="only_gp_practices_have_lists",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="provider_closes_after_it_opens",
            ),
        ]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="provider_search")]

    def __str__(self) -> str:
        return f"{self.name} ({self.ods_code})"

    def get_absolute_url(self) -> str:
        return reverse("clusters:practice", kwargs={"code": self.ods_code})

    @property
    def local_name(self) -> str:
        """The name in the reader's language where the provider has one of its own in it."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name


class Membership(Dated):
    """A provider belongs to a cluster during these days; a contractor to one, a spanning service to several."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="memberships")
    cluster = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="memberships")
    spans_clusters = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            never_empty("membership_has_a_day"),
            ExclusionConstraint(
                name="one_cluster_at_a_time",
                expressions=overlap_on("provider"),
                condition=Q(spans_clusters=False),
            ),
            ExclusionConstraint(name="membership_once_at_a_time", expressions=overlap_on("provider", "cluster")),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.cluster}"


class SmallArea(models.Model):
    """A Lower layer Super Output Area of Census 2021."""

    code = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=100)
    local_authority = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="small_areas")

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Assignment(Dated):
    """A small area counts towards a cluster during these days, by a named method."""

    small_area = models.ForeignKey(SmallArea, on_delete=models.CASCADE, related_name="assignments")
    cluster = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="assignments")
    method = models.CharField(max_length=60)
    share = models.FloatField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_empty("assignment_has_a_day"),
            ExclusionConstraint(name="one_cluster_for_a_small_area", expressions=overlap_on("small_area")),
        ]

    def __str__(self) -> str:
        return f"{self.small_area_id}: {self.cluster_id} ({self.method})"


class Postcode(models.Model):
    """Which small area a postcode lies in; letters and digits only, no space."""

    postcode = models.CharField(max_length=7, primary_key=True)
    small_area = models.ForeignKey(SmallArea, on_delete=models.CASCADE, related_name="postcodes", db_index=False)

    def __str__(self) -> str:
        return self.postcode


class Place(models.Model):
    """A town or village, which people know where they do not know their cluster.

    Its cluster is that of its small area; its nearest practice may belong to another. A name in Welsh is none until
    somebody who knows gives it.
    """

    geonames_key = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    # Further spellings, with bars between them.
    other_names = models.CharField(max_length=500, blank=True)
    # None where the source does not know it. It only orders what is found.
    population = models.PositiveIntegerField(null=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    small_area = models.ForeignKey(SmallArea, on_delete=models.PROTECT, related_name="places")
    nearest_practice = models.ForeignKey(Provider, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the reader's language where it is known."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name

    @property
    def every_name(self) -> tuple[str, ...]:
        others = self.other_names.split("|") if self.other_names else []
        return tuple(dict.fromkeys(filter(None, (self.name, self.name_cy, *others))))


class Outline(models.Model):
    """The simplified border of an area, for drawing only: a path in the units of `common.svg`, and its box."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="outline")
    path = models.TextField()
    left = models.SmallIntegerField()
    top = models.SmallIntegerField()
    right = models.SmallIntegerField()
    bottom = models.SmallIntegerField()
    is_approximate = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"Outline of {self.area_id}"

    @property
    def box(self) -> Box:
        return Box(self.left, self.top, self.right, self.bottom)


class UploadQuerySet(models.QuerySet):
    def waiting(self, *, at: datetime.datetime) -> Self:
        """Return the files that were shown to their sender but neither confirmed nor left lying too long."""
        return self.filter(confirmed_at__isnull=True, expires_at__gt=at)

    def expired(self, *, at: datetime.datetime) -> Self:
        return self.filter(confirmed_at__isnull=True, expires_at__lte=at)


class Upload(models.Model):
    """A file of changes: it waits between preview and confirmation, and is the receipt afterwards.

    `rows` is what was read from the file; `steps` what it changes in memberships, as worked out when it was last shown
    and, once confirmed, as it was done. `made` are the codes of the providers that it entered.
    """

    class Kind(models.TextChoices):
        MEMBERSHIPS = "memberships", _("Changes of membership")
        PROVIDERS = "providers", _("New providers")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    # The board whose clusters it changes; Wales where there are several. Whoever may change these may see it.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="uploads")
    rows = models.JSONField()
    steps = models.JSONField(default=list)
    made = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="uploads")
    uploaded_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="upload_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False, confirmed_at__isnull=False),
                name="upload_is_undone_by_somebody_once_it_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.kind})"
