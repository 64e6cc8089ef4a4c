"""How many days before a visit a volunteer wants its reminder."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0030_pressed_messages'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='messagewishes',
            name='days_before',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name='messagewishes',
            constraint=models.CheckConstraint(condition=models.Q(('days_before__lte', 2)), name='message_wishes_days_before'),
        ),
    )
