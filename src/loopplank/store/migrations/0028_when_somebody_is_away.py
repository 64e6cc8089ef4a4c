"""When a volunteer is not there: own periods, and the school holidays of a region."""

from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0027_how_a_plan_was_made'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.AddField(
            model_name='limits',
            name='away',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='limits',
            name='school_regions',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
