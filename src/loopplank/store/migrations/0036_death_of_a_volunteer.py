"""The day on which was written down that a volunteer died."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0035_visit_moves'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='volunteer',
            name='death_noted_on',
            field=models.DateField(null=True),
        ),
    )
