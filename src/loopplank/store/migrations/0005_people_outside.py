"""People outside the network's accounts, the messages to them, and links for one thing only."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0004_the_handover_state'),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(default='other', max_length=32)),
                ('works_at', models.CharField(blank=True, default='', max_length=120)),
                ('name', models.CharField(max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('language', models.CharField(default='nl', max_length=5)),
                ('verified_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(null=True)),
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
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['arrangement', 'invite', 'referral', 'status', 'week'])), name='link_purpose'),
        ),
        migrations.AddField(
            model_name='party',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='message',
            name='party',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='store.party'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('to__in', ['account', 'applicant', 'help_seeker', 'party', 'volunteer'])), name='message_to'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['organisation', 'works_at'], name='party_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['district_team', 'family', 'gp', 'home_care', 'municipality', 'other', 'volunteers'])), name='party_kind'),
        ),
    ]
