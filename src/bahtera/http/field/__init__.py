"""``/api/v1/field``: what the field app syncs by (docs/reference/field-api.md).

All but one want the session of an enrolled phone. Sealed visits come from a phone that only proves its key: it may
have been stopped meanwhile.
"""

from typing import Final

from ninja import Router

from bahtera.http.field import care, carried, files, starting, village, visits
from bahtera.http.field.replies import AT, JSON_TYPE, KIND, as_field_reply, describe

routers: Final[tuple[Router, ...]] = (
    starting.router,
    carried.router,
    visits.router,
    files.router,
    village.router,
    care.router,
)

__all__ = ["AT", "JSON_TYPE", "KIND", "as_field_reply", "describe", "routers"]
