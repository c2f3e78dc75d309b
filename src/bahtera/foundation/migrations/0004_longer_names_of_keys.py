from django.db import migrations, models

_NEW_KINDS = ("statistics", "help")


def forget_new_kinds(apps, _schema_editor):
    """Going back: the version before knows no such keys, and has no room for their names."""
    apps.get_model("foundation", "KeyRecord").objects.filter(kind__in=_NEW_KINDS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0003_audit_chain"),
    ]

    operations = [
        migrations.AlterField(
            model_name="keyrecord",
            name="kind",
            field=models.CharField(max_length=16),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_new_kinds),
    ]
