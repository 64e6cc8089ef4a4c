"""A column on the requests. The triggers stand aside while SQLite rebuilds the table."""

from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("store", "0002_last_lines_of_defence")]
    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.AddField("request", "brings", models.JSONField(default=list)),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
