from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0026_trust_and_telephone'),
    ]

    operations = [
        migrations.AddField(
            model_name='planfile',
            name='course',
            field=models.BinaryField(default=b''),
        ),
    ]
