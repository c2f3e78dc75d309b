"""Where people are at home and how their names are searched; words about ending decrees; forced hand-overs."""

import unicodedata

import django.db.models.deletion
from django.db import migrations, models


def _fold(name):
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:150]


def _shared(codes):
    parts = [code.split(".") if code else [] for code in codes]
    same = 0
    for step in zip(*parts, strict=False):
        if len(set(step)) > 1:
            break
        same += 1
    return ".".join(parts[0][:same]) if parts else ""


def _settle(apps, _editor):
    """Let everybody be at home in the smallest area that holds all their roles."""
    grants = apps.get_model("access", "RoleGrant").objects.filter(ended_at=None)
    for person in apps.get_model("access", "Person").objects.order_by("pk"):
        held = grants.filter(person=person).order_by("pk").values_list("area_code", flat=True)
        person.area_code, person.search_name = _shared(list(held)), _fold(person.name)
        person.save(update_fields=["area_code", "search_name"])


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_sign_in"),
    ]

    operations = [
        migrations.AddField("person", "search_name", models.CharField(blank=True, default="", max_length=150)),
        migrations.AddField("person", "area_code", models.CharField(blank=True, default="", max_length=13)),
        migrations.AddIndex(
            "person", models.Index(fields=["search_name", "id"], name="access_person_name")
        ),
        migrations.AddIndex(
            "person", models.Index(fields=["area_code", "search_name", "id"], name="access_person_area")
        ),
        migrations.AddField("handover", "forced", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="DecreeNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_on", models.DateField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "decree",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="access.decree"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("decree", "person"), name="access_notice_once")
                ],
            },
        ),
        migrations.RunPython(_settle, migrations.RunPython.noop, elidable=True),
    ]
