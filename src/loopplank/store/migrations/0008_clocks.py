"""Clocks as data, how urgent a request is, when its clock ran out, and how much one person has.

The triggers stand aside while SQLite rebuilds the tables.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0007_standing_in'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.CreateModel(
            name='ClockSetting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=32)),
                ('urgency', models.CharField(max_length=32)),
                ('amount', models.PositiveSmallIntegerField()),
                ('unit', models.CharField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name='membership',
            name='max_requests',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='ran_out_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='sorry_for',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='urgency',
            field=models.CharField(default='normal', max_length=32),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['due_on'], name='request_runs_out'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('urgency__in', ['normal', 'this_week', 'today'])), name='request_urgency'),
        ),
        migrations.AddField(
            model_name='clocksetting',
            name='network',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.network'),
        ),
        migrations.AddField(
            model_name='clocksetting',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation'),
        ),
        migrations.AddConstraint(
            model_name='clocksetting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('network__isnull', True), ('organisation__isnull', False)), models.Q(('network__isnull', False), ('organisation__isnull', True)), _connector='OR'), name='clock_setting_of_one'),
        ),
        migrations.AddConstraint(
            model_name='clocksetting',
            constraint=models.UniqueConstraint(fields=('organisation', 'state', 'urgency'), name='clock_setting_own_once'),
        ),
        migrations.AddConstraint(
            model_name='clocksetting',
            constraint=models.UniqueConstraint(fields=('network', 'state', 'urgency'), name='clock_setting_network_once'),
        ),
        migrations.AddConstraint(
            model_name='clocksetting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['handover', 'meeting', 'new', 'proposed', 'running', 'searching', 'talking', 'waiting'])), name='clock_setting_state'),
        ),
        migrations.AddConstraint(
            model_name='clocksetting',
            constraint=models.CheckConstraint(condition=models.Q(('urgency__in', ['normal', 'this_week', 'today'])), name='clock_setting_urgency'),
        ),
        migrations.AddConstraint(
            model_name='clocksetting',
            constraint=models.CheckConstraint(condition=models.Q(('unit__in', ['days', 'weeks', 'working_days'])), name='clock_setting_unit'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
