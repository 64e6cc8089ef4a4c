"""A duo or a relay: one request with two to four volunteers."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0013_consents_and_choices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('state', models.CharField(default='proposed', max_length=32)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='store.request')),
            ],
        ),
        migrations.CreateModel(
            name='Leg',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('visits_per_week', models.PositiveSmallIntegerField(default=1)),
                ('visit_minutes', models.PositiveSmallIntegerField()),
                ('day_parts', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(default='open', max_length=32)),
                ('handover_note', models.TextField(blank=True, default='', max_length=1000)),
                ('meeting_at', models.DateTimeField(null=True)),
                ('match', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leg', to='store.match')),
                ('proposal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='leg', to='store.proposal')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='store.volunteer')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legs', to='store.team')),
            ],
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['duo', 'relay'])), name='team_kind'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asking', 'broken', 'ended', 'proposed', 'running'])), name='team_state'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('request',), name='team_one_alive'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='team_ended_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'asked', 'done', 'fell_away', 'open', 'running'])), name='leg_state'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 4)), name='leg_number_one_to_four'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='leg_last_day_after_first'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.CheckConstraint(condition=models.Q(('visit_minutes__gte', 1), ('visits_per_week__gte', 1)), name='leg_takes_time'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'running']), _negated=True), ('match__isnull', False), _connector='OR'), name='leg_carried_by_a_match'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.UniqueConstraint(fields=('team', 'number'), name='leg_number_once'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.UniqueConstraint(fields=('team', 'volunteer'), name='leg_volunteer_once'),
        ),
    ]
