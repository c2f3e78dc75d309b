"""Where people in danger can turn to: what is public of a unit, and which units are near."""

import pytest
from tests.fakes.offices import *  # noqa: F403 - fixtures are found by their names; __all__ lists them

from bahtera.access import api as access

REGENCY, OTHER, PROVINCE = "15.05", "15.06", "15"
VILLAGES = (f"{REGENCY}.01.2001", f"{REGENCY}.01.2002")


@pytest.fixture
def unit(root):
    agencies = {}

    def add(name, kind, area, **told):
        if area not in agencies:
            agencies[area] = access.add_agency(f"Dinas {area} (sintetis)", area=area, actor=root)
        counter = access.Counter(**told)
        inbox = name.lower().replace(" ", "-")
        return access.add_unit(agencies[area], name=name, kind=kind, inbox=inbox, actor=root, counter=counter)

    return add


def names(villages=VILLAGES):
    return [one.name for one in access.helping_units(villages)]


def test_units_of_the_regency_come_before_the_provinces(unit, root, offices):
    assert names() == ["UPTD PPA Provinsi"], "the province's, where the regency has none"
    unit("UPTD PPA Kabupaten", "uptd_ppa", REGENCY, phone="0741-123 456", whatsapp="+62 812-0000-0000")
    assert names() == ["UPTD PPA Kabupaten"]
    unit("Unit PPA Polres", "polri_ppa", REGENCY)
    unit("Unit PPA Polda", "polri_ppa", PROVINCE)
    unit("UPTD PPA Tetangga", "uptd_ppa", OTHER)
    unit("Puskesmas", "puskesmas", REGENCY)
    assert names() == ["UPTD PPA Kabupaten", "Unit PPA Polres"]
    assert names([*VILLAGES, f"{OTHER}.01.2001"]) == [
        "UPTD PPA Kabupaten",
        "UPTD PPA Tetangga",
        "Unit PPA Polres",
    ]
    [first, *_] = access.helping_units(VILLAGES)
    assert (first.area, first.counter) == (REGENCY, access.Counter("0741-123 456", "+62 812-0000-0000"))
    assert access.helping_units([]) == ()


def test_a_unit_keeps_its_counter_unless_another_is_written(unit, root):
    unit_id = unit("UPTD PPA Kabupaten", "uptd_ppa", REGENCY, phone="129", address="  Jalan   Contoh 1 ")
    plain = {"name": "UPTD PPA", "kind": "uptd_ppa", "inbox": "uptd-ppa-kabupaten", "actor": root}
    access.change_unit(unit_id, **plain)
    assert access.get_unit(unit_id, actor=root)[0].counter == access.Counter("129", "", "Jalan Contoh 1")
    access.change_unit(unit_id, **plain, counter=access.Counter())
    assert access.get_unit(unit_id, actor=root)[0].counter == access.Counter()


@pytest.mark.parametrize("written", ["12", "nomor", "0812<script>", "1" * 16, "0812 ext 3", "++62812000"])
def test_what_is_no_telephone_number_is_refused(unit, written):
    with pytest.raises(access.BadEntry, match="3 to 15 digits"):
        unit("UPTD PPA Kabupaten", "uptd_ppa", REGENCY, whatsapp=written)
