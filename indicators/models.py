"""The catalogue, the releases, and the figures that belong to them."""

from typing import Any, Self

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clusters.models import Area, GeographyBasis, PopulationBasis
from common.numbers import number


class Topic(models.Model):
    """What indicators are grouped by."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """The time that a figure speaks of, in the words of its source."""

    code = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=100)
    short_label = models.CharField(max_length=40)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    # Where the source states no day, both are the day on which its file was seen.
    is_day_stated = models.BooleanField(default=True)
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.code

    @classmethod
    def latest_first(cls) -> tuple[Any, str]:
        """Return how rows that have a period are ordered: by its last day, then by its place among others."""
        return F("period__ends_on").desc(nulls_last=True), "-period__order"


class IndicatorQuerySet(models.QuerySet):
    def key(self) -> Self:
        return self.filter(key_order__isnull=False)


class Indicator(models.Model):
    """What is measured, how, out of whom, and how it may be compared."""

    class Method(models.TextChoices):
        COUNT = "count", _("Count")
        PROPORTION = "proportion", _("Proportion (Wilson interval)")
        CRUDE_RATE = "crude_rate", _("Crude rate (Byar's interval, exact under 10 events)")
        MEAN = "mean", _("Mean (no interval)")
        DIRECTLY_STANDARDISED_RATE = "dsr", _("Directly age-standardised rate (Dobson interval)")
        STANDARDISED_RATIO = "ratio", _("Indirectly age-standardised ratio (Byar's interval, exact under 10 events)")
        LIFE_EXPECTANCY = "expectancy", _("Life expectancy (Chiang's life table, Silcocks interval)")

    class Polarity(models.TextChoices):
        NEUTRAL = "neutral", _("Neither higher nor lower is better")
        HIGH_IS_BETTER = "high_is_better", _("Higher is better")
        HIGH_IS_WORSE = "high_is_worse", _("Higher is worse")

    class Comparison(models.TextChoices):
        INTERVAL = "interval", _("95% interval against the comparator's value")
        FIFTHS = "fifths", _("Fifth of Wales' clusters")
        NONE = "none", _("Not compared")

    class Availability(models.TextChoices):
        REAL = "real", _("Figures published")
        DEFINITION_ONLY = "definition_only", _("Figures not yet published")

    code = models.SlugField(max_length=80, unique=True)
    # What it was called before; addresses and files that still say so are understood.
    former_code = models.SlugField(max_length=80, blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    slug = models.SlugField(max_length=120)
    definition = models.TextField()
    rationale = models.TextField()
    caveats = models.TextField()
    numerator = models.CharField(max_length=300)
    denominator = models.CharField(max_length=300)
    unit = models.CharField(max_length=120)
    short_unit = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    method = models.CharField(max_length=12, choices=Method.choices)
    multiplier = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    decimals = models.PositiveSmallIntegerField(default=1)
    polarity = models.CharField(max_length=16, choices=Polarity.choices)
    comparison = models.CharField(max_length=10, choices=Comparison.choices)
    population_basis = models.CharField(max_length=12, choices=PopulationBasis.choices)
    geography_basis = models.CharField(max_length=12, choices=GeographyBasis.choices)
    availability = models.CharField(max_length=16, choices=Availability.choices)
    disclosure_threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    noticeable_difference = models.FloatField(default=0.10)
    large_difference = models.FloatField(default=0.25)
    key_order = models.PositiveSmallIntegerField(null=True, blank=True, unique=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug_en"], name="indicator_slug_en_once"),
            models.UniqueConstraint(fields=["slug_cy"], name="indicator_slug_cy_once"),
            models.CheckConstraint(
                condition=Q(noticeable_difference__gt=0, large_difference__gt=F("noticeable_difference")),
                name="indicator_differences_grow",
            ),
            models.CheckConstraint(
                condition=~Q(method__in=["count", "mean"], comparison="interval"),
                name="no_interval_comparison_without_an_interval",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class Release(models.Model):
    """Figures that were made and published together; never edited, only followed by another release."""

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PUBLISHED)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField()
    next_expected_on = models.DateField(null=True, blank=True)
    inputs_digest = models.CharField(max_length=64)
    # Why it corrects what stood, and why it was taken back, as readers are told.
    reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    # Which indicators are key from this release on, in order, where it was made to choose them.
    key_indicators = models.JSONField(default=list, blank=True)
    # The file that it was imported from; empty where the portal computed it.
    file_name = models.CharField(max_length=200, blank=True)
    # Invented figures of the example areas; the public sees them on the pages of examples and nowhere else.
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Release {self.number}"


class FigureSet(models.Model):
    """One indicator for one period in one release: what all of its figures have in common."""

    class Rank(models.IntegerChoices):
        """Whose figures they are. The public sees those of the highest rank, and of equal ones the later."""

        APPROXIMATION = 10, _("Our own approximation")
        RECOMPUTED = 20, _("Recomputed from its publisher’s counts")
        PUBLISHED = 30, _("As its publisher gives it")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figure_sets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figure_sets")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="figure_sets")
    method = models.CharField(max_length=12, choices=Indicator.Method.choices)
    comparison = models.CharField(max_length=10, choices=Indicator.Comparison.choices)
    source_files = models.TextField()
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.APPROXIMATION)
    # What a file says of where its figures come from; where it says nothing, the catalogue's words stand.
    said_source_en = models.CharField(max_length=300, blank=True)
    said_source_cy = models.CharField(max_length=300, blank=True)
    said_note_en = models.TextField(blank=True)
    said_note_cy = models.TextField(blank=True)
    said_geography = models.CharField(max_length=12, choices=GeographyBasis.choices, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "indicator", "period"], name="figure_set_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} ({self.release})"


class CurrentFigureSet(models.Model):
    """Which figure set the public sees for an indicator and period. Only publishing writes here."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="current_figure_sets")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    figure_set = models.OneToOneField(FigureSet, on_delete=models.PROTECT, related_name="current")
    is_latest = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period"], name="one_current_set_a_period"),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(is_latest=True), name="one_latest_set_an_indicator"
            ),
        ]

    def __str__(self) -> str:
        return str(self.figure_set)


