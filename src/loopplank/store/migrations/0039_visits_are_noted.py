"""What is written down of a visit says something new about a volunteer: how full they are."""

from django.db import migrations

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0038_closed_to_applications'),
    ]

    operations = triggers.off_while()
