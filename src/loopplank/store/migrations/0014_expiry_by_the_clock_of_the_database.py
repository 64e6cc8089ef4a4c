"""No gate that the application could open: a row and the database's own clock decide what may go."""

from django.db import migrations

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0013_security_log'),
    ]

    operations = triggers.off_while(
        migrations.DeleteModel(
            name='ExpiryGate',
        ),
    )
