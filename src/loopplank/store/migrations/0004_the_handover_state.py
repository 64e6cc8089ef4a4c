"""The ninth state. The triggers stand aside while SQLite rebuilds the table."""

from django.db import migrations, models

from loopplank.store import triggers

OPEN = ["handover", "meeting", "new", "proposed", "running", "searching", "talking", "waiting"]


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("store", "0003_what_a_visit_brings")]
    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.RemoveConstraint("request", "request_state"),
        migrations.RemoveConstraint("request", "request_open_has_a_day"),
        migrations.AddConstraint(
            "request",
            models.CheckConstraint(
                condition=models.Q(state__in=sorted([*OPEN, "closed"])), name="request_state"
            ),
        ),
        migrations.AddConstraint(
            "request",
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, state__in=OPEN)
                & models.Q(closing_reason="", due_on__isnull=False)
                | models.Q(closed_at__isnull=False, state="closed"),
                name="request_open_has_a_day",
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
