"""Changes of help that runs, and since when its days and hours are as they are."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0026_lost_steps_in_the_log'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='match',
            name='rhythm_from',
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name='MatchChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('weekday', models.PositiveSmallIntegerField(null=True)),
                ('start_time', models.TimeField(null=True)),
                ('visit_minutes', models.PositiveSmallIntegerField()),
                ('visits_per_week', models.PositiveSmallIntegerField(default=1)),
                ('every_weeks', models.PositiveSmallIntegerField(default=1)),
                ('before', models.JSONField(default=dict)),
                ('weight', models.CharField(max_length=32)),
                ('state', models.CharField(default='asked', max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('answer_by', models.DateField()),
                ('volunteer_yes_at', models.DateTimeField(null=True)),
                ('person_yes_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='store.match')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('person_noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('volunteer_noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'first_day'], name='match_change_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'asked', 'in_force', 'lapsed', 'no_room', 'over', 'refused', 'withdrawn'])), name='match_change_state'), models.CheckConstraint(condition=models.Q(('weight__in', ['heavier', 'lighter', 'moved', 'same'])), name='match_change_weight'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='match_change_last_after_first'), models.UniqueConstraint(condition=models.Q(('state__in', ['agreed', 'asked'])), fields=('match',), name='match_change_one_open')],
            },
        ),
    )