class CurrentExampleSet(models.Model):
    """The same for the invented figures of example areas: a table apart, so that no read of real ones meets them."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    figure_set = models.OneToOneField(FigureSet, on_delete=models.PROTECT, related_name="current_example")
    is_latest = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period"], name="one_example_set_a_period"),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(is_latest=True), name="one_latest_example_an_indicator"
            ),
        ]

    def __str__(self) -> str:
        return str(self.figure_set)


class Outcome(models.TextChoices):
    """How a figure stands against a comparator."""

    HIGHER = "higher", _("Higher")
    LOWER = "lower", _("Lower")
    NO_DIFFERENCE = "no_difference", _("No significant difference")
    HIGHEST_FIFTH = "fifth_5", _("Highest fifth")
    FOURTH_FIFTH = "fifth_4", _("Second highest fifth")
    MIDDLE_FIFTH = "fifth_3", _("Middle fifth")
    SECOND_FIFTH = "fifth_2", _("Second lowest fifth")
    LOWEST_FIFTH = "fifth_1", _("Lowest fifth")
    NOT_COMPARED = "not_compared", _("Not compared")

    @classmethod
    def is_fifth(cls, outcome: str) -> bool:
        return outcome.startswith("fifth")


class Flag(models.TextChoices):
    """Why there is no figure, or how it must be read."""

    GIVEN = "", _("Given")
    SMALL_NUMBERS = "c", _("Not shown: small numbers")
    NOT_AVAILABLE = "x", _("Not available")
    NOT_APPLICABLE = "z", _("Not applicable")
    TOO_FEW_EVENTS = "u", _("Not given: fewer than 10 events")


class Figure(models.Model):
    """One value for one area. Counts are events or people, values are in the indicator's unit."""

    # Its index is the beginning of the unique constraint's.
    figure_set = models.ForeignKey(FigureSet, on_delete=models.PROTECT, related_name="figures", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="figures")
    count = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    lower95 = models.FloatField(null=True)
    upper95 = models.FloatField(null=True)
    lower998 = models.FloatField(null=True)
    upper998 = models.FloatField(null=True)
    flag = models.CharField(max_length=3, choices=Flag.choices, blank=True, default=Flag.GIVEN)
    geography_basis = models.CharField(max_length=12, choices=GeographyBasis.choices)
    versus_board = models.CharField(max_length=14, choices=Outcome.choices, default=Outcome.NOT_COMPARED)
    versus_wales = models.CharField(max_length=14, choices=Outcome.choices, default=Outcome.NOT_COMPARED)
    difference_board = models.FloatField(null=True)
    ratio_board = models.FloatField(null=True)
    difference_wales = models.FloatField(null=True)
    ratio_wales = models.FloatField(null=True)
    source_row = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure_set", "area"], name="figure_once_an_area"),
            models.CheckConstraint(
                condition=Q(flag="", value__isnull=False)
                | ~Q(flag="")
                & Q(count__isnull=True, value__isnull=True, lower95__isnull=True, upper95__isnull=True)
                & Q(lower998__isnull=True, upper998__isnull=True, ratio_wales__isnull=True)
                & Q(difference_wales__isnull=True, ratio_board__isnull=True, difference_board__isnull=True),
                name="a_withheld_figure_holds_nothing",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.value} {self.flag}"


