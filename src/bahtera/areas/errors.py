"""What areas refuse.

::

    Refused
    ├── AreasError
    │   ├── BadSnapshot     the snapshot file does not match what it says of itself
    │   ├── BadBoundaries   a file of boundaries that cannot be read, or in which nothing fits
    │   └── BoundaryFileMoved  a file of boundaries that is not at the point for what is asked
    └── NotFound
        ├── UnknownArea     no area has this code
        └── UnknownBoundaryFile  there is no such file of boundaries
"""

from bahtera.foundation.errors import NotFound, Refused


class AreasError(Refused):
    """The request cannot be met for the areas as they are."""


class BadSnapshot(AreasError):
    """The snapshot file does not match what it says of itself; nothing was loaded."""


class BadBoundaries(AreasError):
    """A file of boundaries of which nothing was kept."""

    @classmethod
    def unknown_kind(cls) -> "BadBoundaries":
        """It is none of the kinds of file that are read."""
        return cls(
            "areas.boundaries_unknown_kind",
            "This is no GeoJSON, GeoPackage or zipped Shapefile. Nothing was imported.",
        )

    @classmethod
    def unreadable(cls) -> "BadBoundaries":
        """It breaks off, or is not what it begins as."""
        return cls(
            "areas.boundaries_unreadable",
            "The file is damaged and cannot be read to its end. Nothing was imported.",
        )

    @classmethod
    def too_detailed(cls) -> "BadBoundaries":
        """One area of a GeoJSON holds more points than may be read at once."""
        return cls(
            "areas.boundaries_too_detailed",
            "One area in this file is drawn with too many points to be read as GeoJSON."
            " Save the file as GeoPackage (.gpkg), or simplify its lines. Nothing was imported.",
        )

    @classmethod
    def lone_shape(cls) -> "BadBoundaries":
        """A Shapefile without the file of its columns."""
        return cls(
            "areas.boundaries_lone_shape",
            "The .shp alone has no codes. Zip it together with its .dbf, .shx and .prj. Nothing was imported.",
        )

    @classmethod
    def not_one_inside(cls, found: int) -> "BadBoundaries":
        """A zip with none or several data sets."""
        return cls(
            "areas.boundaries_not_one",
            "The zip holds {found} files of boundaries; it must hold one. Nothing was imported.",
            found=found,
        )

    @classmethod
    def no_layer(cls, wanted: str, there: str) -> "BadBoundaries":
        """The file has no such layer."""
        return cls(
            "areas.boundaries_no_layer",
            "The file has no layer {wanted}; it has {there}. Nothing was imported.",
            wanted=wanted,
            there=there,
        )

    @classmethod
    def unknown_crs(cls, told: str) -> "BadBoundaries":
        """Nobody knows the projection that is named."""
        return cls(
            "areas.boundaries_unknown_crs",
            "The projection {told} is not known. Name it by its EPSG code, as EPSG:32750. Nothing was imported.",
            told=told,
        )

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
            "The coordinates are no degrees, and the file does not say in which projection they are. Name it (as"
            " EPSG:32750), or save the file in degrees (WGS 84). Nothing was imported.",
        )

    @classmethod
    def mercator(cls) -> "BadBoundaries":
        """Its coordinates are the metres of web maps, and it does not say so."""
        return cls(
            "areas.boundaries_mercator",
            "The coordinates are metres and look like those of web maps. Write EPSG:3857 as the projection and send"
            " the file again. Nothing was imported.",
        )

    @classmethod
    def swapped(cls) -> "BadBoundaries":
        """Latitude stands before longitude."""
        return cls(
            "areas.boundaries_swapped",
            "Latitude stands before longitude. Save the file with longitude first, as 115.2, -3.4, and send it again."
            " Nothing was imported.",
        )

    @classmethod
    def already_degrees(cls, told: str) -> "BadBoundaries":
        """It names a projection in metres, and its coordinates are degrees."""
        return cls(
            "areas.boundaries_already_degrees",
            "The file says its projection is {told}, but its coordinates are degrees. Write EPSG:4326 as the projection"
            " and send it again. Nothing was imported.",
            told=told,
        )

    @classmethod
    def far_off(cls, far: int, features: int) -> "BadBoundaries":
        """Most of it lies elsewhere than its codes say."""
        return cls(
            "areas.boundaries_far_off",
            "{far} of the {features} features lie far from the area with their code. Look whether the projection is"
            " right (a neighbouring UTM zone moves all of it) and whether the codes are those of Kemendagri. Nothing"
            " was imported.",
            far=far,
            features=features,
        )

    @classmethod
    def nothing_fits(cls, features: int) -> "BadBoundaries":
        """No feature is an area's."""
        return cls(
            "areas.no_boundary_fits",
            "None of the {features} features has the code of an area and a polygon that lies there. Nothing was"
            " imported.",
            features=features,
        )

    @classmethod
    def no_file(cls) -> "BadBoundaries":
        """Nothing was sent, or nothing is in it."""
        return cls("areas.no_boundary_file", "Choose the file with the boundaries; this one is empty.")

    @classmethod
    def no_room(cls) -> "BadBoundaries":
        """The disk is full."""
        return cls(
            "areas.no_room_for_boundaries",
            "There is no room left on the server for this file, and nothing of it was kept. Tell the administrator.",
        )

    @classmethod
    def broken_off(cls) -> "BadBoundaries":
        """Reading it was cut off as often as it is begun."""
        return cls(
            "areas.boundaries_broken_off",
            "Reading this file broke off again and again, and nothing of it was kept. Tell the administrator.",
        )

    @classmethod
    def no_source(cls) -> "BadBoundaries":
        """Nobody said where it is from."""
        return cls("areas.no_source", "Say where the boundaries are from: their source is shown with them.")


class UnknownArea(NotFound):
    """No area has this code."""

    def __init__(self, code: str) -> None:
        super().__init__("areas.unknown", "There is no area with the code {area_code}.", area_code=code)


class BoundaryFileMoved(AreasError):
    """A file of boundaries that is not at the point for what is asked."""

    def __init__(self) -> None:
        super().__init__(
            "areas.boundary_file_moved",
            "Meanwhile this file was decided about, by you or somebody else. Look at it once more.",
        )


class UnknownBoundaryFile(NotFound):
    """There is no such file of boundaries."""

    def __init__(self, file_id: int) -> None:
        super().__init__(
            "areas.unknown_boundary_file", "There is no file of boundaries {number}.", number=file_id
        )
