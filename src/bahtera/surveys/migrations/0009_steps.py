from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0008_pace"),
    ]

    operations = [
        migrations.AddField(model_name="content", name="steps", field=models.BinaryField(null=True)),
    ]
