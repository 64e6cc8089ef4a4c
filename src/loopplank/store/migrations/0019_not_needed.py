"""One more reason why a request closes: nothing is needed now."""

from django.db import migrations, models

from loopplank.store import triggers

REASONS = [
    '', 'deceased', 'duplicate', 'helped', 'helped_elsewhere', 'moved_away', 'no_for_professional',
    'no_offer', 'no_place', 'no_training', 'not_needed', 'not_reached', 'not_wanted',
]


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0018_how_often'),
    ]

    operations = triggers.off_while(
        migrations.RemoveConstraint(model_name='request', name='request_closing_reason'),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(
                condition=models.Q(('closing_reason__in', REASONS)), name='request_closing_reason'
            ),
        ),
    )
