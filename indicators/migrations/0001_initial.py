import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clusters", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200, null=True)),
                ("name_cy", models.CharField(max_length=200, null=True)),
                ("short_name", models.CharField(blank=True, max_length=60)),
                ("short_name_en", models.CharField(blank=True, max_length=60, null=True)),
                ("short_name_cy", models.CharField(blank=True, max_length=60, null=True)),
                ("slug", models.SlugField(max_length=120)),
                ("slug_en", models.SlugField(max_length=120, null=True)),
                ("slug_cy", models.SlugField(max_length=120, null=True)),
                ("definition", models.TextField()),
                ("definition_en", models.TextField(null=True)),
                ("definition_cy", models.TextField(null=True)),
                ("rationale", models.TextField()),
                ("rationale_en", models.TextField(null=True)),
                ("rationale_cy", models.TextField(null=True)),
                ("caveats", models.TextField()),
                ("caveats_en", models.TextField(null=True)),
                ("caveats_cy", models.TextField(null=True)),
                ("numerator", models.CharField(max_length=300)),
                ("numerator_en", models.CharField(max_length=300, null=True)),
                ("numerator_cy", models.CharField(max_length=300, null=True)),
                ("denominator", models.CharField(max_length=300)),
                ("denominator_en", models.CharField(max_length=300, null=True)),
                ("denominator_cy", models.CharField(max_length=300, null=True)),
                ("unit", models.CharField(max_length=120)),
                ("unit_en", models.CharField(max_length=120, null=True)),
                ("unit_cy", models.CharField(max_length=120, null=True)),
                ("short_unit", models.CharField(max_length=40)),
                ("short_unit_en", models.CharField(max_length=40, null=True)),
                ("short_unit_cy", models.CharField(max_length=40, null=True)),
                ("source", models.CharField(max_length=300)),
                ("source_en", models.CharField(max_length=300, null=True)),
                ("source_cy", models.CharField(max_length=300, null=True)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("count", "Count"),
                            ("proportion", "Proportion (Wilson interval)"),
                            ("crude_rate", "Crude rate (Byar's interval, exact under 10 events)"),
                            ("mean", "Mean (no interval)"),
                            ("dsr", "Directly age-standardised rate (Dobson interval)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("multiplier", models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ("decimals", models.PositiveSmallIntegerField(default=1)),
                (
                    "polarity",
                    models.CharField(
                        choices=[
                            ("neutral", "Neither higher nor lower is better"),
                            ("high_is_better", "Higher is better"),
                            ("high_is_worse", "Higher is worse"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "comparison",
                    models.CharField(
                        choices=[
                            ("interval", "95% interval against the comparator's value"),
                            ("fifths", "Fifth of Wales' clusters"),
                            ("none", "Not compared"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "population_basis",
                    models.CharField(
                        choices=[("registered", "Registered patients"), ("resident", "Residents")], max_length=12
                    ),
                ),
                (
                    "geography_basis",
                    models.CharField(
                        choices=[
                            ("exact", "Exact"),
                            ("approximate", "Approximate: our own best fit of small areas to clusters"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "availability",
                    models.CharField(
                        choices=[("real", "Figures published"), ("definition_only", "Figures not yet published")],
                        max_length=16,
                    ),
                ),
                ("disclosure_threshold", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("noticeable_difference", models.FloatField(default=0.1)),
                ("large_difference", models.FloatField(default=0.25)),
                ("key_order", models.PositiveSmallIntegerField(blank=True, null=True, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True)),
                ("label", models.CharField(max_length=100)),
                ("label_en", models.CharField(max_length=100, null=True)),
                ("label_cy", models.CharField(max_length=100, null=True)),
                ("short_label", models.CharField(max_length=40)),
                ("short_label_en", models.CharField(max_length=40, null=True)),
                ("short_label_cy", models.CharField(max_length=40, null=True)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("order", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("title", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200, null=True)),
                ("title_cy", models.CharField(max_length=200, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="published",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                ("next_expected_on", models.DateField(blank=True, null=True)),
                ("inputs_digest", models.CharField(max_length=64)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("is_example", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100, null=True)),
                ("name_cy", models.CharField(max_length=100, null=True)),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="FigureSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("count", "Count"),
                            ("proportion", "Proportion (Wilson interval)"),
                            ("crude_rate", "Crude rate (Byar's interval, exact under 10 events)"),
                            ("mean", "Mean (no interval)"),
                            ("dsr", "Directly age-standardised rate (Dobson interval)"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "comparison",
                    models.CharField(
                        choices=[
                            ("interval", "95% interval against the comparator's value"),
                            ("fifths", "Fifth of Wales' clusters"),
                            ("none", "Not compared"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source_files", models.TextField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_sets",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figure_sets", to="indicators.period"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figure_sets", to="indicators.release"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("release", "indicator", "period"), name="figure_set_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=100)),
                ("period_code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200, null=True)),
                ("name_cy", models.CharField(max_length=200, null=True)),
                ("unit", models.CharField(max_length=120)),
                ("unit_en", models.CharField(max_length=120, null=True)),
                ("unit_cy", models.CharField(max_length=120, null=True)),
                ("period", models.CharField(max_length=100)),
                ("period_en", models.CharField(max_length=100, null=True)),
                ("period_cy", models.CharField(max_length=100, null=True)),
                ("publisher", models.CharField(max_length=200)),
                ("publisher_en", models.CharField(max_length=200, null=True)),
                ("publisher_cy", models.CharField(max_length=200, null=True)),
                ("note", models.TextField(blank=True)),
                ("note_en", models.TextField(blank=True, null=True)),
                ("note_cy", models.TextField(blank=True, null=True)),
                ("source", models.TextField()),
                ("decimals", models.PositiveSmallIntegerField(default=1)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_measures",
                        to="indicators.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("code", "period_code"), name="published_measure_once")],
            },
        ),
        migrations.CreateModel(
            name="PublishedRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.FloatField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="published_rates", to="clusters.area"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="indicators.publishedmeasure",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "area"), name="published_rate_once_an_area"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="published_rate_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Neighbour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("distance", models.FloatField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="neighbours", to="clusters.area"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clusters.area"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="neighbours",
                        to="indicators.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("release", "area", "order"), name="neighbour_once"),
                    models.CheckConstraint(
                        condition=models.Q(("area", models.F("other")), _negated=True),
                        name="nobody_is_a_neighbour_of_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("generated_en", models.TextField()),
                ("generated_cy", models.TextField()),
                ("edited_en", models.TextField(blank=True)),
                ("edited_cy", models.TextField(blank=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="key_findings", to="clusters.area"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_findings",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_findings",
                        to="indicators.release",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("release", "area", "order"), name="key_finding_once")],
            },
        ),
        migrations.CreateModel(
            name="Breakdown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("age", "Age"), ("deprivation", "Deprivation fifth (WIMD 2025)")], max_length=12
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("group", models.CharField(max_length=20)),
                ("count", models.FloatField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="breakdowns", to="clusters.area"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breakdowns",
                        to="indicators.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("release", "area", "kind", "order"), name="breakdown_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200, null=True)),
                ("title_cy", models.CharField(max_length=200, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="published",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                ("next_expected_on", models.DateField(blank=True, null=True)),
                ("inputs_digest", models.CharField(max_length=64)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("is_example", models.BooleanField(default=False)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="indicators.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IndicatorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200, null=True)),
                ("name_cy", models.CharField(max_length=200, null=True)),
                ("short_name", models.CharField(blank=True, max_length=60)),
                ("short_name_en", models.CharField(blank=True, max_length=60, null=True)),
                ("short_name_cy", models.CharField(blank=True, max_length=60, null=True)),
                ("slug", models.SlugField(db_index=False, max_length=120)),
                ("slug_en", models.SlugField(db_index=False, max_length=120, null=True)),
                ("slug_cy", models.SlugField(db_index=False, max_length=120, null=True)),
                ("definition", models.TextField()),
                ("definition_en", models.TextField(null=True)),
                ("definition_cy", models.TextField(null=True)),
                ("rationale", models.TextField()),
                ("rationale_en", models.TextField(null=True)),
                ("rationale_cy", models.TextField(null=True)),
                ("caveats", models.TextField()),
                ("caveats_en", models.TextField(null=True)),
                ("caveats_cy", models.TextField(null=True)),
                ("numerator", models.CharField(max_length=300)),
                ("numerator_en", models.CharField(max_length=300, null=True)),
                ("numerator_cy", models.CharField(max_length=300, null=True)),
                ("denominator", models.CharField(max_length=300)),
                ("denominator_en", models.CharField(max_length=300, null=True)),
                ("denominator_cy", models.CharField(max_length=300, null=True)),
                ("unit", models.CharField(max_length=120)),
                ("unit_en", models.CharField(max_length=120, null=True)),
                ("unit_cy", models.CharField(max_length=120, null=True)),
                ("short_unit", models.CharField(max_length=40)),
                ("short_unit_en", models.CharField(max_length=40, null=True)),
                ("short_unit_cy", models.CharField(max_length=40, null=True)),
                ("source", models.CharField(max_length=300)),
                ("source_en", models.CharField(max_length=300, null=True)),
                ("source_cy", models.CharField(max_length=300, null=True)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("count", "Count"),
                            ("proportion", "Proportion (Wilson interval)"),
                            ("crude_rate", "Crude rate (Byar's interval, exact under 10 events)"),
                            ("mean", "Mean (no interval)"),
                            ("dsr", "Directly age-standardised rate (Dobson interval)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("multiplier", models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ("decimals", models.PositiveSmallIntegerField(default=1)),
                (
                    "polarity",
                    models.CharField(
                        choices=[
                            ("neutral", "Neither higher nor lower is better"),
                            ("high_is_better", "Higher is better"),
                            ("high_is_worse", "Higher is worse"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "comparison",
                    models.CharField(
                        choices=[
                            ("interval", "95% interval against the comparator's value"),
                            ("fifths", "Fifth of Wales' clusters"),
                            ("none", "Not compared"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "population_basis",
                    models.CharField(
                        choices=[("registered", "Registered patients"), ("resident", "Residents")], max_length=12
                    ),
                ),
                (
                    "geography_basis",
                    models.CharField(
                        choices=[
                            ("exact", "Exact"),
                            ("approximate", "Approximate: our own best fit of small areas to clusters"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "availability",
                    models.CharField(
                        choices=[("real", "Figures published"), ("definition_only", "Figures not yet published")],
                        max_length=16,
                    ),
                ),
                ("disclosure_threshold", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("noticeable_difference", models.FloatField(default=0.1)),
                ("large_difference", models.FloatField(default=0.25)),
                ("key_order", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="indicators.topic",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="indicators", to="indicators.topic"
            ),
        ),
        migrations.CreateModel(
            name="Trend",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("rising", "Rising trend"),
                            ("falling", "Falling trend"),
                            ("no_trend", "No significant trend"),
                            ("too_few", "No trend tested: fewer than five periods"),
                            ("uneven", "No trend tested: the periods are not evenly spaced"),
                            ("not_given", "No trend tested: a figure or its interval is missing"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clusters.area"
                    ),
                ),
                (
                    "figure_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trends",
                        to="indicators.figureset",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trends", to="indicators.release"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("figure_set", "area", "release"), name="trend_once")],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("count", models.FloatField(null=True)),
                ("denominator", models.FloatField(null=True)),
                ("value", models.FloatField(null=True)),
                ("lower95", models.FloatField(null=True)),
                ("upper95", models.FloatField(null=True)),
                ("lower998", models.FloatField(null=True)),
                ("upper998", models.FloatField(null=True)),
                (
                    "flag",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Given"),
                            ("c", "Not shown: small numbers"),
                            ("x", "Not available"),
                            ("z", "Not applicable"),
                            ("u", "Not given: fewer than 10 events"),
                        ],
                        default="",
                        max_length=3,
                    ),
                ),
                (
                    "geography_basis",
                    models.CharField(
                        choices=[
                            ("exact", "Exact"),
                            ("approximate", "Approximate: our own best fit of small areas to clusters"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "versus_board",
                    models.CharField(
                        choices=[
                            ("higher", "Higher"),
                            ("lower", "Lower"),
                            ("no_difference", "No significant difference"),
                            ("fifth_5", "Highest fifth"),
                            ("fifth_4", "Second highest fifth"),
                            ("fifth_3", "Middle fifth"),
                            ("fifth_2", "Second lowest fifth"),
                            ("fifth_1", "Lowest fifth"),
                            ("not_compared", "Not compared"),
                        ],
                        default="not_compared",
                        max_length=14,
                    ),
                ),
                (
                    "versus_wales",
                    models.CharField(
                        choices=[
                            ("higher", "Higher"),
                            ("lower", "Lower"),
                            ("no_difference", "No significant difference"),
                            ("fifth_5", "Highest fifth"),
                            ("fifth_4", "Second highest fifth"),
                            ("fifth_3", "Middle fifth"),
                            ("fifth_2", "Second lowest fifth"),
                            ("fifth_1", "Lowest fifth"),
                            ("not_compared", "Not compared"),
                        ],
                        default="not_compared",
                        max_length=14,
                    ),
                ),
                ("difference_board", models.FloatField(null=True)),
                ("ratio_board", models.FloatField(null=True)),
                ("difference_wales", models.FloatField(null=True)),
                ("ratio_wales", models.FloatField(null=True)),
                ("source_row", models.PositiveIntegerField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="clusters.area"
                    ),
                ),
                (
                    "figure_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="indicators.figureset",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("figure_set", "area"), name="figure_once_an_area"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("flag", ""), ("value__isnull", False)),
                            models.Q(
                                models.Q(("flag", ""), _negated=True),
                                ("count__isnull", True),
                                ("lower95__isnull", True),
                                ("upper95__isnull", True),
                                ("value__isnull", True),
                                ("lower998__isnull", True),
                                ("ratio_wales__isnull", True),
                                ("upper998__isnull", True),
                                ("difference_board__isnull", True),
                                ("difference_wales__isnull", True),
                                ("ratio_board__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_withheld_figure_holds_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeprivationGap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ranking",
                    models.CharField(
                        choices=[
                            ("wimd2025", "WIMD 2025, small areas of Census 2021"),
                            ("wimd2019", "WIMD 2019, small areas of Census 2011"),
                        ],
                        max_length=8,
                    ),
                ),
                ("slope", models.FloatField()),
                ("slope_lower95", models.FloatField()),
                ("slope_upper95", models.FloatField()),
                ("relative", models.FloatField()),
                ("relative_lower95", models.FloatField()),
                ("relative_upper95", models.FloatField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clusters.area"
                    ),
                ),
                (
                    "figure_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps",
                        to="indicators.figureset",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("figure_set", "area"), name="deprivation_gap_once")],
            },
        ),
        migrations.CreateModel(
            name="DeprivationFifth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fifth", models.PositiveSmallIntegerField()),
                ("count", models.FloatField()),
                ("denominator", models.FloatField()),
                ("value", models.FloatField()),
                ("lower95", models.FloatField()),
                ("upper95", models.FloatField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clusters.area"
                    ),
                ),
                (
                    "figure_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fifths",
                        to="indicators.figureset",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("figure_set", "area", "fifth"), name="deprivation_fifth_once"),
                    models.CheckConstraint(
                        condition=models.Q(("fifth__gte", 1), ("fifth__lte", 5)), name="a_fifth_is_one_of_five"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrentFigureSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_latest", models.BooleanField()),
                (
                    "figure_set",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="current", to="indicators.figureset"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="current_figure_sets",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.period"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "period"), name="one_current_set_a_period"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_latest", True)),
                        fields=("indicator",),
                        name="one_latest_set_an_indicator",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrentExampleSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_latest", models.BooleanField()),
                (
                    "figure_set",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="current_example",
                        to="indicators.figureset",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.period"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "period"), name="one_example_set_a_period"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_latest", True)),
                        fields=("indicator",),
                        name="one_latest_example_an_indicator",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("slug_en",), name="indicator_slug_en_once"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("slug_cy",), name="indicator_slug_cy_once"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("large_difference__gt", models.F("noticeable_difference")), ("noticeable_difference__gt", 0)
                ),
                name="indicator_differences_grow",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("comparison", "interval"), ("method__in", ["count", "mean"]), _negated=True),
                name="no_interval_comparison_without_an_interval",
            ),
        ),
    ]
