"""Who stands in: turns, absences, and what a colleague takes over."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0010_wellbeing'),
    ]

    operations = [
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.membership')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('noted_at', models.DateTimeField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['organisation', 'last_day'], name='turn_days'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='turn_has_its_days'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.membership')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField(null=True)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('noted_at', models.DateTimeField()),
                ('cover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('began_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('returned_at', None)), fields=['organisation', 'membership'], name='absence_not_over'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='absence_has_its_days'),
                    models.UniqueConstraint(condition=models.Q(('began_at__isnull', False), ('returned_at', None)), fields=('membership',), name='absence_one_running'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AbsentRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moved', to='store.absence')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.request')),
                ('signal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteersignal')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('request', None), ('signal__isnull', False)), models.Q(('request__isnull', False), ('signal', None)), _connector='OR'), name='absent_request_is_one_thing'),
                    models.UniqueConstraint(fields=('absence', 'request'), name='absent_request_once'),
                    models.UniqueConstraint(fields=('absence', 'signal'), name='absent_signal_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Takeover',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('leaver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.membership')),
                ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.membership')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('asked_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('accepted_at', None)), fields=('leaver',), name='takeover_one_asked'),
                ],
            },
        ),
    ]
