"""Changes of the address of a volunteer, and messages that go to the one before it."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0015_hand_over_keys'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=32)),
                ('former', models.CharField(blank=True, default='', max_length=254)),
                ('current', models.CharField(blank=True, default='', max_length=254)),
                ('changed_at', models.DateTimeField()),
                ('key_from', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=32)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='link',
            name='link_purpose',
        ),
        migrations.AddField(
            model_name='message',
            name='address',
            field=models.CharField(blank=True, default='', max_length=254),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['address', 'applicant', 'arrangement', 'feed', 'invite', 'referral', 'status', 'week'])), name='link_purpose'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='volunteer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='address_changes', to='store.volunteer'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='vouched_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddConstraint(
            model_name='addresschange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['email', 'phone'])), name='address_change_kind'),
        ),
        migrations.AddConstraint(
            model_name='addresschange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'open', 'replaced', 'undone'])), name='address_change_state'),
        ),
        migrations.AddConstraint(
            model_name='addresschange',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('volunteer', 'kind'), name='address_change_one_open'),
        ),
    )
