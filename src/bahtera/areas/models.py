"""Tables of administrative areas. All of it is public knowledge (level L1)."""

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Length

from bahtera.areas.rules import LEVELS
from bahtera.areas.values import FileState, Wanted


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


class BoundaryFile(models.Model):
    """One file of boundaries: where it is from, who sent it, how far it is and what became of it; never deleted.

    The file itself and ``preview``, its first outlines, are kept only until somebody has decided about it; its hash and
    report stay.
    """

    SENSITIVITY: dict[str, str] = {
        "id": "L1",
        "name": "L2",
        "state": "L1",
        "source": "L1",
        "dated": "L1",
        "licence": "L1",
        "property_name": "L1",
        "crs": "L1",
        "layer": "L1",
        "sha256": "L1",
        "size": "L1",
        "sent_at": "L1",
        "sent_by": "L2",
        "decided_at": "L1",
        "report": "L1",
        "problem": "L1",
        "preview": "L1",
        "begun_at": "L1",
        "attempts": "L1",
    }

    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    dated = models.CharField(max_length=200, default="", blank=True)
    licence = models.CharField(max_length=200, default="", blank=True)
    property_name = models.CharField(max_length=200, default="", blank=True)
    crs = models.CharField(max_length=200, default="", blank=True)
    layer = models.CharField(max_length=200, default="", blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    preview = models.BinaryField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in FileState]),
                name="boundary_file_state_is_known",
            ),
        ]


class Boundary(models.Model):
    """The imported boundary of an area: polygons in degrees as packed JSON, the same as drawn, and their file."""

    SENSITIVITY: dict[str, str] = {"code": "L1", "polygons": "L1", "outline": "L1", "file": "L1"}

    code = models.CharField(max_length=13, primary_key=True)
    polygons = models.BinaryField()
    outline = models.BinaryField()
    file = models.ForeignKey(BoundaryFile, on_delete=models.PROTECT, related_name="boundaries")
