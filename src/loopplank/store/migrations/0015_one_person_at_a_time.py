"""No volunteer is with two people at overlapping hours, and real hours above a limit stay seen."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0014_what_is_to_come'),
    ]

    operations = triggers.off_while(
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
    )
