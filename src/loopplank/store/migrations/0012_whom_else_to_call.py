"""Whom to call at a referrer when it goes otherwise, and every reason that a referral may have."""

from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0011_who_does_what'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_why',
        ),
        migrations.AddField(
            model_name='referral',
            name='fallback_name',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AddField(
            model_name='referral',
            name='fallback_phone',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['', 'assessment_first', 'consent_withdrawn', 'could_not_help', 'deceased', 'double', 'for_professional', 'no_answer', 'no_offer', 'no_place', 'not_reached', 'not_wanted', 'outside_area', 'question_closed', 'waitlist', 'withdrawn'])), name='referral_why'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
