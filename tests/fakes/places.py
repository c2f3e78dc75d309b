"""Areas for tests, without the snapshot of the whole country."""

from bahtera.areas.models import Area

_LEVELS = (("province", "provinsi"), ("regency", "kabupaten"), ("district", "kecamatan"), ("village", "desa"))


def place(code: str, name: str = "Desa Sintetis", *, zone: str = "Asia/Makassar") -> Area:
    """Return an area of the level its code has, not yet saved."""
    parts = code.split(".")
    level, kind = _LEVELS[len(parts) - 1]
    above = [".".join(parts[:size]) if len(parts) >= size else "" for size in (1, 2, 3)]
    return Area(
        code=code,
        name=name,
        level=level,
        kind=kind,
        parent_code=code.rpartition(".")[0],
        province_code=above[0],
        regency_code=above[1],
        district_code=above[2],
        zone=zone,
        search_text=f"|{name.casefold().replace(' ', '')}|",
    )


def add_places(names: dict[str, str]) -> None:
    """Save areas, given as name by code, those that are not there yet; the areas above them need not be there."""
    Area.objects.bulk_create([place(code, name) for code, name in names.items()], ignore_conflicts=True)
