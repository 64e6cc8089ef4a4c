"""Who may be shared, whether helpers may change, what a plan passed over, and what a network chose."""

from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers

AMSTERDAM = ZoneInfo('Europe/Amsterdam')


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


def count_from_the_decision(apps, schema_editor):
    """Who is searched for already waits since the last decision to search, and not since today."""
    request, event = apps.get_model('store', 'Request'), apps.get_model('store', 'Event')
    rows = request.objects.filter(state__in=['searching', 'proposed', 'meeting'])
    for pk, changed_at in list(rows.values_list('pk', 'changed_at')):
        decided = event.objects.filter(
            aggregate='request', aggregate_id=pk, type__in=['request.decided', 'request.searching']
        )
        at = decided.aggregate(last=models.Max('at'))['last'] or changed_at
        request.objects.filter(pk=pk).update(sought_since=at.astimezone(AMSTERDAM).date())


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0012_whom_else_to_call'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.AddField(
            model_name='affiliation',
            name='shared_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='affiliation',
            name='shared_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='limits',
            name='share_in_network',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='network',
            name='fairness',
            field=models.CharField(default='mild', max_length=32),
        ),
        migrations.AddField(
            model_name='network',
            name='handover_cost',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='request',
            name='changing_faces',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='request',
            name='changing_faces_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='changing_faces_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='request',
            name='passed_over',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='request',
            name='passed_over_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='search_first',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='request',
            name='sought_since',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.CheckConstraint(condition=models.Q(('shared_by__isnull', True), models.Q(('shared_at__isnull', False), ('state', 'active')), _connector='OR'), name='affiliation_shared_while_active'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('fairness__in', ['mild', 'off', 'strong'])), name='network_fairness'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('changing_faces__in', ['', 'no', 'yes'])), name='request_changing_faces'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('changing_faces', ''), models.Q(('changing_faces_at__isnull', False), ('changing_faces_by__isnull', False)), _connector='OR'), name='request_changing_faces_said'),
        ),
        migrations.RunPython(count_from_the_decision, migrations.RunPython.noop),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
