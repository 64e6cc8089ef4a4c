"""Between which hours messages leave, how many, and what each volunteer chose about them."""

import datetime
import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0016_of_whom_something_changed'),
    ]

    operations = [
        # SQLite makes the table of accounts anew, and would drop its triggers
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.CreateModel(
            name='MessageWishes',
            fields=[
                ('volunteer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='store.volunteer')),
                ('ask_at', models.CharField(default='morning', max_length=32)),
                ('visit_reminder', models.BooleanField(default=True)),
                ('monday', models.BooleanField(default=False)),
                ('rest_day', models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='account',
            name='digest',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='network',
            name='asker_from',
            field=models.TimeField(default=datetime.time(9, 0)),
        ),
        migrations.AddField(
            model_name='network',
            name='asker_to',
            field=models.TimeField(default=datetime.time(19, 0)),
        ),
        migrations.AddField(
            model_name='network',
            name='most_asks_a_month',
            field=models.PositiveSmallIntegerField(default=4),
        ),
        migrations.AddField(
            model_name='network',
            name='most_messages_a_week',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name='network',
            name='quiet_from',
            field=models.TimeField(default=datetime.time(20, 0)),
        ),
        migrations.AddField(
            model_name='network',
            name='quiet_to',
            field=models.TimeField(default=datetime.time(8, 30)),
        ),
        migrations.AddField(
            model_name='network',
            name='rest_day',
            field=models.PositiveSmallIntegerField(default=6, null=True),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('rest_day__isnull', True), ('rest_day__in', [5, 6]), _connector='OR'), name='network_rest_day'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('most_messages_a_week__range', (1, 7)), ('most_asks_a_month__range', (1, 12))), name='network_most_messages'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('asker_from__range', (datetime.time(8, 0), datetime.time(12, 0))), ('asker_to__range', (datetime.time(15, 0), datetime.time(20, 0))), ('quiet_from__range', (datetime.time(19, 30), datetime.time(22, 0))), ('quiet_to__range', (datetime.time(7, 0), datetime.time(10, 0)))), name='network_message_hours'),
        ),
        migrations.AddConstraint(
            model_name='messagewishes',
            constraint=models.CheckConstraint(condition=models.Q(('ask_at__in', ['evening', 'morning'])), name='message_wishes_ask_at'),
        ),
        migrations.AddConstraint(
            model_name='messagewishes',
            constraint=models.CheckConstraint(condition=models.Q(('rest_day__isnull', True), ('rest_day__lte', 6), _connector='OR'), name='message_wishes_rest_day'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
