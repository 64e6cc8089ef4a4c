"""Who comes in place of a volunteer for one visit."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


def remove(apps, schema_editor):
    triggers.remove(schema_editor)


def install(apps, schema_editor):
    triggers.install(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0019_what_is_told_in_time'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
        migrations.CreateModel(
            name='VisitCover',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('state', models.CharField(default='sought', max_length=32)),
                ('decide_by', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('match', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='covers', to='store.match')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.message')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='store.request')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='cover', to='store.visit')),
            ],
            options={
                'indexes': [models.Index(fields=['request', 'day'], name='visit_cover_of_request'), models.Index(fields=['state', 'decide_by'], name='visit_cover_decides')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['found', 'nobody', 'sought'])), name='visit_cover_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'found'), _negated=True), ('match__isnull', False), _connector='OR'), name='visit_cover_found_somebody')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
