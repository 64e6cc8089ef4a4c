"""What is to come of a match stands in its own row; and a yes that waits for a coordinator."""

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
        ('store', '0013_security_log'),
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
        migrations.RunSQL(LEAVES, migrations.RunSQL.noop),
        migrations.RunSQL(STILL, migrations.RunSQL.noop),
    )
