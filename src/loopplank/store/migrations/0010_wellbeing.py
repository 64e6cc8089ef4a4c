"""What volunteers say: signals, files of safety, whom to trust, check-ins, observations, quotes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0009_gaps'),
    ]

    operations = [
        migrations.CreateModel(
            name='VolunteerSignal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signals', to='store.volunteer')),
                ('match', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.match')),
                ('reason', models.CharField(blank=True, default='', max_length=32)),
                ('words', models.CharField(blank=True, default='', max_length=1000)),
                ('prefers_call', models.BooleanField(default=False)),
                ('wants_call', models.BooleanField(default=True)),
                ('route', models.CharField(default='coordinator', max_length=32)),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('of_network', models.BooleanField(default=False)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('watched_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('call_before', models.DateField()),
                ('decide_before', models.DateField(null=True)),
                ('at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
                ('done', models.CharField(blank=True, default='', max_length=500)),
                ('heard', models.CharField(blank=True, default='', max_length=32)),
                ('heard_at', models.DateTimeField(null=True)),
                ('stays_away_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'answered_at'], name='signal_open'),
                    models.Index(fields=['volunteer', 'answered_at'], name='signal_of_volunteer'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('route__in', ['adviser', 'coordinator', 'past_coordinator', 'safety'])), name='signal_route'),
                    models.CheckConstraint(condition=models.Q(('heard__in', ['', 'no', 'silent', 'yes'])), name='signal_heard'),
                    models.CheckConstraint(condition=models.Q(('to__isnull', False), models.Q(('route', 'adviser'), ('words', '')), _connector='OR'), name='signal_has_a_reader'),
                    models.CheckConstraint(condition=models.Q(('of_network', False), ('route__in', ('adviser', 'safety')), _connector='OR'), name='signal_of_network_is_confidential'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SignalStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='store.volunteersignal')),
                ('at', models.DateTimeField()),
                ('step', models.CharField(max_length=32)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('what', models.CharField(blank=True, default='', max_length=32)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['signal', 'at'], name='signal_steps'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('step__in', ['acknowledged', 'answered', 'climbed', 'heard', 'sent', 'stays_away'])), name='signal_step'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Trusted',
            fields=[
                ('adviser', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('adviser_name', models.CharField(blank=True, default='', max_length=120)),
                ('adviser_phone', models.CharField(blank=True, default='', max_length=20)),
                ('safety_contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('safety_stand_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('changed_at', models.DateTimeField()),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='trusted', serialize=False, to='store.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='TrustedOfNetwork',
            fields=[
                ('adviser', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('adviser_name', models.CharField(blank=True, default='', max_length=120)),
                ('adviser_phone', models.CharField(blank=True, default='', max_length=20)),
                ('safety_contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('safety_stand_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('changed_at', models.DateTimeField()),
                ('network', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='trusted', serialize=False, to='store.network')),
            ],
        ),
        migrations.CreateModel(
            name='SafetyFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('signal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='safety_file', to='store.volunteersignal')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.volunteer')),
                ('match', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.match')),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('stand_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('of_network', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'closed_at'], name='safety_file_open'),
                    models.Index(fields=['closed_at'], name='safety_file_kept'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), ('outcome__in', ['no_worry', 'professional', 'stopped', 'talked', 'veilig_thuis'])), _connector='OR'), name='safety_file_closes_with_outcome'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SafetyStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='store.safetyfile')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('step', models.CharField(max_length=32)),
                ('on', models.DateField()),
                ('words', models.CharField(blank=True, default='', max_length=1000)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['file', 'on'], name='safety_steps'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('step__in', ['advice', 'danger', 'mapped', 'note', 'professional', 'talk', 'told'])), name='safety_step'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='store.volunteer')),
                ('asked_at', models.DateTimeField()),
                ('closes_on', models.DateField()),
                ('state', models.CharField(default='open', max_length=32)),
                ('fits', models.CharField(blank=True, default='', max_length=32)),
                ('feels', models.CharField(blank=True, default='', max_length=32)),
                ('lasts', models.CharField(blank=True, default='', max_length=32)),
                ('safety_net', models.CharField(blank=True, default='', max_length=32)),
                ('answered_at', models.DateTimeField(null=True)),
                ('wants_talk', models.BooleanField(null=True)),
                ('signal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.volunteersignal')),
                ('shared_at', models.DateTimeField(null=True)),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'asked_at'], name='check_in_of_volunteer'),
                    models.Index(fields=['state', 'closes_on'], name='check_in_lapses'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'erased', 'lapsed', 'open', 'skipped'])), name='check_in_state'),
                    models.CheckConstraint(condition=models.Q(('fits__in', ['', 'bit_much', 'more', 'right', 'too_much'])), name='check_in_fits'),
                    models.CheckConstraint(condition=models.Q(('feels__in', ['', 'fair', 'heavy', 'light', 'too_heavy'])), name='check_in_feels'),
                    models.CheckConstraint(condition=models.Q(('lasts__in', ['', 'long', 'months', 'stop', 'weeks'])), name='check_in_lasts'),
                    models.CheckConstraint(condition=models.Q(('safety_net__in', ['', 'no', 'often', 'sometimes', 'unknown'])), name='check_in_safety_net'),
                    models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('volunteer',), name='check_in_one_open'),
                    models.CheckConstraint(condition=models.Q(('shared_at__isnull', True), ('state', 'answered'), _connector='OR'), name='check_in_shared_answers'),
                    models.CheckConstraint(condition=models.Q(('answered_at__isnull', False), models.Q(('state', 'answered'), _negated=True), _connector='OR'), name='check_in_answered_has_a_moment'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CheckInCount',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.network')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('quarter', models.DateField()),
                ('question', models.CharField(max_length=32)),
                ('groups', models.JSONField(default=list)),
                ('frozen_at', models.DateTimeField()),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('question__in', ['feels', 'fits', 'lasts', 'safety_net'])), name='check_in_count_question'),
                    models.UniqueConstraint(fields=('organisation', 'quarter', 'question'), name='check_in_count_once'),
                    models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('network', 'quarter', 'question'), name='check_in_count_of_network_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CreepSign',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer')),
                ('match', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.match')),
                ('sign', models.CharField(max_length=32)),
                ('weeks', models.PositiveSmallIntegerField()),
                ('times', models.PositiveSmallIntegerField()),
                ('agreed', models.PositiveIntegerField()),
                ('real', models.PositiveIntegerField()),
                ('elsewhere', models.BooleanField(default=False)),
                ('first_seen_on', models.DateField()),
                ('over_on', models.DateField(null=True)),
                ('talked_at', models.DateTimeField(null=True)),
                ('talked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
                ('rests_until', models.DateField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'over_on'], name='creep_now'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('sign__in', ['longer', 'more_tasks', 'oftener', 'over_limit', 'past_last_day'])), name='creep_sign'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'agreed_anew', 'fine', 'lighter', 'other'])), name='creep_outcome'),
                    models.UniqueConstraint(condition=models.Q(('match', None)), fields=('organisation', 'volunteer', 'sign'), name='creep_once_a_person'),
                    models.UniqueConstraint(condition=models.Q(('match__isnull', False)), fields=('match', 'sign'), name='creep_once_a_match'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='store.volunteer')),
                ('kind', models.CharField(max_length=32)),
                ('words', models.CharField(max_length=1000)),
                ('at', models.DateTimeField()),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('answer_before', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
                ('answer', models.CharField(blank=True, default='', max_length=500)),
                ('gap', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.gap')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'answered_at'], name='observation_open'),
                    models.Index(fields=['volunteer', 'at'], name='observation_of_volunteer'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['begin', 'seen'])), name='observation_kind'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'gap', 'no', 'offer', 'talked'])), name='observation_outcome'),
                    models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='observation_answered_with_an_outcome'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer')),
                ('words', models.CharField(max_length=300)),
                ('permission', models.CharField(default='nobody', max_length=32)),
                ('said_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('version', models.PositiveIntegerField(default=1)),
                ('reading', models.CharField(blank=True, default='', max_length=32)),
                ('read_at', models.DateTimeField(null=True)),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'permission', 'reading'], name='quote_to_read'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('permission__in', ['figures', 'here', 'nobody'])), name='quote_permission'),
                    models.CheckConstraint(condition=models.Q(('reading__in', ['', 'fine', 'reword'])), name='quote_reading'),
                    models.UniqueConstraint(fields=('volunteer', 'organisation'), name='quote_once_an_organisation'),
                    models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', True), ('read_by__isnull', True), ('reading', '')), models.Q(('read_at__isnull', False), ('read_by__isnull', False), models.Q(('reading', ''), _negated=True)), _connector='OR'), name='quote_read_by_somebody'),
                ],
            },
        ),
    ]
