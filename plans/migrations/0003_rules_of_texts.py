from typing import Any

from django.db import migrations, models


def read_open_editions_by_the_new_rules(apps: Any, schema_editor: Any) -> None:
    """What is frozen is read as it was; what is still written may have marks from now on."""
    apps.get_model("plans", "Edition").objects.filter(frozen_at__isnull=True).update(text_rules="markdown-1")


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_autosave_of_a_tab"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="text_rules",
            field=models.CharField(default="plain", max_length=12),
        ),
        migrations.AddField(
            model_name="editionevent",
            name="text_rules",
            field=models.CharField(default="plain", max_length=12),
        ),
        migrations.RunPython(read_open_editions_by_the_new_rules, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="edition",
            name="text_rules",
            field=models.CharField(default="markdown-1", max_length=12),
        ),
        migrations.AlterField(
            model_name="editionevent",
            name="text_rules",
            field=models.CharField(default="markdown-1", max_length=12),
        ),
    ]
