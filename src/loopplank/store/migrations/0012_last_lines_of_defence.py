"""Triggers: append-only tables, no open request without an active owner, and what changed of whom."""

from django.db import migrations

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0011_responsibility'),
    ]

    operations = triggers.off_while()
