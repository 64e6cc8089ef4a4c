"""How often something was done that a stranger can do without end."""

from django.db import migrations, models

from loopplank.store import triggers


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0017_what_is_to_come'),
    ]

    operations = triggers.off_while(
        migrations.CreateModel(
            name='Used',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('use', models.CharField(max_length=32)),
                ('whose', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['use', 'whose', 'at'], name='used_by_whom'), models.Index(fields=['at'], name='used_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('use__in', ['code_address', 'code_link', 'code_place', 'form_place', 'question_organisation', 'question_place', 'referral_place', 'sign_in_pair', 'sign_in_place'])), name='used_use')],
            },
        ),
    )
