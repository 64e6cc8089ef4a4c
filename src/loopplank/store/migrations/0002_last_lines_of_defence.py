"""Triggers: append-only tables, and no open request without an active owner."""

from django.db import migrations

from loopplank.store import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_the_nouns")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
