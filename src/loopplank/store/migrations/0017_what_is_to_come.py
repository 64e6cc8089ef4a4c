"""What is to come of a match, one person at a time, real hours above a limit, and who is called."""

from django.db import migrations, models

from loopplank.store import triggers

#: Help that a volunteer who stops altogether still carries.
LEAVES = """
UPDATE store_match SET leaves_on = (
    SELECT stops_on FROM store_limits WHERE store_limits.volunteer_id = store_match.volunteer_id)
WHERE state IN ('meeting', 'running')
"""
STILL = """
UPDATE store_match SET still_from = (
    SELECT MIN(DATE(stands_still_since)) FROM store_arrangement
     WHERE store_arrangement.request_id = store_match.request_id AND state = 'suspended')
WHERE state IN ('meeting', 'running')
"""


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0016_address_changes'),
    ]

    operations = triggers.off_while(
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_state',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_one_open',
        ),
        migrations.AddField(
            model_name='match',
            name='leaves_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='match',
            name='still_from',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['gone', 'no', 'open', 'silent', 'waits', 'withdrawn', 'yes'])), name='proposal_state'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'waits'])), fields=('request', 'volunteer'), name='proposal_one_open'),
        ),
        migrations.AddField(
            model_name='limits',
            name='raised_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='limits',
            name='minutes_before',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='limits',
            name='over_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='fallback_name',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AddField(
            model_name='request',
            name='fallback_phone',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.RunSQL(LEAVES, migrations.RunSQL.noop),
        migrations.RunSQL(STILL, migrations.RunSQL.noop),
    )
