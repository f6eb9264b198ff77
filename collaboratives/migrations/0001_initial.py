import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clusters", "0001_initial"),
        ("governance", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Profession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100, null=True)),
                ("name_cy", models.CharField(max_length=100, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "provider_kind",
                    models.CharField(
                        blank=True,
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
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Collaborative",
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
                    "state",
                    models.CharField(
                        choices=[("forming", "Forming"), ("active", "Active"), ("ended", "Ended")],
                        default="forming",
                        max_length=10,
                    ),
                ),
                ("active_on", models.DateField(blank=True, null=True)),
                ("description", models.TextField(blank=True)),
                ("description_en", models.TextField(blank=True, null=True)),
                ("description_cy", models.TextField(blank=True, null=True)),
                ("contact", models.CharField(blank=True, max_length=300)),
                ("contact_en", models.CharField(blank=True, max_length=300, null=True)),
                ("contact_cy", models.CharField(blank=True, max_length=300, null=True)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("terms_of_reference", models.TextField(blank=True)),
                ("terms_of_reference_en", models.TextField(blank=True, null=True)),
                ("terms_of_reference_cy", models.TextField(blank=True, null=True)),
                ("quorum", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="collaboratives", to="clusters.area"
                    ),
                ),
                (
                    "profession",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collaboratives",
                        to="collaboratives.profession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("cluster", "profession"),
                        name="collaborative_once_a_cluster",
                    )
                ],
            },
            bases=("governance.body",),
        ),
        migrations.CreateModel(
            name="CollaborativeEvent",
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
                    "state",
                    models.CharField(
                        choices=[("forming", "Forming"), ("active", "Active"), ("ended", "Ended")],
                        default="forming",
                        max_length=10,
                    ),
                ),
                ("active_on", models.DateField(blank=True, null=True)),
                ("description", models.TextField(blank=True)),
                ("description_en", models.TextField(blank=True, null=True)),
                ("description_cy", models.TextField(blank=True, null=True)),
                ("contact", models.CharField(blank=True, max_length=300)),
                ("contact_en", models.CharField(blank=True, max_length=300, null=True)),
                ("contact_cy", models.CharField(blank=True, max_length=300, null=True)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("terms_of_reference", models.TextField(blank=True)),
                ("terms_of_reference_en", models.TextField(blank=True, null=True)),
                ("terms_of_reference_cy", models.TextField(blank=True, null=True)),
                ("quorum", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                        related_name="collaborative_events",
                        to="collaboratives.collaborative",
                    ),
                ),
                (
                    "profession",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="collaboratives.profession",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProfessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=40)),
                ("name", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100, null=True)),
                ("name_cy", models.CharField(max_length=100, null=True)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "provider_kind",
                    models.CharField(
                        blank=True,
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
                        to="collaboratives.profession",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
