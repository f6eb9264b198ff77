import common.dated
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("governance", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanningGroup",
            fields=[
                (
                    "body_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="governance.body",
                    ),
                ),
                ("is_assumed", models.BooleanField(default=False)),
                ("source", models.TextField(blank=True)),
            ],
            bases=("governance.body",),
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "body_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="governance.body",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nation", "Nation"),
                            ("health_board", "Health board"),
                            ("local_authority", "Local authority"),
                            ("cluster", "Cluster"),
                        ],
                        max_length=20,
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("ods_code", models.CharField(blank=True, max_length=10)),
                ("short_name", models.CharField(blank=True, max_length=100)),
                ("short_name_en", models.CharField(blank=True, max_length=100, null=True)),
                ("short_name_cy", models.CharField(blank=True, max_length=100, null=True)),
                ("tier_name", models.CharField(blank=True, max_length=60)),
                ("tier_name_en", models.CharField(blank=True, max_length=60, null=True)),
                ("tier_name_cy", models.CharField(blank=True, max_length=60, null=True)),
                (
                    "local_authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clusters_within",
                        to="clusters.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="area_code_once_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("local_authority__isnull", True), ("kind", "cluster"), _connector="OR"),
                        name="only_a_cluster_lies_in_an_authority",
                    ),
                ],
            },
            bases=("governance.body",),
        ),
        migrations.CreateModel(
            name="Cluster",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("clusters.area",),
        ),
        migrations.CreateModel(
            name="HealthBoard",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("clusters.area",),
        ),
        migrations.CreateModel(
            name="LocalAuthority",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("clusters.area",),
        ),
        migrations.CreateModel(
            name="Nation",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("clusters.area",),
        ),
        migrations.CreateModel(
            name="AreaEvent",
            fields=[
                (
                    "body_ptr",
                    models.ForeignKey(
                        auto_created=True,
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        parent_link=True,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="governance.body",
                    ),
                ),
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nation", "Nation"),
                            ("health_board", "Health board"),
                            ("local_authority", "Local authority"),
                            ("cluster", "Cluster"),
                        ],
                        max_length=20,
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("ods_code", models.CharField(blank=True, max_length=10)),
                ("short_name", models.CharField(blank=True, max_length=100)),
                ("short_name_en", models.CharField(blank=True, max_length=100, null=True)),
                ("short_name_cy", models.CharField(blank=True, max_length=100, null=True)),
                ("tier_name", models.CharField(blank=True, max_length=60)),
                ("tier_name_en", models.CharField(blank=True, max_length=60, null=True)),
                ("tier_name_cy", models.CharField(blank=True, max_length=60, null=True)),
                (
                    "local_authority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.area",
                    ),
                ),
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
                        related_name="area_events",
                        to="clusters.area",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                (
                    "local_authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coverages", to="clusters.area"
                    ),
                ),
                (
                    "planning_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverages",
                        to="clusters.planninggroup",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("during__isempty", False)), name="coverage_has_a_day"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("local_authority", "="), ("during", "&&")], name="one_planning_group_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                ("spans_clusters", models.BooleanField(default=False)),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="clusters.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Outline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.TextField()),
                ("left", models.SmallIntegerField()),
                ("top", models.SmallIntegerField()),
                ("right", models.SmallIntegerField()),
                ("bottom", models.SmallIntegerField()),
                ("is_approximate", models.BooleanField(default=False)),
                ("source", models.CharField(max_length=200)),
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outline", to="clusters.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CoverageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                (
                    "local_authority",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.area",
                    ),
                ),
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
                        to="clusters.coverage",
                    ),
                ),
                (
                    "planning_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.planninggroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanningGroupEvent",
            fields=[
                (
                    "body_ptr",
                    models.ForeignKey(
                        auto_created=True,
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        parent_link=True,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="governance.body",
                    ),
                ),
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("is_assumed", models.BooleanField(default=False)),
                ("source", models.TextField(blank=True)),
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
                        related_name="planning_group_events",
                        to="clusters.planninggroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[("registered", "Registered patients"), ("resident", "Residents")], max_length=12
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("period", models.CharField(max_length=60)),
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
                ("source", models.CharField(max_length=200)),
                ("fit_error", models.FloatField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="populations", to="clusters.area"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("area", "basis", "period"), name="population_once")],
            },
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gp_practice", "GP practice"),
                            ("community_pharmacy", "Community pharmacy"),
                            ("optometry_practice", "Optometry practice"),
                            ("dental_practice", "Dental practice"),
                            ("other_service", "Other service"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ods_code", models.CharField(max_length=10, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("name_cy", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("postcode", models.CharField(blank=True, max_length=8)),
                ("postcode_in_ods", models.CharField(blank=True, max_length=8)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("registered_patients", models.PositiveIntegerField(null=True)),
                ("registered_period", models.CharField(blank=True, max_length=60)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("search_text", models.TextField(blank=True, editable=False)),
                (
                    "local_authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="providers",
                        to="clusters.area",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_text"], name="provider_search", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registered_patients__isnull", True), ("kind", "gp_practice"), _connector="OR"
                        ),
                        name="only_gp_practices_have_lists",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_on__isnull", True),
                            ("closed_on__isnull", True),
                            ("closed_on__gt", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="provider_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                ("spans_clusters", models.BooleanField(default=False)),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "cluster",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.area",
                    ),
                ),
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
                        to="clusters.membership",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.provider",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="provider",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="clusters.provider"
            ),
        ),
        migrations.CreateModel(
            name="ProviderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gp_practice", "GP practice"),
                            ("community_pharmacy", "Community pharmacy"),
                            ("optometry_practice", "Optometry practice"),
                            ("dental_practice", "Dental practice"),
                            ("other_service", "Other service"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ods_code", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("name_cy", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("postcode", models.CharField(blank=True, max_length=8)),
                ("postcode_in_ods", models.CharField(blank=True, max_length=8)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("registered_patients", models.PositiveIntegerField(null=True)),
                ("registered_period", models.CharField(blank=True, max_length=60)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("search_text", models.TextField(blank=True, editable=False)),
                (
                    "local_authority",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="clusters.area",
                    ),
                ),
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
                        to="clusters.provider",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SmallArea",
            fields=[
                ("code", models.CharField(max_length=9, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                (
                    "local_authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="small_areas", to="clusters.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Postcode",
            fields=[
                ("postcode", models.CharField(max_length=7, primary_key=True, serialize=False)),
                (
                    "small_area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postcodes",
                        to="clusters.smallarea",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                ("method", models.CharField(max_length=60)),
                ("share", models.FloatField(null=True)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="clusters.area"
                    ),
                ),
                (
                    "small_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="clusters.smallarea"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("during__isempty", False)), name="assignment_has_a_day"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("small_area", "="), ("during", "&&")], name="one_cluster_for_a_small_area"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("memberships", "Changes of membership"), ("providers", "New providers")],
                        max_length=12,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("rows", models.JSONField()),
                ("steps", models.JSONField(default=list)),
                ("made", models.JSONField(default=list)),
                ("uploaded_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="governance.body"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="upload_is_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="upload_is_undone_by_somebody_once_it_was_confirmed",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("during__isempty", False)), name="membership_has_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("spans_clusters", False)),
                expressions=[("provider", "="), ("during", "&&")],
                name="one_cluster_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("provider", "="), ("cluster", "="), ("during", "&&")], name="membership_once_at_a_time"
            ),
        ),
    ]
