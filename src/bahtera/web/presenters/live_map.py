"""The map as GeoJSON: for the view that pans and zooms, and to take away for GIS."""

import json

from bahtera.pictures.features import feature_collection
from bahtera.web.presenters import maps


def geojson_of(asked: maps.Asked) -> str:
    """Return the features of a map with the same figures and classes as its drawing; raises NoPositions."""
    laid = maps.laid_out(asked)
    if not laid.has_places:
        raise maps.NoPositions
    made = feature_collection(
        laid.spots, maps.classes_of(asked), name=maps.NAME, ground=laid.ground, more=maps.details_of(asked)
    )
    told = {
        "judul": maps.title_of(asked),
        "sumber": maps.sources_of(laid.origins),
        "cara": maps.method_of(asked),
    }
    return json.dumps({**made, "keterangan": told}, ensure_ascii=False, separators=(",", ":"))
