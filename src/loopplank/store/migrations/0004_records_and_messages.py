"""What happened and who looked, and the messages with their links."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0003_requests'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('aggregate', models.CharField(max_length=32)),
                ('aggregate_id', models.UUIDField()),
                ('sequence', models.PositiveIntegerField()),
                ('type', models.CharField(max_length=60)),
                ('schema', models.PositiveSmallIntegerField(default=1)),
                ('actor_role', models.CharField(max_length=32)),
                ('actor_id', models.UUIDField(null=True)),
                ('organisation_id', models.UUIDField(null=True)),
                ('journey_id', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('data', models.JSONField(default=dict)),
                ('expires_on', models.DateField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation_id', 'at'], name='event_of_organisation'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('aggregate', 'aggregate_id', 'sequence'), name='event_sequence'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AccessRecord',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor_role', models.CharField(max_length=32)),
                ('actor_id', models.UUIDField(null=True)),
                ('organisation_id', models.UUIDField(null=True)),
                ('page', models.CharField(max_length=60)),
                ('purpose', models.CharField(max_length=32)),
                ('expires_on', models.DateField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['expires_on'], name='access_expires'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AccessSubject',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='store.accessrecord')),
                ('subject_id', models.UUIDField()),
                ('expires_on', models.DateField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['subject_id', 'record'], name='access_subject'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExpiryGate',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('open_until', models.DateField()),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('id', 1)), name='expiry_gate_one_row'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=32)),
                ('subject_id', models.UUIDField()),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('generation', models.PositiveIntegerField(default=1)),
                ('lookup', models.CharField(max_length=64, unique=True)),
                ('expires_on', models.DateField(null=True)),
                ('used_on', models.DateField(null=True)),
                ('failed_tries', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('purpose__in', ['applicant', 'arrangement', 'feed', 'invite', 'referral', 'status', 'week'])), name='link_purpose'),
                    models.UniqueConstraint(fields=('purpose', 'subject_id'), name='link_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='store.request')),
                ('volunteer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='store.volunteer')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='store.party')),
                ('to', models.CharField(max_length=32)),
                ('channel', models.CharField(max_length=32)),
                ('template', models.CharField(max_length=40)),
                ('language', models.CharField(default='nl', max_length=5)),
                ('params', models.JSONField(default=dict)),
                ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.link')),
                ('queued_at', models.DateTimeField()),
                ('state', models.CharField(default='queued', max_length=32)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('done_how', models.CharField(blank=True, default='', max_length=32)),
                ('look_again_at', models.DateTimeField(null=True)),
                ('by_hand', models.CharField(blank=True, default='', max_length=32)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('posted_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, default='', max_length=32)),
                ('told_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.message')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'state', 'queued_at'], name='message_queue'),
                    models.Index(condition=models.Q(('by_hand', ''), ('lease_until__isnull', True), ('state', 'queued')), fields=['channel', 'look_again_at'], name='message_to_send'),
                    models.Index(condition=models.Q(('lease_until__isnull', False)), fields=['lease_until'], name='message_being_sent'),
                    models.Index(condition=models.Q(('state', 'queued')), fields=['template'], name='message_waits'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['dead', 'dropped', 'queued', 'told', 'unsure'])), name='message_state'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['unsure', 'dead']), _negated=True), ('lease_until__isnull', True), _connector='OR'), name='message_given_up_has_no_lease'),
                    models.CheckConstraint(condition=models.Q(('to__in', ['account', 'applicant', 'help_seeker', 'party', 'volunteer'])), name='message_to'),
                ],
            },
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
                'indexes': [
                    models.Index(fields=['day'], name='reminded_day'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'subject_id', 'day'), name='reminded_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PeriodicRun',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('slot', models.CharField(max_length=40)),
                ('state', models.CharField(default='claimed', max_length=32)),
                ('lease_until', models.DateTimeField()),
                ('fence', models.PositiveIntegerField(default=1)),
                ('attempts', models.PositiveSmallIntegerField(default=1)),
                ('outcome', models.JSONField(default=dict)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'slot'), name='periodic_run_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['claimed', 'dead', 'done'])), name='periodic_run_state'),
                ],
            },
        ),
    ]
