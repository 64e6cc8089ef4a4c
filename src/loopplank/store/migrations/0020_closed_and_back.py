"""The periods in which an organisation is closed; and whether somebody who is back read on."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0019_not_needed'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='organisation', name='closed', field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name='absence', name='read_at', field=models.DateTimeField(null=True)
        ),
    )
