"""The map as GeoJSON: for the view that pans and zooms, and to take away for GIS."""

import json

from bahtera.pictures.features import feature_collection
from bahtera.web.presenters.mapping.asked import NAME, Asked, details_of, title_of
from bahtera.web.presenters.mapping.classes import classes_of
from bahtera.web.presenters.mapping.laid import NoPositions, laid_out
from bahtera.web.presenters.mapping.notes import method_of, sources_of


def geojson_of(asked: Asked) -> str:
    """Return the features of a map with the same figures and classes as its drawing; raises NoPositions."""
    laid = laid_out(asked)
    if not laid.has_places:
        raise NoPositions
    made = feature_collection(
        laid.spots, classes_of(asked), name=NAME, ground=laid.ground, more=details_of(asked)
    )
    told = {
        "judul": title_of(asked),
        "sumber": sources_of(laid.origins),
        "cara": method_of(asked),
    }
    return json.dumps({**made, "keterangan": told}, ensure_ascii=False, separators=(",", ":"))
