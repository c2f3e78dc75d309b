from django.db import migrations, models

_STATES = ("accepted", "flagged", "returned")


def _count_again(apps, schema_editor):
    """Count visits that wait beside the one that counts, which were left out until now."""
    submission = apps.get_model("surveys", "Submission")
    rows = submission.objects.filter(state__in=_STATES, round__isnull=False).exclude(village_code="")
    counted = rows.values_list("round_id", "village_code", "state").annotate(count=models.Count("pk"))
    found = {}
    for round_id, village_code, state, count in counted.order_by("round_id", "village_code", "state"):
        found.setdefault((round_id, village_code), dict.fromkeys(_STATES, 0))[state] = count
    sums = apps.get_model("results", "VillageSums")
    for (round_id, village_code), counts in found.items():
        sums.objects.filter(round_id=round_id, village_code=village_code).update(**counts)


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0001_initial"),
        ("surveys", "0010_merged_with"),
    ]

    operations = [
        migrations.AddField(
            model_name="villagesums", name="released_by", field=models.JSONField(null=True)
        ),
        migrations.RunPython(_count_again, migrations.RunPython.noop, elidable=True),
    ]
