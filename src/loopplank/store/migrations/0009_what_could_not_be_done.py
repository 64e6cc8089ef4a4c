"""Gaps and the noes that make them, the answer to a partial offer, and what came over the fence.

Every no that was said before gets its row, so that the count of noes is whole from the first day.
The triggers stand aside while SQLite rebuilds the requests.
"""

import uuid
from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.db import migrations, models

from loopplank.store import triggers

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOES = ("no_place", "no_for_professional", "no_offer")


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


def write_down_the_noes(apps, schema_editor):
    Request, Refusal = apps.get_model("store", "Request"), apps.get_model("store", "Refusal")
    rows = Request.objects.filter(state="closed", closing_reason__in=NOES)
    Refusal.objects.bulk_create(
        (
            Refusal(
                organisation_id=row.organisation_id,
                request_id=row.pk,
                source="no_training"
                if (row.closing_reason, row.lack) == ("no_place", "skill")
                else row.closing_reason,
                kind=row.kind,
                said_on=row.closed_at.astimezone(AMSTERDAM).date(),
                by_id=row.owner_id,
            )
            for row in rows.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0008_clocks'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('keywords', models.CharField(blank=True, default='', max_length=200)),
                ('first_seen_on', models.DateField()),
                ('possible_owner', models.CharField(blank=True, default='', max_length=32)),
                ('state', models.CharField(default='seen', max_length=32)),
                ('state_since', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='GapChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('possible_owner', models.CharField(blank=True, default='', max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='GapNaming',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='QuarterBand',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('quarter', models.DateField()),
                ('many', models.BooleanField()),
                ('frozen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('belongs_to_none', models.BooleanField(default=False)),
                ('source', models.CharField(max_length=32)),
                ('kind', models.CharField(blank=True, default='', max_length=32)),
                ('said_on', models.DateField()),
                ('taken_back_on', models.DateField(null=True)),
                ('example', models.CharField(blank=True, default='', max_length=120)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='request',
            name='request_closing_reason',
        ),
        migrations.AddField(
            model_name='request',
            name='bridging_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='came_from',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='request',
            name='paid_before',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='request',
            name='partial_answer',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('closing_reason__in', ['', 'deceased', 'duplicate', 'helped', 'helped_elsewhere', 'no_for_professional', 'no_offer', 'no_place', 'no_training', 'not_reached', 'not_wanted'])), name='request_closing_reason'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('came_from__in', ['', 'district_team', 'family', 'gp', 'home_care', 'hospital', 'municipality', 'other', 'other_volunteers', 'own'])), name='request_came_from'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('paid_before__in', ['', 'entitlement_waits', 'fell_away', 'granted_before', 'not_paid_work', 'unknown'])), name='request_paid_before'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('partial_answer__in', ['', 'no', 'yes'])), name='request_partial_answer'),
        ),
        migrations.AddField(
            model_name='gap',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.network'),
        ),
        migrations.AddField(
            model_name='gap',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='gapchange',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='gapchange',
            name='gap',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='store.gap'),
        ),
        migrations.AddField(
            model_name='gapchange',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='gapnaming',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='gapnaming',
            name='gap',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namings', to='store.gap'),
        ),
        migrations.AddField(
            model_name='gapnaming',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='quarterband',
            name='gap',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='store.gap'),
        ),
        migrations.AddField(
            model_name='quarterband',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.network'),
        ),
        migrations.AddField(
            model_name='refusal',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='refusal',
            name='gap',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refusals', to='store.gap'),
        ),
        migrations.AddField(
            model_name='refusal',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='refusal',
            name='request',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refusal', to='store.request'),
        ),
        migrations.AddIndex(
            model_name='gap',
            index=models.Index(fields=['network'], name='gap_of_network'),
        ),
        migrations.AddConstraint(
            model_name='gap',
            constraint=models.UniqueConstraint(fields=('organisation', 'name'), name='gap_name'),
        ),
        migrations.AddConstraint(
            model_name='gap',
            constraint=models.CheckConstraint(condition=models.Q(('possible_owner__in', ['', 'municipality', 'nobody', 'organisation'])), name='gap_possible_owner'),
        ),
        migrations.AddConstraint(
            model_name='gap',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['discussed', 'not_doing', 'seen', 'taken_up'])), name='gap_state'),
        ),
        migrations.AddConstraint(
            model_name='gapnaming',
            constraint=models.UniqueConstraint(fields=('gap', 'organisation'), name='gap_named_once'),
        ),
        migrations.AddConstraint(
            model_name='quarterband',
            constraint=models.UniqueConstraint(fields=('gap', 'quarter'), name='band_of_gap'),
        ),
        migrations.AddConstraint(
            model_name='quarterband',
            constraint=models.UniqueConstraint(condition=models.Q(('gap__isnull', True)), fields=('network', 'quarter'), name='band_without_gap'),
        ),
        migrations.AddIndex(
            model_name='refusal',
            index=models.Index(fields=['gap', 'organisation'], name='refusal_of_gap'),
        ),
        migrations.AddIndex(
            model_name='refusal',
            index=models.Index(fields=['organisation', 'said_on'], name='refusal_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['no_for_professional', 'no_offer', 'no_place', 'no_training'])), name='refusal_source'),
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.CheckConstraint(condition=models.Q(('gap__isnull', True), ('belongs_to_none', False), _connector='OR'), name='refusal_one_place'),
        ),
        migrations.AddConstraint(
            model_name='refusal',
            constraint=models.CheckConstraint(condition=models.Q(('request__isnull', False), ('gap__isnull', False), _connector='OR'), name='refusal_reported_to_a_gap'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.RunPython(write_down_the_noes, migrations.RunPython.noop),
    ]
