"""Tables of administrative areas. All of it is public knowledge (level L1)."""

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Length

from bahtera.areas.rules import LEVELS
from bahtera.areas.values import Wanted


class AreaQuerySet(QuerySet["Area"]):
    """Filters over areas."""

    def active(self) -> "AreaQuerySet":
        """Keep what the loaded decree lists."""
        return self.filter(is_active=True)

    def within(self, code: str) -> "AreaQuerySet":
        """Keep the area itself and all below it."""
        column = {2: "province_code", 5: "regency_code", 8: "district_code", 13: "code"}[len(code)]
        return self.filter(**{column: code})

    def matching(self, wanted: tuple[Wanted, ...]) -> "AreaQuerySet":
        """Keep areas whose name contains one of the readings, the likeliest first.

        Exact before beginning before inside; higher levels before lower; then by name and code.
        """
        anywhere, start, exact = Q(), Q(), Q()
        for reading in wanted:
            kinds = Q(kind__in=sorted(reading.kinds)) if reading.kinds else Q()
            anywhere |= Q(search_text__contains=reading.key) & kinds
            start |= Q(search_text__contains=f"|{reading.key}") & kinds
            exact |= Q(search_text__contains=f"|{reading.key}|") & kinds
        rank = Case(When(exact, Value(0)), When(start, Value(1)), default=Value(2))
        return self.filter(anywhere).order_by(rank, Length("code"), "name", "code")


class Area(models.Model):
    """One province, regency, district or village; never deleted, since families refer to it by code.

    The codes above it stand in columns of their own, so that "everything in this regency" is an index
    look-up on both databases.
    """

    SENSITIVITY: dict[str, str] = {
        "code": "L1",
        "name": "L1",
        "level": "L1",
        "kind": "L1",
        "parent_code": "L1",
        "province_code": "L1",
        "regency_code": "L1",
        "district_code": "L1",
        "bps_code": "L1",
        "latitude": "L1",
        "longitude": "L1",
        "zone": "L1",
        "search_text": "L1",
        "is_active": "L1",
    }

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=8)
    kind = models.CharField(max_length=10)
    parent_code = models.CharField(max_length=8, default="", blank=True, db_index=True)
    province_code = models.CharField(max_length=2)
    regency_code = models.CharField(max_length=5, default="", blank=True)
    district_code = models.CharField(max_length=8, default="", blank=True)
    bps_code = models.CharField(max_length=10, default="", blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    zone = models.CharField(max_length=16)
    search_text = models.CharField(max_length=160)
    is_active = models.BooleanField(default=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["province_code", "level"], name="area_province"),
            models.Index(fields=["regency_code", "level"], name="area_regency"),
            models.Index(fields=["district_code", "level"], name="area_district"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="area_level_is_known"),
            models.CheckConstraint(
                condition=Q(level="province", parent_code="") | (~Q(level="province") & ~Q(parent_code="")),
                name="area_has_a_parent_below_province",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-11.2, 6.3),
                    longitude__range=(94.8, 141.2),
                ),
                name="area_lies_in_indonesia",
            ),
        ]


class LoadedSnapshot(models.Model):
    """Which snapshot the table holds; one row."""

    SENSITIVITY: dict[str, str] = {
        "id": "L1",
        "content_sha256": "L1",
        "decree": "L1",
        "source": "L1",
        "loaded_at": "L1",
    }

    content_sha256 = models.CharField(max_length=64)
    decree = models.CharField(max_length=80)
    source = models.CharField(max_length=80)
    loaded_at = models.DateTimeField()


class Boundary(models.Model):
    """The imported boundary of an area: polygons in degrees as packed JSON, and where they are from."""

    SENSITIVITY: dict[str, str] = {
        "code": "L1",
        "polygons": "L1",
        "source": "L1",
        "file_sha256": "L1",
        "imported_at": "L1",
    }

    code = models.CharField(max_length=13, primary_key=True)
    polygons = models.BinaryField()
    source = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
