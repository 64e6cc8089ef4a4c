"""A signal of a volunteer climbs until somebody called; whom a volunteer trusts; concern files."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


def ask_nothing_about_earlier_talks(apps, schema_editor):
    """What was answered before somebody could say whether they spoke is closed as it was."""
    rows = apps.get_model('store', 'VolunteerSignal').objects
    rows.filter(answered_at__isnull=False).update(heard='silent')


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0021_thanks_rest_and_stopping'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.CreateModel(
            name='SafetyFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='SafetyStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('step', models.CharField(max_length=32)),
                ('on', models.DateField()),
                ('words', models.CharField(blank=True, default='', max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name='SignalStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('step', models.CharField(max_length=32)),
                ('what', models.CharField(blank=True, default='', max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Trusted',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='trusted', serialize=False, to='store.organisation')),
                ('adviser_name', models.CharField(blank=True, default='', max_length=120)),
                ('adviser_phone', models.CharField(blank=True, default='', max_length=20)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='about',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='acknowledged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='decide_before',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='done',
            field=models.CharField(blank=True, default='', max_length=500),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='heard',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='heard_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='level',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='noted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='prefers_call',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='route',
            field=models.CharField(default='coordinator', max_length=32),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='stays_away_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='volunteersignal',
            name='watched_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AlterField(
            model_name='volunteersignal',
            name='to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AlterField(
            model_name='volunteersignal',
            name='words',
            field=models.CharField(blank=True, default='', max_length=1000),
        ),
        migrations.AddConstraint(
            model_name='volunteersignal',
            constraint=models.CheckConstraint(condition=models.Q(('route__in', ['adviser', 'coordinator', 'past_coordinator', 'safety'])), name='signal_route'),
        ),
        migrations.AddConstraint(
            model_name='volunteersignal',
            constraint=models.CheckConstraint(condition=models.Q(('heard__in', ['', 'no', 'silent', 'yes'])), name='signal_heard'),
        ),
        migrations.AddConstraint(
            model_name='volunteersignal',
            constraint=models.CheckConstraint(condition=models.Q(('to__isnull', False), models.Q(('route', 'adviser'), ('words', '')), _connector='OR'), name='signal_has_a_reader'),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='held_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='match',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.match'),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='signal',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='safety_file', to='store.volunteersignal'),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='stand_in',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='volunteer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.volunteer'),
        ),
        migrations.AddField(
            model_name='safetystep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='safetystep',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='store.safetyfile'),
        ),
        migrations.AddField(
            model_name='signalstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='signalstep',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='store.volunteersignal'),
        ),
        migrations.AddField(
            model_name='signalstep',
            name='to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='trusted',
            name='adviser',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='trusted',
            name='safety_contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='trusted',
            name='safety_stand_in',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddIndex(
            model_name='safetyfile',
            index=models.Index(fields=['organisation', 'closed_at'], name='safety_file_open'),
        ),
        migrations.AddIndex(
            model_name='safetyfile',
            index=models.Index(fields=['closed_at'], name='safety_file_kept'),
        ),
        migrations.AddConstraint(
            model_name='safetyfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), ('outcome__in', ['no_worry', 'professional', 'stopped', 'talked', 'veilig_thuis'])), _connector='OR'), name='safety_file_closes_with_outcome'),
        ),
        migrations.AddIndex(
            model_name='safetystep',
            index=models.Index(fields=['file', 'on'], name='safety_steps'),
        ),
        migrations.AddConstraint(
            model_name='safetystep',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['advice', 'danger', 'mapped', 'note', 'professional', 'talk', 'told'])), name='safety_step'),
        ),
        migrations.AddIndex(
            model_name='signalstep',
            index=models.Index(fields=['signal', 'at'], name='signal_steps'),
        ),
        migrations.AddConstraint(
            model_name='signalstep',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['acknowledged', 'answered', 'climbed', 'heard', 'sent', 'stays_away'])), name='signal_step'),
        ),
        migrations.RunPython(ask_nothing_about_earlier_talks, migrations.RunPython.noop),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
