"""Plans of a network: who could help whom, and who was left."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0006_arrangements'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.network')),
                ('state', models.CharField(default='queued', max_length=32)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('effort', models.CharField(max_length=32)),
                ('seed', models.PositiveBigIntegerField()),
                ('queued_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('stop_asked_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('stage', models.CharField(blank=True, default='', max_length=32)),
                ('share', models.FloatField(default=0.0)),
                ('failure', models.CharField(blank=True, default='', max_length=32)),
                ('value', models.FloatField(null=True)),
                ('bound', models.FloatField(null=True)),
                ('helped', models.PositiveIntegerField(default=0)),
                ('waiting', models.PositiveIntegerField(default=0)),
                ('rules_version', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['network', 'finished_at'], name='plan_run_of_network'),
                    models.Index(condition=models.Q(('state__in', ('queued', 'running'))), fields=['queued_at'], name='plan_run_to_do'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['done', 'failed', 'queued', 'refused_by_checker', 'running', 'stopped'])), name='plan_run_state'),
                    models.CheckConstraint(condition=models.Q(('failure__in', ['', 'broken', 'died', 'impossible', 'unreachable'])), name='plan_run_failure'),
                    models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('network',), name='plan_run_one_at_a_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ('queued', 'running'))), models.Q(models.Q(('state__in', ('queued', 'running')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='plan_run_finished_at'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlanFile',
            fields=[
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file', serialize=False, to='store.planrun')),
                ('problem', models.BinaryField()),
                ('prices', models.BinaryField()),
                ('course', models.BinaryField(default=b'')),
                ('keys', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='PlanProposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='store.planrun')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.request')),
                ('how', models.CharField(max_length=32)),
                ('state', models.CharField(default='open', max_length=32)),
                ('reasons', models.JSONField(default=list)),
                ('decision', models.CharField(blank=True, default='', max_length=32)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'state'], name='plan_proposal_open'),
                    models.Index(fields=['request'], name='plan_proposal_of_request'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('how__in', ['duo', 'relay', 'solo'])), name='plan_proposal_how'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'open', 'overtaken', 'set_aside'])), name='plan_proposal_state'),
                    models.CheckConstraint(condition=models.Q(('decision__in', ['', 'knows_more', 'no_click', 'not_now', 'other_person'])), name='plan_proposal_decision'),
                    models.UniqueConstraint(fields=('run', 'request'), name='plan_proposal_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), _negated=True), models.Q(('decision', ''), _negated=True), _connector='OR'), name='plan_proposal_set_aside_has_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlanPart',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='store.planproposal')),
                ('number', models.PositiveSmallIntegerField()),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('visits', models.PositiveSmallIntegerField()),
                ('visit_minutes', models.PositiveSmallIntegerField()),
                ('day_parts', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer'], name='plan_part_of_volunteer'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('proposal', 'number'), name='plan_part_number'),
                    models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='plan_part_last_day_after_first'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlanLeft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='left', to='store.planrun')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.request')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation'], name='plan_left_of_organisation'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('run', 'request'), name='plan_left_once'),
                ],
            },
        ),
    ]
