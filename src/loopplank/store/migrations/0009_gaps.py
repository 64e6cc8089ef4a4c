"""What could not be done: gaps, and every no."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0008_referrals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.network')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('name', models.CharField(max_length=80)),
                ('keywords', models.CharField(blank=True, default='', max_length=200)),
                ('first_seen_on', models.DateField()),
                ('possible_owner', models.CharField(blank=True, default='', max_length=32)),
                ('state', models.CharField(default='seen', max_length=32)),
                ('state_since', models.DateField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['network'], name='gap_of_network'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'name'), name='gap_name'),
                    models.CheckConstraint(condition=models.Q(('possible_owner__in', ['', 'municipality', 'nobody', 'organisation'])), name='gap_possible_owner'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['discussed', 'not_doing', 'seen', 'taken_up'])), name='gap_state'),
                ],
            },
        ),
        migrations.CreateModel(
            name='GapChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('gap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='store.gap')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('possible_owner', models.CharField(blank=True, default='', max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='GapNaming',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('gap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namings', to='store.gap')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('gap', 'organisation'), name='gap_named_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refusal', to='store.request')),
                ('gap', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refusals', to='store.gap')),
                ('belongs_to_none', models.BooleanField(default=False)),
                ('source', models.CharField(max_length=32)),
                ('kind', models.CharField(blank=True, default='', max_length=32)),
                ('said_on', models.DateField()),
                ('taken_back_on', models.DateField(null=True)),
                ('example', models.CharField(blank=True, default='', max_length=120)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['gap', 'organisation'], name='refusal_of_gap'),
                    models.Index(fields=['organisation', 'said_on'], name='refusal_of_organisation'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('source__in', ['no_for_professional', 'no_offer', 'no_place', 'no_training'])), name='refusal_source'),
                    models.CheckConstraint(condition=models.Q(('gap__isnull', True), ('belongs_to_none', False), _connector='OR'), name='refusal_one_place'),
                    models.CheckConstraint(condition=models.Q(('request__isnull', False), ('gap__isnull', False), _connector='OR'), name='refusal_reported_to_a_gap'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuarterBand',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.network')),
                ('gap', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='store.gap')),
                ('quarter', models.DateField()),
                ('many', models.BooleanField()),
                ('frozen_at', models.DateTimeField()),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('gap', 'quarter'), name='band_of_gap'),
                    models.UniqueConstraint(condition=models.Q(('gap__isnull', True)), fields=('network', 'quarter'), name='band_without_gap'),
                ],
            },
        ),
    ]
