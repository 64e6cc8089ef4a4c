from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('store', '0024_devices_of_volunteers'),
    ]

    operations = [
        migrations.AddField(
            model_name='planfile',
            name='course',
            field=models.BinaryField(default=b''),
        ),
    ]
