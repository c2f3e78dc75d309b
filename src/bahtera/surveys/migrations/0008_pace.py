from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0007_printed_forms"),
    ]

    operations = [
        migrations.AddField(model_name="content", name="pace", field=models.BinaryField(null=True)),
    ]
