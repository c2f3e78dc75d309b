"""Files of boundaries as offices send them, made on the spot."""

import json
import zipfile

import numpy as np
import pyogrio.raw
import pyproj
import shapely

UTM_50S = "EPSG:32750"


def square(east, north, side=0.1):
    """Return a square of degrees from its north-western corner."""
    return shapely.Polygon(
        [(east, north), (east + side, north), (east + side, north - side), (east, north - side)]
    )


def geojson(path, *features, **more):
    """Write (properties, shape) to a GeoJSON file and return its path."""
    made = [
        {
            "type": "Feature",
            "properties": told,
            "geometry": shapely.geometry.mapping(shape) if shape else None,
        }
        for told, shape in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made, **more}))
    return path


def written(path, rows, shapes, *, driver, crs="EPSG:4326", **more):
    """Write columns and shapes given in degrees to a file in a projection, by the library that reads them too."""
    move = pyproj.Transformer.from_crs(4326, crs or 4326, always_xy=True)
    moved = shapely.transform(
        np.array(shapes, dtype=object),
        lambda points: np.column_stack([*move.transform(points[:, 0], points[:, 1]), *points[:, 2:].T]),
        include_z=any(shape.has_z for shape in shapes),
    )
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(moved, output_dimension=3),
        field_data=[np.array([row[name] for row in rows], dtype=object) for name in rows[0]],
        fields=list(rows[0]),
        geometry_type="Polygon Z" if shapes[0].has_z else "Polygon",
        crs=crs,
        driver=driver,
        **more,
    )
    return path


def zipped(path, target, *, folder="data/"):
    """Zip a Shapefile with its siblings."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in sorted(path.parent.glob(f"{path.stem}.*")):
            packed.write(one, f"{folder}{one.name}")
    return target
