import common.dated
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("common", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=300)),
                ("title_en", models.CharField(blank=True, max_length=300, null=True)),
                ("title_cy", models.CharField(blank=True, max_length=300, null=True)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not yet started"),
                            ("under_way", "In progress"),
                            ("completed", "Completed"),
                            ("stopped", "Stopped"),
                        ],
                        default="not_started",
                        max_length=12,
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="ActionUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_starts_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not yet started"),
                            ("under_way", "In progress"),
                            ("completed", "Completed"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)]),
                ),
                ("note", models.TextField(blank=True)),
                ("note_en", models.TextField(blank=True, null=True)),
                ("note_cy", models.TextField(blank=True, null=True)),
                (
                    "computed",
                    models.CharField(
                        blank=True,
                        choices=[("on_track", "On track"), ("monitor", "Needs watching"), ("off_track", "Off track")],
                        max_length=10,
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[("on_track", "On track"), ("monitor", "Needs watching"), ("off_track", "Off track")],
                        max_length=10,
                    ),
                ),
                ("rating_reason", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="governance.action"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("percent__lte", 100)), name="update_is_in_hundredths"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating", ""), models.Q(("rating_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="own_rating_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionUpdateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("period_starts_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not yet started"),
                            ("under_way", "In progress"),
                            ("completed", "Completed"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)]),
                ),
                ("note", models.TextField(blank=True)),
                ("note_en", models.TextField(blank=True, null=True)),
                ("note_cy", models.TextField(blank=True, null=True)),
                (
                    "computed",
                    models.CharField(
                        blank=True,
                        choices=[("on_track", "On track"), ("monitor", "Needs watching"), ("off_track", "Off track")],
                        max_length=10,
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[("on_track", "On track"), ("monitor", "Needs watching"), ("off_track", "Off track")],
                        max_length=10,
                    ),
                ),
                ("rating_reason", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.action",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="governance.actionupdate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("substantive", "Substantive"),
                            ("interim", "Interim"),
                            ("acting", "Acting"),
                            ("joint", "Joint"),
                        ],
                        default="substantive",
                        max_length=12,
                    ),
                ),
                ("nominated_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("minute_reference", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("end_reason", models.TextField(blank=True)),
                ("sessions_per_week", models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                (
                    "keep_jointly",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("is_named", models.BooleanField(default=False)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "declined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations_declined",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body_kind",
                    models.CharField(
                        choices=[
                            ("nation", "Nation"),
                            ("health_board", "Health board"),
                            ("local_authority", "Local authority"),
                            ("cluster", "Cluster"),
                            ("planning_group", "Planning group"),
                            ("collaborative", "Collaborative"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200, null=True)),
                ("name_cy", models.CharField(max_length=200, null=True)),
                ("slug", models.SlugField(max_length=200)),
                ("slug_en", models.SlugField(max_length=200, null=True)),
                ("slug_cy", models.SlugField(max_length=200, null=True)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("sort_key_en", models.CharField(db_collation="C", editable=False, max_length=400, null=True)),
                ("sort_key_cy", models.CharField(db_collation="C", editable=False, max_length=400, null=True)),
                ("search_text", models.TextField(blank=True, editable=False)),
                (
                    "name_cy_status",
                    models.CharField(
                        choices=[("seen", "Seen in a published source"), ("proposed", "Proposed, not yet confirmed")],
                        default="seen",
                        max_length=10,
                    ),
                ),
                ("name_cy_source", models.TextField(blank=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("is_example", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="governance.body",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_text"], name="body_search", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("body_kind", "slug_en"), name="body_slug_en_once_a_kind"),
                    models.UniqueConstraint(fields=("body_kind", "slug_cy"), name="body_slug_cy_once_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_on__isnull", True),
                            ("closed_on__isnull", True),
                            ("closed_on__gt", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="body_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pk", models.F("parent")), _negated=True), name="body_is_not_its_own_parent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body_kind", "nation"), ("parent__isnull", True)),
                            models.Q(models.Q(("body_kind", "nation"), _negated=True), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="body_has_a_parent_unless_a_nation",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="action",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="governance.body"
            ),
        ),
        migrations.CreateModel(
            name="BodyAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(blank=True, max_length=200)),
                ("source", models.TextField(blank=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="governance.body"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("body", "name"), name="alias_once_a_body")],
            },
        ),
        migrations.CreateModel(
            name="BodyAliasEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(blank=True, db_index=False, max_length=200)),
                ("source", models.TextField(blank=True)),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.body",
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
                        to="governance.bodyalias",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BodyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "body_kind",
                    models.CharField(
                        choices=[
                            ("nation", "Nation"),
                            ("health_board", "Health board"),
                            ("local_authority", "Local authority"),
                            ("cluster", "Cluster"),
                            ("planning_group", "Planning group"),
                            ("collaborative", "Collaborative"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200, null=True)),
                ("name_cy", models.CharField(max_length=200, null=True)),
                ("slug", models.SlugField(db_index=False, max_length=200)),
                ("slug_en", models.SlugField(db_index=False, max_length=200, null=True)),
                ("slug_cy", models.SlugField(db_index=False, max_length=200, null=True)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("sort_key_en", models.CharField(db_collation="C", editable=False, max_length=400, null=True)),
                ("sort_key_cy", models.CharField(db_collation="C", editable=False, max_length=400, null=True)),
                ("search_text", models.TextField(blank=True, editable=False)),
                (
                    "name_cy_status",
                    models.CharField(
                        choices=[("seen", "Seen in a published source"), ("proposed", "Proposed, not yet confirmed")],
                        default="seen",
                        max_length=10,
                    ),
                ),
                ("name_cy_source", models.TextField(blank=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("is_example", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.body",
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
                        related_name="body_events",
                        to="governance.body",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decided_on", models.DateField()),
                ("title", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200, null=True)),
                ("title_cy", models.CharField(max_length=200, null=True)),
                ("text", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True, null=True)),
                ("text_cy", models.TextField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("agreed", "Agreed"), ("not_agreed", "Not agreed"), ("deferred", "Deferred")],
                        max_length=12,
                    ),
                ),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("votes_against", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("abstentions", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("minute_reference", models.CharField(blank=True, max_length=200)),
                ("is_public", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="governance.body"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_recorded",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("abstentions__isnull", True),
                                ("votes_against__isnull", True),
                                ("votes_for__isnull", True),
                            ),
                            models.Q(
                                ("abstentions__isnull", False),
                                ("votes_against__isnull", False),
                                ("votes_for__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="votes_are_all_given_or_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "agreed"), _negated=True),
                            ("votes_for__isnull", True),
                            ("votes_for__gt", models.F("votes_against")),
                            _connector="OR",
                        ),
                        name="a_motion_that_lost_is_not_agreed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("decided_on", models.DateField()),
                ("title", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200, null=True)),
                ("title_cy", models.CharField(max_length=200, null=True)),
                ("text", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True, null=True)),
                ("text_cy", models.TextField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("agreed", "Agreed"), ("not_agreed", "Not agreed"), ("deferred", "Deferred")],
                        max_length=12,
                    ),
                ),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("votes_against", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("abstentions", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("minute_reference", models.CharField(blank=True, max_length=200)),
                ("is_public", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.body",
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
                        to="governance.decision",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                (
                    "permissions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("reason", models.TextField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_received",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True)),
                ("prepared_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                ("organisation", models.CharField(max_length=200)),
                ("organisation_code", models.CharField(blank=True, max_length=10)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("financial", "Financial"),
                            ("professional", "Professional, not financial"),
                            ("personal", "Personal, not financial"),
                            ("indirect", "Indirect: through somebody close"),
                        ],
                        max_length=12,
                    ),
                ),
                ("details", models.TextField()),
                ("public_extract", models.TextField(blank=True)),
                ("public_extract_en", models.TextField(blank=True, null=True)),
                ("public_extract_cy", models.TextField(blank=True, null=True)),
                ("declared_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("during__isempty", False)), name="interest_has_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("during__startswith__isnull", False)), name="interest_has_a_first_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                ("organisation", models.CharField(max_length=200)),
                ("organisation_code", models.CharField(blank=True, max_length=10)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("financial", "Financial"),
                            ("professional", "Professional, not financial"),
                            ("personal", "Personal, not financial"),
                            ("indirect", "Indirect: through somebody close"),
                        ],
                        max_length=12,
                    ),
                ),
                ("details", models.TextField()),
                ("public_extract", models.TextField(blank=True)),
                ("public_extract_en", models.TextField(blank=True, null=True)),
                ("public_extract_cy", models.TextField(blank=True, null=True)),
                ("declared_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="governance.interest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Recertification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("certified_at", models.DateTimeField()),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recertifications",
                        to="governance.appointment",
                    ),
                ),
                (
                    "certified_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("appointment", "year"), name="recertified_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecertificationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("certified_at", models.DateTimeField()),
                (
                    "appointment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.appointment",
                    ),
                ),
                (
                    "certified_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="governance.recertification",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recusals", to="governance.decision"
                    ),
                ),
                (
                    "interest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="governance.interest",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("decision", "person"), name="recusal_once_a_person")],
            },
        ),
        migrations.CreateModel(
            name="RecusalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("reason", models.TextField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "interest",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.interest",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="governance.recusal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("collaborative_lead", "Collaborative lead"),
                            ("collaborative_member", "Member of the collaborative"),
                            ("cluster_lead", "Cluster lead"),
                            ("deputy", "Deputy lead"),
                            ("cluster_member", "Member of the cluster"),
                            ("third_sector", "Third-sector member"),
                            ("social_services", "Social-services member"),
                            ("planning_group_chair", "Chair of the planning group"),
                            ("planning_group_member", "Member of the planning group"),
                            ("partnership_board", "Approver for the regional partnership board"),
                            ("board_administrator", "Health board administrator"),
                            ("approver", "Health board approver"),
                            ("finance_officer", "Finance officer"),
                            ("support_officer", "Support officer"),
                            ("national_analyst", "National analyst"),
                            ("national_administrator", "National administrator"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200, null=True)),
                ("name_cy", models.CharField(blank=True, max_length=200, null=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("vacant_since", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="governance.body"
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="governance.seat",
                    ),
                ),
                (
                    "represents",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representing_seats",
                        to="governance.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "office", "represents", "name_en"),
                        name="seat_once_a_body",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pk", models.F("follows")), _negated=True),
                        name="seat_does_not_follow_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_on__isnull", True),
                            ("closed_on__isnull", True),
                            ("closed_on__gt", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="seat_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vacant_since__isnull", True), ("follows__isnull", True), _connector="OR"),
                        name="seat_that_follows_is_not_vacant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("note", models.TextField(blank=True)),
                ("prepared_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="governance.handover",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.seat",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="handover",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="governance.seat"
            ),
        ),
        migrations.CreateModel(
            name="DelegationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                (
                    "permissions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("reason", models.TextField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "delegate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="governance.delegation",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.seat",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="delegation",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="governance.seat"
            ),
        ),
        migrations.CreateModel(
            name="AppointmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField(default=common.dated.always)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("substantive", "Substantive"),
                            ("interim", "Interim"),
                            ("acting", "Acting"),
                            ("joint", "Joint"),
                        ],
                        default="substantive",
                        max_length=12,
                    ),
                ),
                ("nominated_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("minute_reference", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("end_reason", models.TextField(blank=True)),
                ("sessions_per_week", models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                (
                    "keep_jointly",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("is_named", models.BooleanField(default=False)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "declined_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="governance.appointment",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.seat",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="governance.seat"
            ),
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(blank=True, max_length=300)),
                ("title_en", models.CharField(blank=True, max_length=300, null=True)),
                ("title_cy", models.CharField(blank=True, max_length=300, null=True)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not yet started"),
                            ("under_way", "In progress"),
                            ("completed", "Completed"),
                            ("stopped", "Stopped"),
                        ],
                        default="not_started",
                        max_length=12,
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
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
                        to="governance.action",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.body",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.seat",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="action",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="governance.seat",
            ),
        ),
        migrations.CreateModel(
            name="SeatEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("collaborative_lead", "Collaborative lead"),
                            ("collaborative_member", "Member of the collaborative"),
                            ("cluster_lead", "Cluster lead"),
                            ("deputy", "Deputy lead"),
                            ("cluster_member", "Member of the cluster"),
                            ("third_sector", "Third-sector member"),
                            ("social_services", "Social-services member"),
                            ("planning_group_chair", "Chair of the planning group"),
                            ("planning_group_member", "Member of the planning group"),
                            ("partnership_board", "Approver for the regional partnership board"),
                            ("board_administrator", "Health board administrator"),
                            ("approver", "Health board approver"),
                            ("finance_officer", "Finance officer"),
                            ("support_officer", "Support officer"),
                            ("national_analyst", "National analyst"),
                            ("national_administrator", "National administrator"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200, null=True)),
                ("name_cy", models.CharField(blank=True, max_length=200, null=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("vacant_since", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.body",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.seat",
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
                        to="governance.seat",
                    ),
                ),
                (
                    "represents",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.body",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="successions", to="governance.body"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="precessions", to="governance.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                        name="succession_between_two_bodies",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("on", models.DateField()),
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
                        to="governance.succession",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.body",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="governance.body",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", models.F("taker")), _negated=True), name="handover_between_two_people"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at__isnull", True)), fields=("seat",), name="one_open_handover_a_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("during__isempty", False)), name="delegation_has_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("during__endswith__isnull", False), ("during__startswith__isnull", False)),
                name="delegation_begins_and_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("principal", models.F("delegate")), _negated=True),
                name="nobody_delegates_to_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("permissions__len__gt", 0)), name="delegation_gives_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                expressions=[("seat", "="), ("principal", "="), ("delegate", "="), ("during", "&&")],
                name="delegation_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("during__isempty", False)), name="appointment_has_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("during__startswith__isnull", False)), name="appointment_has_a_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "interim"), _negated=True), ("during__endswith__isnull", False), _connector="OR"
                ),
                name="interim_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("nominated_by", models.F("confirmed_by")), _negated=True),
                    models.Q(("person", models.F("confirmed_by")), _negated=True),
                ),
                name="nobody_confirms_their_own_nomination",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at__isnull", True), ("declined_at__isnull", True), _connector="OR"),
                name="nomination_is_confirmed_or_declined",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("confirmed_at__isnull", False), ("basis__in", ("substantive", "interim"))),
                expressions=[("seat", "="), ("during", "&&")],
                name="one_holder_of_a_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("confirmed_at__isnull", False), models.Q(("basis", "acting"), _negated=True)),
                expressions=[
                    ("seat", "="),
                    ("during", "&&"),
                    (
                        models.Case(
                            models.When(basis="joint", then=models.Value(1)),
                            default=models.Value(0),
                            output_field=models.IntegerField(),
                        ),
                        "<>",
                    ),
                ],
                name="no_joint_holder_beside_a_sole_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("confirmed_at__isnull", False), ("basis", "acting")),
                expressions=[("seat", "="), ("during", "&&")],
                name="one_acting_holder_of_a_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("confirmed_at__isnull", False)),
                expressions=[("seat", "="), ("person", "="), ("during", "&&")],
                name="person_once_in_a_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__lte", 100)), name="action_is_done_in_hundredths"
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="action_ends_after_it_starts",
            ),
        ),
    ]
