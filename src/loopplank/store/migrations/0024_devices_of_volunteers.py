"""Which browsers of volunteers are remembered, who asked for a link, and what came in once."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0023_check_ins_and_observations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('generation', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=32)),
                ('system', models.CharField(max_length=32)),
                ('browser', models.CharField(max_length=32)),
                ('first_seen_on', models.DateField()),
                ('last_seen_on', models.DateField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to='store.volunteer')),
            ],
            options={
                'indexes': [models.Index(fields=['volunteer', 'last_seen_on'], name='device_of_volunteer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['computer', 'phone', 'tablet'])), name='device_kind'), models.CheckConstraint(condition=models.Q(('system__in', ['android', 'ipad', 'iphone', 'linux', 'mac', 'other', 'windows'])), name='device_system'), models.CheckConstraint(condition=models.Q(('browser__in', ['chrome', 'edge', 'firefox', 'other', 'safari', 'samsung'])), name='device_browser'), models.CheckConstraint(condition=models.Q(('last_seen_on__gte', models.F('first_seen_on'))), name='device_seen_last_after_first')],
            },
        ),
        migrations.CreateModel(
            name='LinkAsk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('wanted_hash', models.CharField(max_length=64)),
                ('source_hash', models.CharField(max_length=64)),
                ('channel', models.CharField(max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('volunteer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer')),
            ],
            options={
                'indexes': [models.Index(fields=['wanted_hash', 'asked_at'], name='link_ask_wanted'), models.Index(fields=['source_hash', 'asked_at'], name='link_ask_source'), models.Index(fields=['done_at', 'asked_at'], name='link_ask_to_do')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'phone', 'sms'])), name='link_ask_channel')],
            },
        ),
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('sent_at', models.DateTimeField()),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer')),
            ],
            options={
                'indexes': [models.Index(fields=['sent_at'], name='sent_form_age')],
                'constraints': [models.UniqueConstraint(fields=('volunteer', 'key'), name='sent_form_once')],
            },
        ),
    ]
