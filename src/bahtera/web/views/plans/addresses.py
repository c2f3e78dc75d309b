"""Which area an address about plans names: ``wilayah``, as everywhere; ``desa`` in addresses kept from before."""

from django.http import HttpRequest

from bahtera.areas import api as areas

_LONGEST = 80


def area_text(request: HttpRequest) -> str:
    """Return what stands for the area in an address, as it stands there."""
    found = request.GET.get("wilayah", "").strip() or request.GET.get("desa", "").strip()
    return found[:_LONGEST]


def area_code(request: HttpRequest) -> str:
    """Return the code of the area that an address names, also with its name behind it; "" without one."""
    return areas.code_in(area_text(request).partition(" ")[0]) or ""
