"""Who is called when nobody of us comes: a name and a number."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0015_one_person_at_a_time'),
    ]

    operations = triggers.off_while(
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
    )
