"""That a second step was said to be lost, or kept, stands in the log of security events."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0025_concern_about_volunteer'),
    ]

    operations = triggers.off_while(
        migrations.RemoveConstraint(
            model_name='securityevent',
            name='security_event_kind',
        ),
        migrations.AddConstraint(
            model_name='securityevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['contact_changed', 'denied', 'exported', 'invitation_accepted', 'invitation_withdrawn', 'invited', 'key_made', 'key_printed', 'key_used', 'limited', 'member_left', 'password_changed', 'password_reset_asked', 'role_changed', 'second_step_changed', 'second_step_failed', 'second_step_kept', 'second_step_lost', 'second_step_reset', 'session_ended', 'sign_in_failed', 'sign_in_held', 'signed_in', 'signed_out'])), name='security_event_kind'),
        ),
    )
