"""A number for each change to a volunteer, so that a process with volunteers in memory catches up."""

from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0015_plans_of_a_network'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.CreateModel(
            name='VolunteerVersion',
            fields=[
                ('version', models.BigAutoField(primary_key=True, serialize=False)),
                ('volunteer_id', models.UUIDField()),
            ],
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
