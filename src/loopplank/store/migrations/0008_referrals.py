"""Questions to another organisation, consent, and codes for whoever has only a link."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0007_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('journey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.journey')),
                ('number', models.CharField(max_length=12)),
                ('from_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('from_request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='store.request')),
                ('from_member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('from_party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.party')),
                ('contact_name', models.CharField(blank=True, default='', max_length=120)),
                ('contact_phone', models.CharField(blank=True, default='', max_length=20)),
                ('fallback_name', models.CharField(blank=True, default='', max_length=120)),
                ('fallback_phone', models.CharField(blank=True, default='', max_length=20)),
                ('to_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('to_party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.party')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('to_request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.request')),
                ('kind', models.CharField(default='other', max_length=32)),
                ('shared', models.JSONField(default=dict)),
                ('facts_key', models.CharField(max_length=64)),
                ('hard_checks', models.JSONField(default=list)),
                ('sent_despite', models.CharField(blank=True, default='', max_length=200)),
                ('safety', models.JSONField(default=dict)),
                ('status', models.CharField(max_length=32)),
                ('why', models.CharField(blank=True, default='', max_length=32)),
                ('words', models.CharField(blank=True, default='', max_length=300)),
                ('track', models.CharField(default='peer', max_length=32)),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('answer_by', models.DateField(null=True)),
                ('remind_on', models.DateField(null=True)),
                ('receive_by', models.DateField(null=True)),
                ('admin_on', models.DateField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('lapsed_at', models.DateTimeField(null=True)),
                ('with_admin_at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, default='', max_length=32)),
                ('answered_at', models.DateTimeField(null=True)),
                ('taken_by', models.CharField(blank=True, default='', max_length=120)),
                ('taken_by_phone', models.CharField(blank=True, default='', max_length=20)),
                ('told_owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership')),
                ('first_contact_by', models.DateField(null=True)),
                ('first_contact_on', models.DateField(null=True)),
                ('outcome_due_on', models.DateField(null=True)),
                ('outcome', models.CharField(blank=True, default='', max_length=32)),
                ('outcome_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('submission', models.CharField(max_length=64, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['to_organisation', 'status', 'answer_by'], name='referral_to'),
                    models.Index(fields=['from_organisation', 'status', 'answer_by'], name='referral_from'),
                    models.Index(fields=['status', 'answer_by'], name='referral_due'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('status__in', ['accepted', 'cancelled', 'completed', 'draft', 'entered-in-error', 'failed', 'in-progress', 'on-hold', 'rejected', 'requested'])), name='referral_status'),
                    models.CheckConstraint(condition=models.Q(('track__in', ['formal', 'peer', 'wmo_report'])), name='referral_track'),
                    models.CheckConstraint(condition=models.Q(('why__in', ['', 'assessment_first', 'consent_withdrawn', 'could_not_help', 'deceased', 'double', 'for_professional', 'no_answer', 'no_offer', 'no_place', 'not_reached', 'not_wanted', 'outside_area', 'question_closed', 'waitlist', 'withdrawn'])), name='referral_why'),
                    models.CheckConstraint(condition=models.Q(('answer__in', ['', 'consult', 'double', 'no', 'yes'])), name='referral_answer'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'helped', 'not_helped', 'partly_helped'])), name='referral_outcome'),
                    models.CheckConstraint(condition=models.Q(models.Q(('from_organisation__isnull', False), ('from_request__isnull', False)), models.Q(('from_member__isnull', False), ('from_organisation__isnull', False)), models.Q(('from_organisation__isnull', True), ('from_party__isnull', False)), _connector='OR'), name='referral_has_one_sender'),
                    models.CheckConstraint(condition=models.Q(models.Q(('to_organisation__isnull', False), ('to_party__isnull', True)), models.Q(('to_organisation__isnull', True), ('to_party__isnull', False)), _connector='OR'), name='referral_has_one_receiver'),
                    models.CheckConstraint(condition=models.Q(('to_organisation__isnull', True), ('handler__isnull', False), ('status', 'draft'), _connector='OR'), name='referral_has_handler'),
                    models.CheckConstraint(condition=models.Q(('status', 'draft'), models.Q(('answer_by__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='referral_sent_has_a_day'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['accepted', 'completed', 'in-progress', 'on-hold']), _negated=True), models.Q(models.Q(('taken_by', ''), _negated=True), ('answer', 'yes'), ('answered_at__isnull', False)), _connector='OR'), name='referral_taken_over_by_name'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['cancelled', 'failed', 'on-hold', 'rejected']), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='referral_end_has_reason'),
                    models.UniqueConstraint(condition=models.Q(('status__in', ['requested', 'accepted', 'in-progress', 'on-hold'])), fields=('from_request',), name='referral_one_open_of_a_request'),
                    models.UniqueConstraint(condition=models.Q(('to_request__isnull', False)), fields=('to_request',), name='referral_made_one_request'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReferredPerson',
            fields=[
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='person', serialize=False, to='store.referral')),
                ('salutation', models.CharField(blank=True, default='', max_length=32)),
                ('first_name', models.CharField(blank=True, default='', max_length=60)),
                ('last_name', models.CharField(max_length=80)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('postcode', models.CharField(blank=True, default='', max_length=7)),
                ('place', models.CharField(blank=True, default='', max_length=80)),
                ('birth_year', models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='consent', to='store.referral')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('given_by', models.CharField(default='self', max_length=32)),
                ('representative', models.CharField(blank=True, default='', max_length=120)),
                ('shares', models.JSONField(default=list)),
                ('to_name', models.CharField(max_length=120)),
                ('text_version', models.PositiveSmallIntegerField()),
                ('channel', models.CharField(max_length=32)),
                ('given_on', models.DateField()),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('noted_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('given_by__in', ['representative', 'self'])), name='consent_given_by'),
                    models.CheckConstraint(condition=models.Q(('channel__in', ['paper', 'phone', 'visit'])), name='consent_channel'),
                    models.CheckConstraint(condition=models.Q(('given_by', 'self'), models.Q(('representative', ''), _negated=True), _connector='OR'), name='consent_names_representative'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('link', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.link')),
                ('sequence', models.PositiveIntegerField(default=1)),
                ('expires_at', models.DateTimeField()),
                ('failed_tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
