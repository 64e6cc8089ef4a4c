"""Whoever wants to become a volunteer, and what an absence moved of them."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0027_match_changes'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='VolunteerApplication',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='interest', max_length=32)),
                ('due_on', models.DateField(null=True)),
                ('received_at', models.DateTimeField()),
                ('first_name', models.CharField(blank=True, default='', max_length=60)),
                ('last_name', models.CharField(blank=True, default='', max_length=80)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('postcode', models.CharField(blank=True, default='', max_length=7)),
                ('language', models.CharField(default='nl', max_length=5)),
                ('kinds', models.JSONField(default=list)),
                ('day_parts', models.PositiveIntegerField(default=0)),
                ('minutes', models.PositiveIntegerField()),
                ('how_long', models.CharField(max_length=32)),
                ('until', models.DateField(null=True)),
                ('age', models.CharField(max_length=32)),
                ('submission', models.CharField(blank=True, default='', max_length=64)),
                ('again', models.PositiveSmallIntegerField(default=0)),
                ('spoken_at', models.DateTimeField(null=True)),
                ('certificate_asked_on', models.DateField(null=True)),
                ('certificate_seen_on', models.DateField(null=True)),
                ('tried_on', models.DateField(null=True)),
                ('parent_knows_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('stop_reason', models.CharField(blank=True, default='', max_length=32)),
                ('stop_words', models.CharField(blank=True, default='', max_length=300)),
                ('stopped_by_self', models.BooleanField(default=False)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='absentrequest',
            name='absent_request_is_one_thing',
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
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['address', 'applicant', 'application', 'arrangement', 'feed', 'invite', 'referral', 'reset', 'status', 'stop', 'week'])), name='link_purpose'),
        ),
        migrations.AddField(
            model_name='volunteerapplication',
            name='certificate_seen_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='volunteerapplication',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='volunteerapplication',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='volunteerapplication',
            name='volunteer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.volunteer'),
        ),
        migrations.AddField(
            model_name='absentrequest',
            name='application',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteerapplication'),
        ),
        migrations.AddField(
            model_name='message',
            name='application',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteerapplication'),
        ),
        migrations.AddConstraint(
            model_name='absentrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('application', None), ('request', None), ('signal__isnull', False)), models.Q(('application', None), ('request__isnull', False), ('signal', None)), models.Q(('application__isnull', False), ('request', None), ('signal', None)), _connector='OR'), name='absent_request_is_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='absentrequest',
            constraint=models.UniqueConstraint(fields=('absence', 'application'), name='absent_application_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('to__in', ['account', 'applicant', 'applying', 'duty', 'help_seeker', 'invited', 'party', 'volunteer'])), name='message_to'),
        ),
        migrations.AddIndex(
            model_name='volunteerapplication',
            index=models.Index(fields=['organisation', 'state', 'due_on'], name='application_list'),
        ),
        migrations.AddIndex(
            model_name='volunteerapplication',
            index=models.Index(fields=['owner', 'state'], name='application_of_owner'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['certificate_asked', 'certificate_seen', 'interest', 'started', 'stopped', 'talk', 'trial'])), name='application_state'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.CheckConstraint(condition=models.Q(('how_long__in', ['once', 'six_weeks', 'unknown', 'until'])), name='application_how_long'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.CheckConstraint(condition=models.Q(('age__in', ['adult', 'young'])), name='application_age'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.CheckConstraint(condition=models.Q(('stop_reason__in', ['', 'did_not_fit', 'elsewhere', 'no_certificate', 'no_place', 'no_time', 'not_reached', 'other', 'own_choice', 'too_young'])), name='application_stop_reason'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['certificate_asked', 'certificate_seen', 'interest', 'talk', 'trial']), ('due_on__isnull', False), ('ended_at', None)), models.Q(models.Q(('state__in', ['certificate_asked', 'certificate_seen', 'interest', 'talk', 'trial']), _negated=True), ('due_on', None), ('ended_at__isnull', False)), _connector='OR'), name='application_open_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'stopped'), models.Q(('stop_reason', ''), _negated=True)), models.Q(models.Q(('state', 'stopped'), _negated=True), ('stop_reason', '')), _connector='OR'), name='application_stops_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(models.Q(('state__in', ['certificate_asked', 'certificate_seen', 'interest', 'talk', 'trial']), _negated=True), ('email', ''), ('first_name', ''), ('phone', '')), _connector='OR'), name='application_erased_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.UniqueConstraint(condition=models.Q(('submission', ''), _negated=True), fields=('organisation', 'submission'), name='application_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='volunteerapplication',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['certificate_asked', 'certificate_seen', 'interest', 'talk', 'trial'])), fields=('organisation', 'phone', 'first_name'), name='application_one_open'),
        ),
        migrations.RemoveConstraint(
            model_name='used',
            name='used_use',
        ),
        migrations.AddConstraint(
            model_name='used',
            constraint=models.CheckConstraint(condition=models.Q(('use__in', ['apply_address', 'apply_organisation', 'apply_place', 'code_address', 'code_link', 'code_place', 'form_place', 'question_organisation', 'question_place', 'referral_place', 'sign_in_pair', 'sign_in_place'])), name='used_use'),
        ),
    )
