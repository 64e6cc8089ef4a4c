"""Who stands in for whom: the rota, absence and what it moved, taking over for good."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0006_referrals'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='board_contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField(null=True)),
                ('noted_at', models.DateTimeField()),
                ('began_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('cover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.membership')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='AbsentRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moved', to='store.absence')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.request')),
                ('signal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteersignal')),
            ],
        ),
        migrations.CreateModel(
            name='Takeover',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.membership')),
                ('leaver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('noted_at', models.DateTimeField()),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.membership')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
            ],
        ),
        migrations.AddIndex(
            model_name='absence',
            index=models.Index(condition=models.Q(('returned_at', None)), fields=['organisation', 'membership'], name='absence_not_over'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='absence_has_its_days'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.UniqueConstraint(condition=models.Q(('began_at__isnull', False), ('returned_at', None)), fields=('membership',), name='absence_one_running'),
        ),
        migrations.AddConstraint(
            model_name='absentrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('request', None), ('signal__isnull', False)), models.Q(('request__isnull', False), ('signal', None)), _connector='OR'), name='absent_request_is_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='absentrequest',
            constraint=models.UniqueConstraint(fields=('absence', 'request'), name='absent_request_once'),
        ),
        migrations.AddConstraint(
            model_name='absentrequest',
            constraint=models.UniqueConstraint(fields=('absence', 'signal'), name='absent_signal_once'),
        ),
        migrations.AddConstraint(
            model_name='takeover',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None)), fields=('leaver',), name='takeover_one_asked'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(fields=['organisation', 'last_day'], name='turn_days'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='turn_has_its_days'),
        ),
    ]
