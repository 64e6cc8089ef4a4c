"""Notes about a visit are read: before which day, and who ticked one off."""

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers


def _from_its_day(apps, _schema_editor):
    visits = apps.get_model('store', 'Visit').objects.exclude(note='')
    visits.update(note_due_on=models.F('day'))


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0020_closed_and_back'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='visit',
            name='note_due_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='visit',
            name='note_read_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='visit',
            name='note_read_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        # what was written before this had no promise: it waits from the day on which it was written
        migrations.RunPython(_from_its_day, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('note_read_at', None), models.Q(('note', ''), _negated=True)), fields=['organisation', 'note_due_on'], name='visit_note_unread'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), ('note_due_on__isnull', False), _connector='OR'), name='visit_note_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('note_read_at__isnull', True), ('note_read_by__isnull', True)), models.Q(('note_read_at__isnull', False), ('note_read_by__isnull', False)), _connector='OR'), name='visit_note_read_by_somebody'),
        ),
    )
