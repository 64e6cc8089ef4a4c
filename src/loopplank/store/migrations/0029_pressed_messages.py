"""That somebody pressed send, and that a message waits for another answer."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0028_volunteer_applications'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='message',
            name='pressed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='waits_for',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
    )
