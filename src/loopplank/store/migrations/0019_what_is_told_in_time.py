"""The secret calendar of a volunteer, and of whom something was told for which day."""

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0018_messages_are_sent'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.AddField(
            model_name='volunteer',
            name='feed_address_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='told_owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.CreateModel(
            name='Reminded',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('subject_id', models.UUIDField()),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='reminded_day')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject_id', 'day'), name='reminded_once')],
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['template'], name='message_waits'),
        ),
        migrations.RemoveConstraint(
            model_name='link',
            name='link_purpose',
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['applicant', 'arrangement', 'feed', 'invite', 'referral', 'status', 'week'])), name='link_purpose'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
