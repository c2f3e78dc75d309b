"""What each unit is told for the service it is asked for, whatever was typed."""

import copy
from datetime import UTC, date, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bahtera.foundation.shipped import definitions
from bahtera.referrals.errors import BadPackets, NoPacket
from bahtera.referrals.rules.declaring import packets, read_packets
from bahtera.referrals.rules.packets import MOST_CODES, packet, seen_by_receiver
from bahtera.referrals.values import Level, State, Why

DECLARED = packets()
STORY = "Suami memukul istri di depan anak."
KNOWN = {
    "nama": "Sari",
    "nik": "6302014506900001",
    "kelompok_umur": "25_44",
    "jenis_kelamin": "perempuan",
    "wilayah": "63.02.05",
    "kebutuhan": ("bantuan_tunai",),
    "kebutuhan_konseling": ["hubungan_suami_istri"],
    "dokumen_hilang": ("akta_lahir",),
    "tanggal_lahir": date(1990, 6, 5),
    "penghasilan": 900_000,
    "kronologi": STORY,
    "catatan_psikologis": STORY,
    "pelapor": "Tetangga",
    "rumah_aman": "Jalan A",
    "keadaan_sosial": "Tinggal sendiri.",
    "disabilitas": ("fisik",),
}


def shipped(kind):
    text = (definitions(kind)).read_text(encoding="utf-8")
    return yaml.safe_load(text)


SERVICES = {one["id"]: one["by"] for one in shipped("services/2026.1.yaml")["services"]}
UNIT_KINDS = [one["name"] for one in shipped("code-lists/unit-kinds.yaml")["kinds"]]


def test_a_registry_learns_identity_and_missing_papers():
    told = packet(KNOWN, "akta_kelahiran", ["dukcapil"])
    assert set(told.sent) == {
        "nama",
        "nik",
        "kelompok_umur",
        "jenis_kelamin",
        "wilayah",
        "dokumen_hilang",
        "tanggal_lahir",
    }
    assert told.before == {"dokumen_hilang", "kelompok_umur", "jenis_kelamin", "wilayah"}
    assert told.missing == ()
    assert told.left_out["kronologi"] is Why.TOO_CONFIDENTIAL
    assert told.left_out["kebutuhan"] is Why.NOT_NEEDED
    assert STORY not in repr(told)
    assert "Sari" not in repr(told)


def test_police_learn_what_happened_but_neither_notes_nor_who_reported():
    told = packet(KNOWN, "laporan_polisi", ["polri_ppa"])
    assert told.sent["kronologi"] == STORY
    assert told.left_out["catatan_psikologis"] is Why.TOO_CONFIDENTIAL
    assert {"pelapor", "rumah_aman", "penghasilan"} <= set(told.left_out)


def test_a_counselling_centre_learns_the_need_and_takes_a_client_without_a_name():
    told = packet(
        {"kebutuhan_konseling": ("pengasuhan",), "kronologi": STORY}, "konseling_keluarga", ["ppks"]
    )
    assert (dict(told.sent), told.missing) == ({"kebutuhan_konseling": ("pengasuhan",)}, ())


def test_social_affairs_learn_the_situation_and_upt_ppa_the_chronology():
    assert {"keadaan_sosial", "disabilitas", "penghasilan"} <= set(
        packet(KNOWN, "perawatan_lansia", ["sosial"]).sent
    )
    assert "kronologi" not in packet(KNOWN, "perawatan_lansia", ["sosial"]).sent
    assert packet(KNOWN, "perlindungan", ["uptd_ppa"]).sent["kronologi"] == STORY


def test_a_group_of_earners_learns_a_name_and_no_income():
    told = packet(KNOWN | {"usaha": ("kue",)}, "kelompok_usaha", ["bkkbn"])
    assert {"nama", "usaha"} <= set(told.sent)
    assert "penghasilan" not in told.sent
    assert "nik" not in told.sent


def test_the_combined_office_of_jambi_is_told_for_the_service_asked():
    """One unit that does the work of social affairs and of the civil registry."""
    both = ["sosial", "dukcapil"]
    papers, support = packet(KNOWN, "akta_kelahiran", both), packet(KNOWN, "bantuan_sosial", both)
    assert dict(papers.sent) == dict(packet(KNOWN, "akta_kelahiran", ["dukcapil"]).sent)
    assert dict(support.sent) == dict(packet(KNOWN, "bantuan_sosial", ["sosial"]).sent)
    assert (papers.kind, support.kind) == ("dukcapil", "sosial")
    assert "keadaan_sosial" not in papers.sent
    assert "dokumen_hilang" not in support.sent


