"""Ask for the sums of open rounds anew: visits without an interview that wait, or are approved, are counted since.

Final rounds keep the counts they were signed with. The worker counts after the upgrade, village by village.
"""

from django.db import migrations

from bahtera.foundation import clock

_HANDLER = "bahtera.results.operations.on_surveys_changed"
_BATCH = 1000


def ask_again(apps, schema_editor):
    rounds = apps.get_model("surveys", "Round")
    sums = apps.get_model("results", "VillageSums")
    deliveries = apps.get_model("foundation", "EventDelivery")
    still_open = rounds.objects.exclude(state__in=["final", "corrected"]).values_list("pk", flat=True)
    places = sums.objects.filter(round_id__in=list(still_open)).values_list("round_id", "village_code")
    now = clock.now()
    deliveries.objects.bulk_create(
        [
            deliveries(
                name="surveys.reviewed",
                handler=_HANDLER,
                key=f"{round_id}:{code}",
                payload={},
                published_at=now,
                due_at=now,
            )
            for round_id, code in places.distinct().order_by("round_id", "village_code")
        ],
        batch_size=_BATCH,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0003_pictures_decided_by_the_worker"),
        ("foundation", "0004_longer_names_of_keys"),
        ("surveys", "0018_carried_over"),
    ]

    operations = [migrations.RunPython(ask_again, migrations.RunPython.noop, elidable=True)]
