"""Questions to volunteers, matches and their visits, and teams of two or more."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0004_records_and_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('weekday', models.PositiveSmallIntegerField(null=True)),
                ('start_time', models.TimeField(null=True)),
                ('visit_minutes', models.PositiveSmallIntegerField()),
                ('travel_minutes', models.PositiveSmallIntegerField(default=0)),
                ('visits_per_week', models.PositiveSmallIntegerField(default=1)),
                ('every_weeks', models.PositiveSmallIntegerField(default=1)),
                ('phase', models.DateField(null=True)),
                ('heavy', models.BooleanField(default=False)),
                ('not_included', models.JSONField(default=list)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='store.request')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='store.volunteer')),
                ('what', models.CharField(max_length=200)),
                ('reasons', models.JSONField(default=list)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=32)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_via', models.CharField(blank=True, default='', max_length=32)),
                ('decline_reason', models.CharField(blank=True, default='', max_length=32)),
                ('question', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'state'], name='proposal_of_volunteer'),
                    models.Index(fields=['state', 'expires_at'], name='proposal_expires'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['gone', 'no', 'open', 'silent', 'withdrawn', 'yes'])), name='proposal_state'),
                    models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('request', 'volunteer'), name='proposal_one_open'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('weekday', models.PositiveSmallIntegerField(null=True)),
                ('start_time', models.TimeField(null=True)),
                ('visit_minutes', models.PositiveSmallIntegerField()),
                ('travel_minutes', models.PositiveSmallIntegerField(default=0)),
                ('visits_per_week', models.PositiveSmallIntegerField(default=1)),
                ('every_weeks', models.PositiveSmallIntegerField(default=1)),
                ('phase', models.DateField(null=True)),
                ('heavy', models.BooleanField(default=False)),
                ('not_included', models.JSONField(default=list)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='store.request')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='store.volunteer')),
                ('person_key', models.UUIDField()),
                ('proposal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.proposal')),
                ('what', models.CharField(max_length=200)),
                ('state', models.CharField(default='meeting', max_length=32)),
                ('agreed_at', models.DateTimeField()),
                ('meeting_at', models.DateTimeField(null=True)),
                ('started_on', models.DateField(null=True)),
                ('evaluate_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('stops_on', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, default='', max_length=32)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'state'], name='match_of_volunteer'),
                    models.Index(fields=['organisation', 'state'], name='match_of_organisation'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['ended', 'meeting', 'not_started', 'running'])), name='match_state'),
                    models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='match_last_day_after_first'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['ended', 'not_started'])), models.Q(('ended_on__isnull', True), ('state__in', ['meeting', 'running'])), _connector='OR'), name='match_ended_has_a_day'),
                    models.UniqueConstraint(condition=models.Q(('state__in', ['meeting', 'running'])), fields=('request', 'volunteer'), name='match_once_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='store.match')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='store.volunteer')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('day', models.DateField()),
                ('state', models.CharField(default='done', max_length=32)),
                ('minutes', models.PositiveSmallIntegerField(default=0)),
                ('felt', models.CharField(blank=True, default='', max_length=32)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('extra', models.BooleanField(default=False)),
                ('logged_at', models.DateTimeField()),
                ('logged_by_self', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'day'], name='visit_of_volunteer'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('match', 'day'), name='visit_once_a_day'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['cannot', 'done'])), name='visit_state'),
                    models.CheckConstraint(condition=models.Q(('felt__in', ['', 'fair', 'fine', 'heavy'])), name='visit_felt'),
                ],
            },
        ),
        migrations.CreateModel(
            name='VisitCover',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='store.request')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='cover', to='store.visit')),
                ('day', models.DateField()),
                ('state', models.CharField(default='sought', max_length=32)),
                ('decide_by', models.DateTimeField()),
                ('match', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='covers', to='store.match')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.message')),
                ('told_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['request', 'day'], name='visit_cover_of_request'),
                    models.Index(fields=['state', 'decide_by'], name='visit_cover_decides'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['found', 'nobody', 'sought'])), name='visit_cover_state'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'found'), _negated=True), ('match__isnull', False), _connector='OR'), name='visit_cover_found_somebody'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='store.request')),
                ('kind', models.CharField(max_length=32)),
                ('state', models.CharField(default='proposed', max_length=32)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['duo', 'relay'])), name='team_kind'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['asking', 'broken', 'ended', 'proposed', 'running'])), name='team_state'),
                    models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('request',), name='team_one_alive'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='team_ended_has_a_moment'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Leg',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legs', to='store.team')),
                ('number', models.PositiveSmallIntegerField()),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='store.volunteer')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('visits_per_week', models.PositiveSmallIntegerField(default=1)),
                ('visit_minutes', models.PositiveSmallIntegerField()),
                ('day_parts', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(default='open', max_length=32)),
                ('proposal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='leg', to='store.proposal')),
                ('match', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leg', to='store.match')),
                ('handover_note', models.TextField(blank=True, default='', max_length=1000)),
                ('meeting_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'asked', 'done', 'fell_away', 'open', 'running'])), name='leg_state'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 4)), name='leg_number_one_to_four'),
                    models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='leg_last_day_after_first'),
                    models.CheckConstraint(condition=models.Q(('visit_minutes__gte', 1), ('visits_per_week__gte', 1)), name='leg_takes_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'running']), _negated=True), ('match__isnull', False), _connector='OR'), name='leg_carried_by_a_match'),
                    models.UniqueConstraint(fields=('team', 'number'), name='leg_number_once'),
                    models.UniqueConstraint(fields=('team', 'volunteer'), name='leg_volunteer_once'),
                ],
            },
        ),
    ]
