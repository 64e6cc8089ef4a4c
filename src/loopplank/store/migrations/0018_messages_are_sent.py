"""Messages leave by themselves: when to look again, whose try it is, and how the last one went."""

import django.db.models.deletion
from django.db import migrations, models


def leave_to_people(apps, schema_editor):
    """What lay ready before this version was written to be told by somebody, and may be told by now."""
    rows = apps.get_model('store', 'Message').objects.filter(state='queued')
    rows.update(by_hand='old')


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0017_messages_have_hours'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='message',
            name='message_state',
        ),
        migrations.AddField(
            model_name='message',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='by_hand',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='message',
            name='fence',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='lease_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='look_again_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='posted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='told_with',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.message'),
        ),
        migrations.AddField(
            model_name='message',
            name='trouble',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('by_hand', ''), ('lease_until__isnull', True), ('state', 'queued')), fields=['channel', 'look_again_at'], name='message_to_send'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('lease_until__isnull', False)), fields=['lease_until'], name='message_being_sent'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['dead', 'dropped', 'queued', 'told', 'unsure'])), name='message_state'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['unsure', 'dead']), _negated=True), ('lease_until__isnull', True), _connector='OR'), name='message_given_up_has_no_lease'),
        ),
        migrations.RunPython(leave_to_people, migrations.RunPython.noop),
    ]
