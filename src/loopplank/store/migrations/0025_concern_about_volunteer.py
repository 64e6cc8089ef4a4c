"""A concern about a volunteer in the file of the contact person, heard and decided."""

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0024_dated_parts'),
    ]

    operations = triggers.off_while(
        migrations.RemoveConstraint(
            model_name='safetystep',
            name='safety_step',
        ),
        migrations.AddField(
            model_name='askerconcern',
            name='restricted',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='about_volunteer',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='act_before',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='acted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='decided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='decided_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='decision',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='decision_words',
            field=models.CharField(blank=True, default='', max_length=1000),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='hear_before',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='heard_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='heard_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='level',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='near',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='safe_channel',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='safetyfile',
            name='suspended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='safetystep',
            name='tell_on',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='safetyfile',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['', 'ends', 'goes_on', 'pause'])), name='safety_file_decision'),
        ),
        migrations.AddConstraint(
            model_name='safetyfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decision', '')), models.Q(('decided_at__isnull', False), ('heard_on__isnull', False), models.Q(('decision', ''), _negated=True), models.Q(('decision_words', ''), _negated=True)), _connector='OR'), name='safety_file_decides_after_hearing'),
        ),
        migrations.AddConstraint(
            model_name='safetyfile',
            constraint=models.CheckConstraint(condition=models.Q(('safe_channel__in', ['', 'own_phone', 'professional', 'visit'])), name='safety_file_safe_channel'),
        ),
        migrations.AddConstraint(
            model_name='safetystep',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['advice', 'danger', 'goes_on', 'heard', 'mapped', 'note', 'passed_on', 'pause', 'professional', 'talk', 'told', 'without_consent'])), name='safety_step'),
        ),
    )
