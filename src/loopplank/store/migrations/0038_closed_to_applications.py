"""Since when an organisation takes nobody new who applies as a volunteer."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0037_same_volunteer'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='organisation',
            name='applications_closed_at',
            field=models.DateTimeField(null=True),
        ),
    )
