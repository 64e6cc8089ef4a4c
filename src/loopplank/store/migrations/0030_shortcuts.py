"""Whether somebody wants single keys to do something."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0029_search_words'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='account',
            name='shortcuts',
            field=models.BooleanField(default=True),
        ),
    )