def test_of_two_kinds_that_one_packet_is_for_the_one_that_may_see_less_decides():
    told = packet(KNOWN, "bpjs", ["sosial", "pemdes"])
    assert told.kind == "pemdes"


ANY_VALUE = st.one_of(
    st.just(STORY),
    st.text(max_size=60),
    st.lists(st.one_of(st.just(STORY), st.text(max_size=20), st.just("akta_lahir")), max_size=3),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.none(),
    st.dictionaries(st.text(max_size=5), st.just(STORY), max_size=2),
)
NARROW = [one for one in UNIT_KINDS if one in DECLARED.ceilings and not DECLARED.ceilings[one].words]
ANY_SERVICE = st.one_of(st.sampled_from(sorted(SERVICES) + sorted(DECLARED.services)), st.text(max_size=10))


@given(
    st.dictionaries(st.one_of(st.sampled_from(sorted(DECLARED.fields)), st.text(max_size=8)), ANY_VALUE),
    ANY_SERVICE,
    st.sampled_from(["dukcapil", *NARROW]),
)
def test_whatever_is_typed_no_registry_learns_a_chronology(known, service, kind):
    try:
        told = packet(known | {"kronologi": STORY, "catatan_psikologis": STORY}, service, [kind])
    except NoPacket:
        return
    for name, value in told.sent.items():
        field = DECLARED.fields[name]
        assert field.level <= DECLARED.ceilings[kind].highest
        assert field.kind != "words"
        if field.kind in {"code", "codes"}:
            assert STORY not in value, "nor in a field that holds codes"
    assert "kronologi" not in told.sent
    assert all(DECLARED.fields[name].level <= Level.L2 for name in told.before)
    assert set(told.before) <= set(told.sent)
    if kind == "dukcapil":
        assert all(DECLARED.fields[name].level <= Level.L3 for name in told.sent)


@given(
    st.dictionaries(st.sampled_from(sorted(DECLARED.fields)), ANY_VALUE),
    ANY_SERVICE,
    st.lists(st.sampled_from(UNIT_KINDS), min_size=1, max_size=3),
)
def test_notes_never_travel_and_nothing_is_lost_in_silence(known, service, kinds):
    try:
        told = packet(known, service, kinds)
    except NoPacket:
        return
    assert all(DECLARED.fields[name].level < Level.L5 for name in told.sent)
    filled = {name for name, value in known.items() if value not in (None, "", (), [])}
    assert set(told.sent) | set(told.left_out) == filled
    assert not set(told.sent) & set(told.left_out)


def test_every_service_of_the_mapping_has_a_packet_for_those_that_give_it():
    refused = set()
    for service, kinds in SERVICES.items():
        for kind in kinds:
            try:
                packet({}, service, [kind])
            except NoPacket:
                refused.add((service, kind))
    assert refused == {("internet_desa", "kominfo")}, (
        "a signal for a village is a plan, not a referral of a person"
    )


def test_packets_name_services_and_kinds_that_exist():
    known = set(SERVICES) | set(DECLARED.services)
    assert not set(SERVICES) & set(DECLARED.services)
    assert {name for one in DECLARED.declared for name in one.services} <= known
    assert set(DECLARED.ceilings) <= set(UNIT_KINDS)
    assert "bps" not in DECLARED.ceilings


def test_a_kind_that_does_not_give_a_service_is_told_nothing():
    for kinds in (["pendidikan"], ["bps"], []):
        with pytest.raises(NoPacket):
            packet(KNOWN, "laporan_polisi", kinds)
    with pytest.raises(NoPacket):
        packet(KNOWN, "layanan_sendiri", ["bps"])


def test_a_service_that_a_unit_named_itself_gets_the_least():
    told = packet(KNOWN | {"kontak": "0800 000 000"}, "senam_lansia", ["puskesmas"])
    assert set(told.sent) == {"nama", "kebutuhan", "kontak"}


