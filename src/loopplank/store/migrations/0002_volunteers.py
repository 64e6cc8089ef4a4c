"""Volunteers: their limits, the weeks that are planned, where they belong, and their devices."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0001_organisations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_name', models.CharField(max_length=60)),
                ('last_name', models.CharField(max_length=80)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('postcode', models.CharField(blank=True, default='', max_length=7)),
                ('channel', models.CharField(default='phone', max_length=32)),
                ('language', models.CharField(default='nl', max_length=5)),
                ('check_in_by_phone', models.BooleanField(default=False)),
                ('feed_address_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['email'], name='volunteer_email'),
                    models.Index(fields=['phone'], name='volunteer_phone'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'letter', 'phone', 'sms'])), name='volunteer_channel'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='store.volunteer')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('state', models.CharField(default='active', max_length=32)),
                ('since', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('certificate_seen_on', models.DateField(null=True)),
                ('certificate_seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('trained_for', models.JSONField(default=list)),
                ('note', models.CharField(blank=True, default='', max_length=1000)),
                ('spoken_at', models.DateTimeField(null=True)),
                ('thanked_on', models.DateField(null=True)),
                ('shared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('shared_at', models.DateTimeField(null=True)),
                ('typed_name', models.CharField(blank=True, default='', max_length=140)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'state'], name='affiliation_state_of'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'organisation'), name='affiliation_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['active', 'ended', 'pending'])), name='affiliation_state'),
                    models.CheckConstraint(condition=models.Q(('shared_by__isnull', True), models.Q(('shared_at__isnull', False), ('state', 'active')), _connector='OR'), name='affiliation_shared_while_active'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Limits',
            fields=[
                ('volunteer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='limits', serialize=False, to='store.volunteer')),
                ('liked_minutes', models.PositiveIntegerField()),
                ('max_minutes', models.PositiveIntegerField()),
                ('max_people', models.PositiveSmallIntegerField()),
                ('max_heavy', models.PositiveSmallIntegerField()),
                ('travel_counts', models.BooleanField(default=False)),
                ('pause_from', models.DateField(null=True)),
                ('pause_to', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('away', models.JSONField(default=list)),
                ('school_regions', models.JSONField(default=list)),
                ('stops_on', models.DateField(null=True)),
                ('rest_until', models.DateField(null=True)),
                ('rest_after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.organisation')),
                ('lowered_on', models.DateField(null=True)),
                ('kinds', models.JSONField(default=list)),
                ('day_parts', models.PositiveIntegerField(default=0)),
                ('no_gos', models.JSONField(default=list)),
                ('max_km', models.PositiveSmallIntegerField(null=True)),
                ('short_notice', models.BooleanField(default=False)),
                ('show_hours_elsewhere', models.BooleanField(default=False)),
                ('share_in_network', models.BooleanField(default=False)),
                ('set_at', models.DateTimeField()),
                ('set_by_self', models.BooleanField(default=True)),
                ('raises_counted', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('liked_minutes__lte', models.F('max_minutes'))), name='limits_liked_within_max'),
                    models.CheckConstraint(condition=models.Q(('max_heavy__lte', models.F('max_people'))), name='limits_heavy_among_people'),
                    models.CheckConstraint(condition=models.Q(('pause_to__isnull', True), models.Q(('pause_from__isnull', False), ('pause_to__gte', models.F('pause_from'))), _connector='OR'), name='limits_pause_ends_after_start'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LimitsRaise',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='raises', to='store.volunteer')),
                ('wanted', models.JSONField()),
                ('asked_at', models.DateTimeField()),
                ('effective_on', models.DateField()),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('needs_second', models.BooleanField(default=False)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('state', models.CharField(default='pending', max_length=32)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'pending', 'withdrawn'])), name='limits_raise_state'),
                    models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('volunteer',), name='limits_raise_one_pending'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'applied'), _negated=True), ('needs_second', False), ('confirmed_by__isnull', False), _connector='OR'), name='limits_raise_second_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LoadWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weeks', to='store.volunteer')),
                ('monday', models.DateField()),
                ('planned_minutes', models.PositiveIntegerField()),
                ('allowed_minutes', models.PositiveIntegerField()),
                ('planned_people', models.PositiveSmallIntegerField()),
                ('allowed_people', models.PositiveSmallIntegerField()),
                ('planned_heavy', models.PositiveSmallIntegerField()),
                ('allowed_heavy', models.PositiveSmallIntegerField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['monday', 'volunteer'], name='load_week_by_monday'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'monday'), name='load_week_once'),
                    models.CheckConstraint(condition=models.Q(('planned_minutes__lte', models.F('allowed_minutes'))), name='load_week_minutes_within_limit'),
                    models.CheckConstraint(condition=models.Q(('planned_people__lte', models.F('allowed_people'))), name='load_week_people_within_limit'),
                    models.CheckConstraint(condition=models.Q(('planned_heavy__lte', models.F('allowed_heavy'))), name='load_week_heavy_within_limit'),
                ],
            },
        ),
        migrations.CreateModel(
            name='VolunteerVersion',
            fields=[
                ('version', models.BigAutoField(primary_key=True, serialize=False)),
                ('volunteer_id', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='MessageWishes',
            fields=[
                ('volunteer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='store.volunteer')),
                ('ask_at', models.CharField(default='morning', max_length=32)),
                ('visit_reminder', models.BooleanField(default=True)),
                ('monday', models.BooleanField(default=False)),
                ('rest_day', models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ask_at__in', ['evening', 'morning'])), name='message_wishes_ask_at'),
                    models.CheckConstraint(condition=models.Q(('rest_day__isnull', True), ('rest_day__lte', 6), _connector='OR'), name='message_wishes_rest_day'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to='store.volunteer')),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('generation', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=32)),
                ('system', models.CharField(max_length=32)),
                ('browser', models.CharField(max_length=32)),
                ('first_seen_on', models.DateField()),
                ('last_seen_on', models.DateField()),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'last_seen_on'], name='device_of_volunteer'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['computer', 'phone', 'tablet'])), name='device_kind'),
                    models.CheckConstraint(condition=models.Q(('system__in', ['android', 'ipad', 'iphone', 'linux', 'mac', 'other', 'windows'])), name='device_system'),
                    models.CheckConstraint(condition=models.Q(('browser__in', ['chrome', 'edge', 'firefox', 'other', 'safari', 'samsung'])), name='device_browser'),
                    models.CheckConstraint(condition=models.Q(('last_seen_on__gte', models.F('first_seen_on'))), name='device_seen_last_after_first'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LinkAsk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('volunteer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer')),
                ('wanted_hash', models.CharField(max_length=64)),
                ('source_hash', models.CharField(max_length=64)),
                ('channel', models.CharField(max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['wanted_hash', 'asked_at'], name='link_ask_wanted'),
                    models.Index(fields=['source_hash', 'asked_at'], name='link_ask_source'),
                    models.Index(fields=['done_at', 'asked_at'], name='link_ask_to_do'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'phone', 'sms'])), name='link_ask_channel'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer')),
                ('key', models.UUIDField()),
                ('sent_at', models.DateTimeField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['sent_at'], name='sent_form_age'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'key'), name='sent_form_once'),
                ],
            },
        ),
    ]
