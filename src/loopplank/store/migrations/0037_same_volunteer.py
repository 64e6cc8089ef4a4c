"""Two rows of one volunteer: the question, its answers, and the row that was kept."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0036_death_of_a_volunteer'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='SameVolunteer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('lookup', models.CharField(blank=True, default='', max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField()),
                ('state', models.CharField(default='asked', max_length=32)),
                ('first_yes_at', models.DateTimeField(null=True)),
                ('second_yes_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='volunteer',
            name='same_as',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='closed_for', to='store.volunteer'),
        ),
        migrations.AddConstraint(
            model_name='volunteer',
            constraint=models.CheckConstraint(condition=models.Q(('same_as__isnull', True), models.Q(('account__isnull', True), ('email', ''), ('erased_at__isnull', False), ('first_name', ''), ('last_name', ''), ('phone', ''), ('postcode', ''), models.Q(('same_as', models.F('id')), _negated=True)), _connector='OR'), name='volunteer_closed_is_empty'),
        ),
        migrations.AddField(
            model_name='samevolunteer',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='store.membership'),
        ),
        migrations.AddField(
            model_name='samevolunteer',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer'),
        ),
        migrations.AddField(
            model_name='samevolunteer',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='samevolunteer',
            name='second',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.volunteer'),
        ),
        migrations.AddIndex(
            model_name='samevolunteer',
            index=models.Index(fields=['state', 'answer_by'], name='same_volunteer_lapses'),
        ),
        migrations.AddIndex(
            model_name='samevolunteer',
            index=models.Index(fields=['lookup'], name='same_volunteer_code'),
        ),
        migrations.AddConstraint(
            model_name='samevolunteer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'lapsed', 'merged', 'no'])), name='same_volunteer_state'),
        ),
        migrations.AddConstraint(
            model_name='samevolunteer',
            constraint=models.CheckConstraint(condition=models.Q(('second__isnull', True), models.Q(('second', models.F('first')), _negated=True), _connector='OR'), name='same_volunteer_is_two_rows'),
        ),
        migrations.AddConstraint(
            model_name='samevolunteer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), models.Q(('first_yes_at__isnull', False), ('second_yes_at__isnull', False)), _connector='OR'), name='same_volunteer_two_yeses'),
        ),
        migrations.AddConstraint(
            model_name='samevolunteer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='same_volunteer_closed_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='samevolunteer',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('first', 'second'), name='same_volunteer_one_open'),
        ),
        migrations.AddConstraint(
            model_name='samevolunteer',
            constraint=models.UniqueConstraint(condition=models.Q(('second__isnull', True), ('state', 'asked')), fields=('first',), name='same_volunteer_one_code'),
        ),
    )
