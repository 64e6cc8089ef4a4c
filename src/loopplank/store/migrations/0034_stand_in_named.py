"""Whom a volunteer names to come in their place, once."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0033_counted_in_an_index'),
    ]

    operations = triggers.off_while(
        migrations.AddField(
            model_name='visitcover',
            name='named',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='visitcover',
            name='named_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='visitcover',
            name='named_phone',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='visitcover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('named', ''), ('named_at__isnull', True), ('named_phone', '')), models.Q(models.Q(('named', ''), _negated=True), ('named_at__isnull', False)), _connector='OR'), name='visit_cover_named_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='visitcover',
            constraint=models.CheckConstraint(condition=models.Q(('named', ''), models.Q(('state', 'found'), _negated=True), _connector='OR'), name='visit_cover_found_names_nobody'),
        ),
    )
