"""Whom a network names, and what went to them; four questions put on the telephone."""

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0025_what_a_visit_gives'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.CreateModel(
            name='TrustedOfNetwork',
            fields=[
                ('adviser_name', models.CharField(blank=True, default='', max_length=120)),
                ('adviser_phone', models.CharField(blank=True, default='', max_length=20)),
                ('changed_at', models.DateTimeField()),
                ('network', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='trusted', serialize=False, to='store.network')),
                ('adviser', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('safety_contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('safety_stand_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='of_network',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='of_network',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='volunteersignal',
            constraint=models.CheckConstraint(condition=models.Q(('of_network', False), ('route__in', ('adviser', 'safety')), _connector='OR'), name='signal_of_network_is_confidential'),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='check_in_by_phone',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='checkin',
            name='noted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
