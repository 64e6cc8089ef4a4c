"""Invitations that hold only what was typed, lost second steps, own sessions, new passwords."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0022_urgent_and_dangerous'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=32)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('language', models.CharField(default='nl', max_length=5)),
                ('weekdays', models.JSONField(default=list)),
                ('hours_a_week', models.PositiveSmallIntegerField(null=True)),
                ('max_matches', models.PositiveSmallIntegerField(null=True)),
                ('max_requests', models.PositiveSmallIntegerField(null=True)),
                ('state', models.CharField(default='pending', max_length=32)),
                ('created_at', models.DateTimeField()),
                ('expires_on', models.DateField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SecondStepReset',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('seconded_at', models.DateTimeField(null=True)),
                ('state', models.CharField(default='asked', max_length=32)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('told', models.CharField(blank=True, max_length=60)),
                ('began_at', models.DateTimeField()),
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
        migrations.AddField(
            model_name='linkask',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['address', 'applicant', 'arrangement', 'feed', 'invite', 'referral', 'reset', 'status', 'stop', 'week'])), name='link_purpose'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='message',
            name='invitation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.invitation'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('to__in', ['account', 'applicant', 'duty', 'help_seeker', 'invited', 'party', 'volunteer'])), name='message_to'),
        ),
        migrations.AddField(
            model_name='secondstepreset',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondstepreset',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondstepreset',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='secondstepreset',
            name='seconded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signin',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['state', 'expires_on'], name='invitation_expires'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['board', 'coordinator', 'network_admin', 'professional', 'reader'])), name='invitation_role'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'declined', 'forgotten', 'pending', 'withdrawn'])), name='invitation_state'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('organisation', 'email', 'role'), name='invitation_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'pending')), models.Q(('email', ''), ('ended_at__isnull', False), ('name', ''), ('phone', '')), _connector='OR'), name='invitation_over_holds_nothing'),
        ),
        migrations.AddIndex(
            model_name='secondstepreset',
            index=models.Index(fields=['state', 'seconded_at'], name='second_step_reset_due'),
        ),
        migrations.AddConstraint(
            model_name='secondstepreset',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'done', 'lapsed', 'stopped', 'waiting'])), name='second_step_reset_state'),
        ),
        migrations.AddConstraint(
            model_name='secondstepreset',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'waiting'])), fields=('account',), name='second_step_reset_once'),
        ),
        migrations.AddConstraint(
            model_name='secondstepreset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_by', models.F('account')), _negated=True), models.Q(('seconded_by__isnull', True), models.Q(models.Q(('seconded_by', models.F('account')), _negated=True), models.Q(('seconded_by', models.F('asked_by')), _negated=True)), _connector='OR')), name='second_step_reset_two_people'),
        ),
        migrations.AddConstraint(
            model_name='secondstepreset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['waiting', 'done']), _negated=True), models.Q(('seconded_at__isnull', False), ('seconded_by__isnull', False)), _connector='OR'), name='second_step_reset_seconded'),
        ),
        migrations.AddIndex(
            model_name='signin',
            index=models.Index(fields=['account', 'began_at'], name='sign_in_of_account'),
        ),
    )
