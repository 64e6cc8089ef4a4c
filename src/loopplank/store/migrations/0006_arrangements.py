"""Who does what in a match or a referral, and the signatures below it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0005_matches'),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrangement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arrangements', to='store.request')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(default='draft', max_length=32)),
                ('starts_on', models.DateField(null=True)),
                ('call_by_day', models.CharField(blank=True, default='', max_length=120)),
                ('call_outside_hours', models.CharField(blank=True, default='', max_length=120)),
                ('evaluate_on', models.DateField(null=True)),
                ('last_day', models.DateField(null=True)),
                ('if_ill', models.CharField(blank=True, default='', max_length=200)),
                ('stop_rule', models.CharField(blank=True, default='', max_length=200)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(null=True)),
                ('stands_still_since', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'draft', 'ended', 'offered', 'suspended'])), name='arrangement_state'),
                    models.UniqueConstraint(condition=models.Q(('state', 'ended'), _negated=True), fields=('request',), name='arrangement_one_of_a_request'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='arrangement_ended_has_a_moment'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ArrangementTask',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('arrangement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='store.arrangement')),
                ('position', models.PositiveSmallIntegerField()),
                ('what', models.CharField(max_length=120)),
                ('who', models.CharField(blank=True, default='', max_length=32)),
                ('moment', models.CharField(blank=True, default='', max_length=80)),
                ('leaves_out', models.CharField(blank=True, default='', max_length=160)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('who__in', ['', 'family', 'nobody_discussed', 'organisation', 'person', 'professional', 'volunteer'])), name='arrangement_task_who'),
                    models.UniqueConstraint(fields=('arrangement', 'position'), name='arrangement_task_position'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('arrangement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='store.arrangement')),
                ('side', models.CharField(max_length=32)),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='store.party')),
                ('volunteer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='store.volunteer')),
                ('answer', models.CharField(default='not_asked', max_length=32)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('asked_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('channel', models.CharField(blank=True, default='', max_length=32)),
                ('said_by', models.CharField(blank=True, default='', max_length=120)),
                ('said_on', models.DateField(null=True)),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('reason', models.CharField(blank=True, default='', max_length=32)),
                ('words', models.CharField(blank=True, default='', max_length=300)),
                ('replaced_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('side__in', ['family', 'person', 'professional', 'volunteer'])), name='signature_side'),
                    models.CheckConstraint(condition=models.Q(('answer__in', ['left', 'no', 'not_asked', 'waiting', 'withdrawn', 'yes'])), name='signature_answer'),
                    models.CheckConstraint(condition=models.Q(('channel__in', ['', 'link', 'paper', 'phone'])), name='signature_channel'),
                    models.CheckConstraint(condition=models.Q(('reason__in', ['', 'dates', 'not_my_task', 'not_right', 'too_much', 'unsaid'])), name='signature_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('party', None), ('side', 'person'), ('volunteer', None)), models.Q(('party', None), ('side', 'volunteer'), ('volunteer__isnull', False)), models.Q(('party__isnull', False), ('side__in', ['family', 'professional']), ('volunteer', None)), _connector='OR'), name='signature_of_whom'),
                    models.CheckConstraint(condition=models.Q(models.Q(('answer__in', ['not_asked', 'waiting']), ('channel', '')), models.Q(models.Q(('channel', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='signature_answer_has_a_moment'),
                    models.UniqueConstraint(condition=models.Q(('replaced_at', None), models.Q(('side', 'volunteer'), _negated=True)), fields=('arrangement', 'side'), name='signature_one_of_a_side'),
                    models.UniqueConstraint(condition=models.Q(('replaced_at', None), ('volunteer__isnull', False)), fields=('arrangement', 'volunteer'), name='signature_one_of_a_volunteer'),
                ],
            },
        ),
    ]
