"""Single visits of help that runs that went to another moment."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0034_stand_in_named'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='match',
            name='moves',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.CreateModel(
            name='VisitMove',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('was_day', models.DateField()),
                ('was_time', models.TimeField(null=True)),
                ('new_day', models.DateField()),
                ('new_time', models.TimeField(null=True)),
                ('volunteer_yes_at', models.DateTimeField()),
                ('person_yes_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visit_moves', to='store.match')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['match', 'day'], name='visit_move_of_match')],
            },
        ),
    )
