"""A column on the requests; SQLite rebuilds the table for it, so the triggers are made again."""

from django.db import migrations, models

from loopplank.store import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("store", "0002_last_lines_of_defence")]
    operations = [
        migrations.AddField("request", "brings", models.JSONField(default=list)),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