class Breakdown(models.Model):
    """How many of an area's residents are in each group of one kind; the groups add up to all residents."""

    class Kind(models.TextChoices):
        AGE = "age", _("Age")
        DEPRIVATION = "deprivation", _("Deprivation fifth (WIMD 2025)")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="breakdowns", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="breakdowns")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=20)
    count = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "area", "kind", "order"], name="breakdown_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.group} {self.count}"


class DeprivationFifth(models.Model):
    """The figure of an area's residents who live in one fifth of Wales' small areas, 1 the most deprived."""

    figure_set = models.ForeignKey(FigureSet, on_delete=models.PROTECT, related_name="fifths", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    fifth = models.PositiveSmallIntegerField()
    count = models.FloatField()
    denominator = models.FloatField()
    value = models.FloatField()
    lower95 = models.FloatField()
    upper95 = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure_set", "area", "fifth"], name="deprivation_fifth_once"),
            models.CheckConstraint(condition=Q(fifth__gte=1, fifth__lte=5), name="a_fifth_is_one_of_five"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area_id}: fifth {self.fifth} {self.value}"


class DeprivationGap(models.Model):
    """How far an area's fifths differ: the slope index in the figure's unit and the relative index, most over least."""

    class Ranking(models.TextChoices):
        WIMD_2025 = "wimd2025", _("WIMD 2025, small areas of Census 2021")
        WIMD_2019 = "wimd2019", _("WIMD 2019, small areas of Census 2011")

    figure_set = models.ForeignKey(FigureSet, on_delete=models.PROTECT, related_name="gaps", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    ranking = models.CharField(max_length=8, choices=Ranking.choices)
    slope = models.FloatField()
    slope_lower95 = models.FloatField()
    slope_upper95 = models.FloatField()
    relative = models.FloatField()
    relative_lower95 = models.FloatField()
    relative_upper95 = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure_set", "area"], name="deprivation_gap_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.slope} {self.relative}"


class Neighbour(models.Model):
    """One of the clusters most like a cluster when a release was made, 1 the nearest; distances have no unit."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="neighbours", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="neighbours")
    other = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    distance = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "area", "order"], name="neighbour_once"),
            models.CheckConstraint(condition=~Q(area=F("other")), name="nobody_is_a_neighbour_of_itself"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.other_id} {self.distance}"


class Trend(models.Model):
    """Which way the figures of an area went over the five periods up to a figure set, or why nobody can say."""

    class Direction(models.TextChoices):
        RISING = "rising", _("Rising trend")
        FALLING = "falling", _("Falling trend")
        NO_CLEAR_TREND = "no_trend", _("No significant trend")
        TOO_FEW_PERIODS = "too_few", _("No trend tested: fewer than five periods")
        UNEVEN_PERIODS = "uneven", _("No trend tested: the periods are not evenly spaced")
        NOT_CALCULATED = "not_given", _("No trend tested: a figure or its interval is missing")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="trends")
    figure_set = models.ForeignKey(FigureSet, on_delete=models.PROTECT, related_name="trends", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=9, choices=Direction.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure_set", "area", "release"], name="trend_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.direction}"


class KeyFinding(models.Model):
    """A sentence about an area, written when a release is made, and the indicator that it speaks of."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="key_findings")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="key_findings")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="key_findings")
    order = models.PositiveSmallIntegerField()
    generated_en = models.TextField()
    generated_cy = models.TextField()
    edited_en = models.TextField(blank=True)
    edited_cy = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "area", "order"], name="key_finding_once")]

    def __str__(self) -> str:
        return self.edited_en or self.generated_en

    @property
    def text(self) -> str:
        """The finding in the reader's language, as an analyst edited it or else as it was generated."""
        language = get_language() or "en"
        return str(getattr(self, f"edited_{language}") or getattr(self, f"generated_{language}"))


class PublishedMeasure(models.Model):
    """A rate that others publish for boards, authorities or Wales, for one period: context, no figure of ours."""

    code = models.SlugField(max_length=100)
    period_code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=120)
    period = models.CharField(max_length=100)
    publisher = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    source = models.TextField()
    decimals = models.PositiveSmallIntegerField(default=1)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="published_measures"
    )
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["code", "period_code"], name="published_measure_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.period_code}"


class PublishedRate(models.Model):
    """The value that was published for one area, in the measure's unit."""

    measure = models.ForeignKey(PublishedMeasure, on_delete=models.CASCADE, related_name="rates")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="published_rates")
    value = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "area"], name="published_rate_once_an_area"),
            models.CheckConstraint(condition=Q(value__gte=0), name="published_rate_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.area_id}: {self.value}"

    @property
    def shown(self) -> str:
        """The value as its publisher rounds it."""
        return number(self.value, self.measure.decimals)
