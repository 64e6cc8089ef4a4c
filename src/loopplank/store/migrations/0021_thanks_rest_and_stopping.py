"""Rest after a heavy time, a last day that somebody chose, a yearly thank-you, and help that grows."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0020_who_stands_in_for_one_visit'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.AddField(
            model_name='affiliation',
            name='thanked_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='limits',
            name='lowered_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='limits',
            name='rest_after',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='limits',
            name='rest_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='limits',
            name='stops_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='match',
            name='stops_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='network',
            name='weeks_of_rest_after_heavy',
            field=models.PositiveSmallIntegerField(default=4),
        ),
        migrations.AddField(
            model_name='visit',
            name='extra',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='CreepSign',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sign', models.CharField(max_length=32)),
                ('weeks', models.PositiveSmallIntegerField()),
                ('times', models.PositiveSmallIntegerField()),
                ('agreed', models.PositiveIntegerField()),
                ('real', models.PositiveIntegerField()),
                ('elsewhere', models.BooleanField(default=False)),
                ('first_seen_on', models.DateField()),
                ('over_on', models.DateField(null=True)),
                ('talked_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
                ('rests_until', models.DateField(null=True)),
                ('match', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.match')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('talked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'over_on'], name='creep_now')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sign__in', ['longer', 'more_tasks', 'oftener', 'over_limit', 'past_last_day'])), name='creep_sign'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'agreed_anew', 'fine', 'lighter', 'other'])), name='creep_outcome'), models.UniqueConstraint(condition=models.Q(('match', None)), fields=('organisation', 'volunteer', 'sign'), name='creep_once_a_person'), models.UniqueConstraint(condition=models.Q(('match__isnull', False)), fields=('match', 'sign'), name='creep_once_a_match')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
