"""What makes a request go faster, who called, who says that it is safe, and the danger phone."""

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0021_visit_notes'),
    ]

    operations = triggers.off_while(
        migrations.RemoveConstraint(
            model_name='message',
            name='message_to',
        ),
        migrations.AddField(
            model_name='network',
            name='danger_days',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='network',
            name='danger_from',
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name='network',
            name='danger_phone',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='network',
            name='danger_to',
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='danger_days',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='organisation',
            name='danger_from',
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='danger_phone',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='organisation',
            name='danger_to',
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='called_with',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AddField(
            model_name='referral',
            name='missed_told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='advised',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='request',
            name='due_because',
            field=models.CharField(default='step', max_length=32),
        ),
        migrations.AddField(
            model_name='request',
            name='gp_name',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AddField(
            model_name='request',
            name='gp_phone',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='request',
            name='safe_said_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='request',
            name='safe_tried',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
        migrations.AddField(
            model_name='request',
            name='safe_why',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
        migrations.AddField(
            model_name='request',
            name='too_late_on',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('to__in', ['account', 'applicant', 'duty', 'help_seeker', 'party', 'volunteer'])), name='message_to'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('danger_phone', ''), models.Q(('danger_from__isnull', False), ('danger_to__isnull', False)), _connector='OR'), name='network_danger_phone_has_hours'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('danger_phone', ''), models.Q(('danger_from__isnull', False), ('danger_to__isnull', False)), _connector='OR'), name='organisation_danger_phone_has_hours'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('advised__in', ['', 'hours_24', 'normal', 'now', 'today', 'weeks_2', 'workdays_3'])), name='request_advised'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('due_because__in', ['advice', 'deadline', 'step', 'urgency'])), name='request_due_because'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('safe_said_by__isnull', True), models.Q(models.Q(('safe_why', ''), _negated=True), models.Q(('safe_tried', ''), _negated=True)), _connector='OR'), name='request_safe_says_why'),
        ),
    )
