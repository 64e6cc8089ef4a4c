"""What happened that the safety of a network may hang on."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0012_last_lines_of_defence'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('actor_role', models.CharField(blank=True, default='', max_length=32)),
                ('actor_id', models.UUIDField(null=True)),
                ('account_id', models.UUIDField(null=True)),
                ('organisation_id', models.UUIDField(null=True)),
                ('origin', models.CharField(blank=True, default='', max_length=8)),
                ('data', models.JSONField(default=dict)),
                ('expires_on', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='security_event_at'), models.Index(fields=['kind', 'account_id', 'at'], name='security_event_alike')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['contact_changed', 'denied', 'exported', 'invitation_accepted', 'invitation_withdrawn', 'invited', 'key_made', 'key_printed', 'key_used', 'limited', 'member_left', 'password_changed', 'password_reset_asked', 'role_changed', 'second_step_changed', 'second_step_failed', 'second_step_reset', 'session_ended', 'sign_in_failed', 'sign_in_held', 'signed_in', 'signed_out'])), name='security_event_kind')],
            },
        ),
    )