def test_a_number_leaves_only_with_the_rules_for_calling_it():
    reach = {"kontak": "0800 000 000", "alamat": "RT 1", "kontak_aman": ("boleh_wa",)}
    told = packet(KNOWN | reach, "akta_kelahiran", ["dukcapil"])
    assert told.left_out["kontak"] is told.left_out["alamat"] is Why.CONTACT_RULES
    told = packet(KNOWN | reach, "perawatan_lansia", ["sosial"])
    assert {"kontak", "alamat", "kontak_aman"} <= set(told.sent)
    told = packet(KNOWN | reach | {"kontak_aman": ()}, "akta_kelahiran", ["dukcapil"])
    assert {"kontak", "alamat"} <= set(told.sent), "no rules were given"
    told = packet(KNOWN | reach | {"kontak_aman": ("jangan_hubungi",)}, "perawatan_lansia", ["sosial"])
    assert told.left_out["kontak"] is Why.CONTACT_RULES
    assert "alamat" in told.sent


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("nik", "630201450690000"),
        ("nama", "Sari\nSuami memukul"),
        ("nama", "a" * 101),
        ("kelompok_umur", "Dewasa muda"),
        ("dokumen_hilang", ("x",) * (MOST_CODES + 1)),
        ("dokumen_hilang", "akta_lahir"),
        ("tanggal_lahir", datetime(1990, 6, 5, tzinfo=UTC)),
        ("tanggal_lahir", "1990-06-05"),
        ("wilayah", "63.02.05.2001"),
        ("penghasilan", -1),
        ("penghasilan", True),
        ("kontak", "tanya ibunya"),
        ("keadaan_sosial", "a" * 1001),
    ],
)
def test_what_has_not_its_declared_shape_stays_at_home(name, bad):
    service, kind = ("bantuan_sosial", "sosial")
    if name == "dokumen_hilang":
        service, kind = ("akta_kelahiran", "dukcapil")
    assert packet({name: bad}, service, [kind]).left_out == {name: Why.MALFORMED}


def test_what_is_missing_is_said():
    assert packet({"nik": "x"}, "akta_kelahiran", ["dukcapil"]).missing == ("nama", "dokumen_hilang")
    assert packet({"nma": "Sari"}, "isbat_nikah", ["kua"]).left_out == {"nma": Why.UNKNOWN}


def test_what_the_receiver_sees_in_each_state():
    told = packet(KNOWN, "akta_kelahiran", ["dukcapil"])
    for state in (State.SENT, State.DELIVERED):
        assert set(seen_by_receiver(told, state)) == set(told.before)
    for state in (State.ACCEPTED, State.SCHEDULED, State.MISSED, State.RUNNING, State.DONE):
        assert dict(seen_by_receiver(told, state)) == dict(told.sent)
    for state in (State.DRAFT, State.DECLINED, State.WITHDRAWN, State.EXPIRED):
        assert dict(seen_by_receiver(told, state)) == {}


@pytest.fixture
def told():
    return copy.deepcopy(shipped("referrals/packets.yaml"))


def by_id(told, name):
    return next(one for one in told["packets"] if one["id"] == name)


def spoil_ceiling(told):
    by_id(told, "dokumen")["needs"].append("kronologi")


def spoil_words(told):
    by_id(told, "konseling")["needs"].append("keadaan_sosial")


def spoil_before(told):
    by_id(told, "dokumen")["before"].append("nama")


def spoil_early(told):
    by_id(told, "kerja")["before"].append("kebutuhan")


def spoil_unknown(told):
    by_id(told, "kerja")["may"].append("hobi")


def spoil_twice(told):
    by_id(told, "kerja")["may"].append("nama")


def spoil_second(told):
    by_id(told, "visum")["services"].append("puskesmas")


def spoil_kind(told):
    by_id(told, "kerja")["kinds"].append("bps")


def spoil_notes(told):
    told["kinds"][0]["highest"] = "L5"


def spoil_field(told):
    told["fields"][0]["kind"] = "essay"


def spoil_label(told):
    told["fields"][0]["label"] = {"id": "Kelompok umur"}


def spoil_length(told):
    told["fields"][0]["longest"] = 5


def spoil_beside(told):
    told["fields"][0]["beside"] = "hobi"


def spoil_name(told):
    told["fields"].append(told["fields"][0])


@pytest.mark.parametrize(
    "spoil",
    [one for name, one in list(globals().items()) if name.startswith("spoil_")],
    ids=lambda one: one.__name__,
)
def test_a_declaration_that_would_let_out_too_much_is_refused(told, spoil):
    read_packets(told)
    spoil(told)
    with pytest.raises(BadPackets):
        read_packets(told)
