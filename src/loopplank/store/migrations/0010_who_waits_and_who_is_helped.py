"""Waiting with a rhythm, an intake stop, what the person helped says, and whom a question repeats.

The triggers stand aside while SQLite rebuilds the table of requests.
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
        ('store', '0009_what_could_not_be_done'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.CreateModel(
            name='AskerConcern',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('reasons', models.JSONField(default=list)),
                ('words', models.CharField(blank=True, default='', max_length=1000)),
                ('about_coordinator', models.BooleanField(default=False)),
                ('by_applicant', models.BooleanField(default=False)),
                ('answer_before', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('spoken', models.BooleanField(null=True)),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
                ('done', models.CharField(blank=True, default='', max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='IntakeStop',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(blank=True, default='', max_length=32)),
                ('first_day', models.DateField()),
                ('until', models.DateField()),
                ('words', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('ended_early_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='link',
            name='link_purpose',
        ),
        migrations.AddField(
            model_name='offer',
            name='meanwhile',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
        migrations.AddField(
            model_name='request',
            name='applicant_sees',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='request',
            name='applicant_sees_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='applicant_sees_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='request',
            name='applicant_sees_channel',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='request',
            name='duplicate_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='store.request'),
        ),
        migrations.AddField(
            model_name='request',
            name='wait_message_weeks',
            field=models.PositiveSmallIntegerField(default=6),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['applicant', 'arrangement', 'invite', 'referral', 'status', 'week'])), name='link_purpose'),
        ),
        migrations.AddField(
            model_name='askerconcern',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='askerconcern',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='askerconcern',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='store.request'),
        ),
        migrations.AddField(
            model_name='askerconcern',
            name='to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='intakestop',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='intakestop',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intake_stops', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='request',
            name='intake_stop',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.intakestop'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('applicant_sees__in', ['', 'everything', 'nothing', 'runs'])), name='request_applicant_sees'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('wait_message_weeks__in', [3, 6])), name='request_wait_weeks'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('applicant_sees', ''), models.Q(('applicant_sees_at__isnull', False), ('applicant_sees_by__isnull', False), models.Q(('applicant_sees_channel', ''), _negated=True)), _connector='OR'), name='request_applicant_sees_agreed'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('duplicate_of__isnull', True), ('closing_reason', 'duplicate'), _connector='OR'), name='request_duplicate_of_when_duplicate'),
        ),
        migrations.AddIndex(
            model_name='askerconcern',
            index=models.Index(fields=['organisation', 'answered_at'], name='asker_concern_open'),
        ),
        migrations.AddIndex(
            model_name='askerconcern',
            index=models.Index(fields=['request', 'at'], name='asker_concern_of_request'),
        ),
        migrations.AddConstraint(
            model_name='askerconcern',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'changed', 'goes_on', 'professional', 'somebody_else', 'stopped'])), name='asker_concern_outcome'),
        ),
        migrations.AddConstraint(
            model_name='askerconcern',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), models.Q(('answered_by__isnull', False), ('spoken__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='asker_concern_ends_with_what_was_done'),
        ),
        migrations.AddIndex(
            model_name='intakestop',
            index=models.Index(fields=['organisation', 'until'], name='intake_stop_until'),
        ),
        migrations.AddConstraint(
            model_name='intakestop',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('first_day'))), name='intake_stop_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='intakestop',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='intake_stop_has_a_sentence'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
