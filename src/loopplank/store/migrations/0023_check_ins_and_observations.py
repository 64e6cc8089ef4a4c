"""Check-ins and what a closed quarter told, observations, and how long a carer can go on."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0022_signals_climb'),
    ]

    operations = [
        migrations.CreateModel(
            name='CarerAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('moment', models.CharField(max_length=32)),
                ('holding_out', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carer_answers', to='store.request')),
            ],
            options={
                'indexes': [models.Index(fields=['request', 'at'], name='carer_answer_of_request')],
                'constraints': [models.CheckConstraint(condition=models.Q(('moment__in', ['evaluation', 'intake'])), name='carer_answer_moment'), models.CheckConstraint(condition=models.Q(('holding_out__in', ['long', 'months', 'no_more', 'weeks'])), name='carer_answer_holding_out')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('closes_on', models.DateField()),
                ('state', models.CharField(default='open', max_length=32)),
                ('fits', models.CharField(blank=True, default='', max_length=32)),
                ('feels', models.CharField(blank=True, default='', max_length=32)),
                ('lasts', models.CharField(blank=True, default='', max_length=32)),
                ('safety_net', models.CharField(blank=True, default='', max_length=32)),
                ('answered_at', models.DateTimeField(null=True)),
                ('wants_talk', models.BooleanField(null=True)),
                ('shared_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('signal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.volunteersignal')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='store.volunteer')),
            ],
            options={
                'indexes': [models.Index(fields=['volunteer', 'asked_at'], name='check_in_of_volunteer'), models.Index(fields=['state', 'closes_on'], name='check_in_lapses')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'erased', 'lapsed', 'open', 'skipped'])), name='check_in_state'), models.CheckConstraint(condition=models.Q(('fits__in', ['', 'bit_much', 'more', 'right', 'too_much'])), name='check_in_fits'), models.CheckConstraint(condition=models.Q(('feels__in', ['', 'fair', 'heavy', 'light', 'too_heavy'])), name='check_in_feels'), models.CheckConstraint(condition=models.Q(('lasts__in', ['', 'long', 'months', 'stop', 'weeks'])), name='check_in_lasts'), models.CheckConstraint(condition=models.Q(('safety_net__in', ['', 'no', 'often', 'sometimes', 'unknown'])), name='check_in_safety_net'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('volunteer',), name='check_in_one_open'), models.CheckConstraint(condition=models.Q(('shared_at__isnull', True), ('state', 'answered'), _connector='OR'), name='check_in_shared_answers'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', False), models.Q(('state', 'answered'), _negated=True), _connector='OR'), name='check_in_answered_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='CheckInCount',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('quarter', models.DateField()),
                ('question', models.CharField(max_length=32)),
                ('groups', models.JSONField(default=list)),
                ('frozen_at', models.DateTimeField()),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.network')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('question__in', ['feels', 'fits', 'lasts', 'safety_net'])), name='check_in_count_question'), models.UniqueConstraint(fields=('organisation', 'quarter', 'question'), name='check_in_count_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('network', 'quarter', 'question'), name='check_in_count_of_network_once')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('words', models.CharField(max_length=1000)),
                ('at', models.DateTimeField()),
                ('answer_before', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
                ('answer', models.CharField(blank=True, default='', max_length=500)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('gap', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.gap')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='store.volunteer')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'answered_at'], name='observation_open'), models.Index(fields=['volunteer', 'at'], name='observation_of_volunteer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['begin', 'seen'])), name='observation_kind'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'gap', 'no', 'offer', 'talked'])), name='observation_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='observation_answered_with_an_outcome')],
            },
        ),
    ]
