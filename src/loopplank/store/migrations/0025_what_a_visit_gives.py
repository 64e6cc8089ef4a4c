"""What a visit gives, in the words of volunteers; and how long a network lets somebody rest."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0024_devices_of_volunteers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=300)),
                ('permission', models.CharField(default='nobody', max_length=32)),
                ('said_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('reading', models.CharField(blank=True, default='', max_length=32)),
                ('read_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('weeks_of_rest_after_heavy__range', (0, 26))), name='network_weeks_of_rest'),
        ),
        migrations.AddField(
            model_name='quote',
            name='noted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='quote',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='quote',
            name='read_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='quote',
            name='volunteer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['organisation', 'permission', 'reading'], name='quote_to_read'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(('permission__in', ['figures', 'here', 'nobody'])), name='quote_permission'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(('reading__in', ['', 'fine', 'reword'])), name='quote_reading'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.UniqueConstraint(fields=('volunteer', 'organisation'), name='quote_once_an_organisation'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', True), ('read_by__isnull', True), ('reading', '')), models.Q(('read_at__isnull', False), ('read_by__isnull', False), models.Q(('reading', ''), _negated=True)), _connector='OR'), name='quote_read_by_somebody'),
        ),
    ]
