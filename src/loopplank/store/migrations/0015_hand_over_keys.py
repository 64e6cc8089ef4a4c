"""Keys that a coordinator hands over, what was done with them, and devices that came in with one."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0014_expiry_by_the_clock_of_the_database'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='KeyAct',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('type', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='device',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='device',
            name='confirmed_how',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='device',
            name='full_from',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='device',
            name='met_on',
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name='HandOverKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('lookup', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='keys', to='store.message')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='store.volunteer')),
            ],
        ),
        migrations.AddField(
            model_name='device',
            name='key',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='devices', to='store.handoverkey'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_how__in', ['', 'in_person', 'other_device', 'own_link'])), name='device_confirmed_how'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('full_from__isnull', True), models.Q(('confirmed_how', ''), _negated=True), _connector='OR'), name='device_full_says_how'),
        ),
        migrations.AddField(
            model_name='keyact',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='store.handoverkey'),
        ),
        migrations.AddField(
            model_name='keyact',
            name='request',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.request'),
        ),
        migrations.AddIndex(
            model_name='handoverkey',
            index=models.Index(fields=['volunteer', 'made_at'], name='hand_over_key_of'),
        ),
        migrations.AddIndex(
            model_name='keyact',
            index=models.Index(fields=['request', 'at'], name='key_act_of_request'),
        ),
    )
