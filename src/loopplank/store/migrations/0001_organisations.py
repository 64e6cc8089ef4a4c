"""Networks and organisations, who works there and what they offer, and parties outside."""

import datetime
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('language', models.CharField(default='nl', max_length=5)),
                ('is_active', models.BooleanField(default=True)),
                ('digest', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('place', models.CharField(max_length=80)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('phone_hours', models.CharField(blank=True, default='', max_length=120)),
                ('open_asks_at_once', models.PositiveSmallIntegerField(default=1)),
                ('days_of_rest_after_no', models.PositiveSmallIntegerField(default=14)),
                ('weeks_of_rest_after_heavy', models.PositiveSmallIntegerField(default=4)),
                ('fairness', models.CharField(default='mild', max_length=32)),
                ('handover_cost', models.JSONField(default=dict)),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0))),
                ('quiet_to', models.TimeField(default=datetime.time(8, 30))),
                ('rest_day', models.PositiveSmallIntegerField(default=6, null=True)),
                ('asker_from', models.TimeField(default=datetime.time(9, 0))),
                ('asker_to', models.TimeField(default=datetime.time(19, 0))),
                ('most_messages_a_week', models.PositiveSmallIntegerField(default=3)),
                ('most_asks_a_month', models.PositiveSmallIntegerField(default=4)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('fairness__in', ['mild', 'off', 'strong'])), name='network_fairness'),
                    models.CheckConstraint(condition=models.Q(('weeks_of_rest_after_heavy__range', (0, 26))), name='network_weeks_of_rest'),
                    models.CheckConstraint(condition=models.Q(('rest_day__isnull', True), ('rest_day__in', [5, 6]), _connector='OR'), name='network_rest_day'),
                    models.CheckConstraint(condition=models.Q(('most_messages_a_week__range', (1, 7)), ('most_asks_a_month__range', (1, 12))), name='network_most_messages'),
                    models.CheckConstraint(condition=models.Q(('asker_from__range', (datetime.time(8, 0), datetime.time(12, 0))), ('asker_to__range', (datetime.time(15, 0), datetime.time(20, 0))), ('quiet_from__range', (datetime.time(19, 30), datetime.time(22, 0))), ('quiet_to__range', (datetime.time(7, 0), datetime.time(10, 0)))), name='network_message_hours'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='store.network')),
                ('slug', models.SlugField()),
                ('name', models.CharField(max_length=120)),
                ('short_name', models.CharField(max_length=11)),
                ('kind', models.CharField(default='volunteers', max_length=32)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('phone_hours', models.CharField(blank=True, default='', max_length=120)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('duty_phone', models.CharField(blank=True, default='', max_length=20)),
                ('form_open', models.BooleanField(default=False)),
                ('unread_notice', models.CharField(blank=True, default='', max_length=200)),
                ('weekdays', models.JSONField(default=list)),
                ('needs_conduct_certificate', models.BooleanField(default=True)),
                ('help_seeker_word', models.CharField(blank=True, default='', max_length=30)),
                ('legal_basis', models.CharField(blank=True, default='', max_length=200)),
                ('complaints_to', models.CharField(blank=True, default='', max_length=200)),
                ('months_kept_after_closing', models.PositiveSmallIntegerField(default=12)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('network', 'slug'), name='organisation_slug'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['formal', 'municipality', 'volunteers'])), name='organisation_kind'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='store.organisation')),
                ('role', models.CharField(max_length=32)),
                ('active', models.BooleanField(default=True)),
                ('weekdays', models.JSONField(default=list)),
                ('hours_a_week', models.PositiveSmallIntegerField(null=True)),
                ('max_matches', models.PositiveSmallIntegerField(null=True)),
                ('max_requests', models.PositiveSmallIntegerField(null=True)),
                ('since', models.DateField()),
                ('ended_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('account', 'organisation', 'role'), name='membership_once'),
                    models.CheckConstraint(condition=models.Q(('role__in', ['board', 'coordinator', 'network_admin', 'professional', 'reader'])), name='membership_role'),
                    models.CheckConstraint(condition=models.Q(models.Q(('active', True), ('ended_on__isnull', True)), models.Q(('active', False), ('ended_on__isnull', False)), _connector='OR'), name='membership_active_or_ended'),
                ],
            },
        ),
        migrations.AddField(
            model_name='network',
            name='default_organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='first_contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='stand_in',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='board_contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('form_open', False), models.Q(('first_contact__isnull', False), ('stand_in__isnull', False), models.Q(('duty_phone', ''), _negated=True)), _connector='OR'), name='organisation_form_needs_people'),
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='store.organisation')),
                ('kind', models.CharField(max_length=32)),
                ('name', models.CharField(max_length=80)),
                ('does', models.CharField(max_length=300)),
                ('does_not', models.CharField(blank=True, default='', max_length=300)),
                ('covers', models.JSONField(default=list)),
                ('conditions', models.JSONField(default=list)),
                ('space', models.CharField(default='room', max_length=32)),
                ('space_words', models.CharField(blank=True, default='', max_length=120)),
                ('meanwhile', models.CharField(blank=True, default='', max_length=300)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('space__in', ['assess', 'full', 'room', 'waiting'])), name='offer_space'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('version', models.PositiveIntegerField()),
                ('in_force_from', models.DateTimeField()),
                ('kinds', models.JSONField(default=list)),
                ('max_minutes_a_week', models.PositiveIntegerField(null=True)),
                ('max_months', models.PositiveSmallIntegerField(null=True)),
                ('excluded_acts', models.JSONField(default=list)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'version'), name='policy_version'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ClockSetting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('network', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.network')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('state', models.CharField(max_length=32)),
                ('urgency', models.CharField(max_length=32)),
                ('amount', models.PositiveSmallIntegerField()),
                ('unit', models.CharField(max_length=32)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('network__isnull', True), ('organisation__isnull', False)), models.Q(('network__isnull', False), ('organisation__isnull', True)), _connector='OR'), name='clock_setting_of_one'),
                    models.UniqueConstraint(fields=('organisation', 'state', 'urgency'), name='clock_setting_own_once'),
                    models.UniqueConstraint(fields=('network', 'state', 'urgency'), name='clock_setting_network_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['handover', 'meeting', 'new', 'proposed', 'running', 'searching', 'talking', 'waiting'])), name='clock_setting_state'),
                    models.CheckConstraint(condition=models.Q(('urgency__in', ['normal', 'this_week', 'today'])), name='clock_setting_urgency'),
                    models.CheckConstraint(condition=models.Q(('unit__in', ['days', 'weeks', 'working_days'])), name='clock_setting_unit'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Routing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.network')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(blank=True, default='', max_length=32)),
                ('postcode_from', models.CharField(blank=True, default='', max_length=4)),
                ('postcode_to', models.CharField(blank=True, default='', max_length=4)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('network', 'position'), name='routing_position'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PostcodeArea',
            fields=[
                ('postcode', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('place', models.CharField(max_length=80)),
                ('neighbourhood', models.CharField(blank=True, default='', max_length=80)),
                ('municipality', models.CharField(blank=True, default='', max_length=80)),
                ('latitude', models.FloatField()),
                ('longitude', models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('kind', models.CharField(default='other', max_length=32)),
                ('works_at', models.CharField(blank=True, default='', max_length=120)),
                ('name', models.CharField(max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('language', models.CharField(default='nl', max_length=5)),
                ('verified_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'works_at'], name='party_of_organisation'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['district_team', 'family', 'gp', 'home_care', 'municipality', 'other', 'volunteers'])), name='party_kind'),
                ],
            },
        ),
    ]
