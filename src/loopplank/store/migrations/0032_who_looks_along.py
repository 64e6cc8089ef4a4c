"""Somebody whom the person lets look along at their request."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0031_days_before_a_visit'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='Relative',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('relation', models.CharField(max_length=32)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('language', models.CharField(default='nl', max_length=5)),
                ('may', models.CharField(default='visits', max_length=32)),
                ('said_by', models.CharField(default='self', max_length=32)),
                ('representative', models.CharField(blank=True, default='', max_length=120)),
                ('channel', models.CharField(max_length=32)),
                ('named_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='link',
            name='link_purpose',
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='message_to',
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['address', 'applicant', 'application', 'arrangement', 'feed', 'invite', 'referral', 'relative', 'reset', 'status', 'stop', 'week'])), name='link_purpose'),
        ),
        migrations.AddField(
            model_name='relative',
            name='named_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='relative',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='relative',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relatives', to='store.request'),
        ),
        migrations.AddField(
            model_name='message',
            name='relative',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.relative'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('to__in', ['account', 'applicant', 'applying', 'duty', 'help_seeker', 'invited', 'party', 'relative', 'volunteer'])), name='message_to'),
        ),
        migrations.AddConstraint(
            model_name='relative',
            constraint=models.CheckConstraint(condition=models.Q(('relation__in', ['child', 'family', 'friend', 'grandchild', 'partner', 'sibling'])), name='relative_relation'),
        ),
        migrations.AddConstraint(
            model_name='relative',
            constraint=models.CheckConstraint(condition=models.Q(('may__in', ['course', 'visits'])), name='relative_may'),
        ),
        migrations.AddConstraint(
            model_name='relative',
            constraint=models.CheckConstraint(condition=models.Q(('said_by__in', ['representative', 'self'])), name='relative_said_by'),
        ),
        migrations.AddConstraint(
            model_name='relative',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['letter', 'link', 'phone', 'visit'])), name='relative_channel'),
        ),
        migrations.AddConstraint(
            model_name='relative',
            constraint=models.CheckConstraint(condition=models.Q(('said_by', 'self'), models.Q(('representative', ''), _negated=True), _connector='OR'), name='relative_names_representative'),
        ),
        migrations.AddConstraint(
            model_name='relative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'link'), ('named_by__isnull', True), ('said_by', 'self')), models.Q(models.Q(('channel', 'link'), _negated=True), ('named_by__isnull', False)), _connector='OR'), name='relative_said_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='relative',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('request', 'email'), name='relative_once_by_email'),
        ),
    )
