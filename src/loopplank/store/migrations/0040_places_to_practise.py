"""A network to practise in, and its invented volunteers: what is real stays apart from both."""

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0039_visits_are_noted'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='network',
            name='practice_of',
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name='+',
                to='store.organisation',
            ),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='is_practice',
            field=models.BooleanField(default=False),
        ),
    )
