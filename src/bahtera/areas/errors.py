"""What areas refuse.

::

    Refused
    ├── AreasError
    │   ├── BadSnapshot     the snapshot file does not match what it says of itself
    │   └── BadBoundaries   a file of boundaries that cannot be read, or in which nothing fits
    └── NotFound
        └── UnknownArea     no area has this code
"""

from bahtera.foundation.errors import NotFound, Refused


class AreasError(Refused):
    """The request cannot be met for the areas as they are."""


class BadSnapshot(AreasError):
    """The snapshot file does not match what it says of itself; nothing was loaded."""


class BadBoundaries(AreasError):
    """A file of boundaries of which nothing was kept."""

    @classmethod
    def no_json(cls) -> "BadBoundaries":
        """It is no GeoJSON."""
        return cls("areas.no_geojson", "This is no GeoJSON with features. Nothing was imported.")

    @classmethod
    def too_large(cls, most: int) -> "BadBoundaries":
        """It is larger than is read at once."""
        return cls(
            "areas.boundaries_too_large",
            "The file is larger than {most} MB. Split it, by regency for example. Nothing was imported.",
            most=most,
        )

    @classmethod
    def projected(cls) -> "BadBoundaries":
        """Its coordinates are no degrees."""
        return cls(
            "areas.boundaries_projected",
            "The coordinates are in another projection. Save the file in degrees (WGS 84, EPSG:4326). Nothing was"
            " imported.",
        )

    @classmethod
    def nothing_fits(cls, features: int) -> "BadBoundaries":
        """No feature is an area's."""
        return cls(
            "areas.no_boundary_fits",
            "None of the {features} features has the Kemendagri code of an area and a polygon that lies there. Nothing"
            " was imported.",
            features=features,
        )

    @classmethod
    def no_source(cls) -> "BadBoundaries":
        """Nobody said where it is from."""
        return cls("areas.no_source", "Say where the boundaries are from: their source is shown with them.")


class UnknownArea(NotFound):
    """No area has this code."""

    def __init__(self, code: str) -> None:
        super().__init__("areas.unknown", "There is no area with the code {area_code}.", area_code=code)
