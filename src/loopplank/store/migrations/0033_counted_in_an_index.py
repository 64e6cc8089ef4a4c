"""Indexes from which a list or the menu is counted without reading a row, however many years of
requests and messages there are.
"""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0032_who_looks_along'),
    ]

    operations = triggers.off_while(
        migrations.RemoveIndex(
            model_name='request',
            name='request_due',
        ),
        migrations.RemoveIndex(
            model_name='request',
            name='request_owner_due',
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['organisation', 'state', 'done_at'], name='message_done'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['organisation', 'state', 'template', 'account'], name='message_counted'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('volunteer__isnull', False)), fields=['volunteer'], name='message_to_volunteer'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('party__isnull', False)), fields=['party'], name='message_to_party'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['organisation', 'state', 'due_on', 'erased_at'], name='request_due_there'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['owner', 'state', 'due_on', 'erased_at'], name='request_owner_due_there'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(condition=models.Q(('erased_at__isnull', False)), fields=['organisation'], name='request_erased'),
        ),
    )
