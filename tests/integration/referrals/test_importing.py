"""Tables of referrals: each line becomes a draft, or says why not; nothing is left of the others."""

import io
from uuid import uuid4

import pytest
from openpyxl import Workbook
from tests.fakes.referral_world import VILLAGE, officer

from bahtera.access.api import NotAllowed
from bahtera.clients.models import Client
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sheets import UnreadableSheet
from bahtera.referrals import api as referrals
from bahtera.referrals.models import Referral

pytestmark = pytest.mark.django_db
HEAD = (
    "Penerima;Layanan;Urgensi;Nama;NIK;Jenis kelamin;Tanggal lahir;Tahun lahir;Desa;Kebutuhan;Keadaan sosial"
)


def line(name, *, to="sosial-15.05", service="perawatan_lansia", urgency="", nik="", born="", **more):
    told = [
        to,
        service,
        urgency,
        name,
        nik,
        more.get("sex", "p"),
        born,
        more.get("year", ""),
        more.get("village", VILLAGE),
        more.get("need", "santunan"),
        more.get("words", ""),
    ]
    return ";".join(told)


def table(*lines, head=HEAD):
    return "\n".join([head, *lines]).encode()


def taken(world, content):
    return referrals.import_referrals(content, sender_unit=world.ppks, actor=world.counsellor)


def test_lines_become_drafts_with_their_clients_and_nothing_is_sent(world):
    told = taken(
        world,
        table(
            line("Sari (sintetis)", born="12/03/1950", urgency="24_jam", words="'=Sendiri (sintetis)"),
            "",
            line("Budi (sintetis)", sex="l", year="1948", to="sosial-63.02", need="santunan, pangan"),
        ),
    )
    assert [(one.line, one.code) for one in told.rows] == [(2, ""), (4, "")]
    assert told.kept == 2
    first = referrals.get_referral(told.rows[0].referral_id, actor=world.counsellor)
    assert (first.row.state, first.row.urgency) == (referrals.State.DRAFT, referrals.Urgency.HOURS_24)
    assert first.seen["kebutuhan"] == ("santunan",)
    assert first.seen["keadaan_sosial"] == "=Sendiri (sintetis)"
    assert first.seen["nama"] == "Sari (sintetis)"
    second = referrals.get_referral(told.rows[1].referral_id, actor=world.counsellor)
    assert second.row.receiver_unit == world.far
    assert second.seen["mutu_tanggal_lahir"] == "perkiraan_tahun"
    assert not Referral.objects.exclude(state="draf").exists()


def test_a_workbook_is_read_as_well(world):
    book = Workbook()
    book.active.append(HEAD.split(";"))
    book.active.append(line("Sari (sintetis)", born="1950-03-12").split(";"))
    out = io.BytesIO()
    book.save(out)
    assert taken(world, out.getvalue()).kept == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": "tidak-ada"}, "referrals.bad_cell"),
        ({"to": ""}, "referrals.bad_cell"),
        ({"to": "ppks-15.05"}, "referrals.no_packet"),
        ({"service": "sulap"}, "referrals.bad_service"),
        ({"service": "akta_kelahiran"}, "referrals.no_packet"),
        ({"urgency": "besok"}, "referrals.bad_cell"),
        ({"born": "31-02-1950"}, "referrals.bad_cell"),
        ({"year": "50"}, "referrals.bad_cell"),
        ({"born": "2999-01-01"}, "clients."),
        ({"village": "15.05.99.9999"}, "clients."),
        ({"nik": "12"}, "clients."),
        ({"sex": "x"}, "clients."),
        ({"need": "Beras 10 kg!"}, "referrals.bad_cell"),
        ({"words": "x" * 1001}, "referrals.bad_cell"),
    ],
)
def test_a_wrong_line_says_why_and_leaves_nothing(world, wrong, code):
    told = taken(world, table(line("Sari (sintetis)", **wrong), line("Budi (sintetis)", sex="l")))
    assert told.rows[0].code.startswith(code)
    assert told.rows[0].referral_id is None
    assert told.rows[0].message
    assert told.kept == 1
    assert Client.objects.count() == Referral.objects.count() == 1


def test_a_line_without_anybody_is_refused(world):
    assert taken(world, table(line(""))).rows[0].code == "referrals.bad_cell"
    assert not Client.objects.exists()


def test_a_table_may_be_taken_again_after_it_broke_off(world):
    lines = [line("Sari (sintetis)", nik="1505015203500001"), line("Tia (sintetis)", born="1960-01-05")]
    assert taken(world, table(lines[0])).kept == 1
    again = taken(world, table(*lines, lines[1]))
    assert [one.code for one in again.rows] == ["referrals.already_open", "", "referrals.already_open"]
    assert Client.objects.count() == Referral.objects.count() == 2
    other = taken(world, table(line("Sari (sintetis)", nik="1505015203500001", to="sosial-63.02")))
    assert (other.kept, other.rows[0].ask_supervisor) == (1, True)


def test_a_line_may_name_a_client_who_is_known(world, tini):
    head = "penerima,layanan,klien,kebutuhan"
    told = taken(
        world,
        table(
            f"sosial-15.05,perawatan_lansia,{tini},santunan",
            f"sosial-15.05,perawatan_lansia,{tini},santunan",
            f"sosial-15.05,perawatan_lansia,{uuid4()},santunan",
            "sosial-15.05,perawatan_lansia,tini,santunan",
            head=head,
        ),
    )
    assert [one.code for one in told.rows] == [
        *("", "referrals.already_open", "clients.no_such_client", "referrals.bad_cell")
    ]


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("nama;layanan", "penerima"),
        (f"{HEAD};catatan", "catatan"),
        (f"{HEAD};nama", "nama"),
        ("", "penerima"),
    ],
)
def test_a_table_with_other_columns_is_refused_whole(world, head, named):
    with pytest.raises(referrals.BadTable) as caught:
        taken(world, table(line("Sari (sintetis)"), head=head))
    assert named in next(iter(caught.value.details.values()))
    assert not Client.objects.exists()


def test_rules_of_safe_contact_are_not_taken_from_a_table(world):
    with pytest.raises(referrals.BadTable):
        taken(world, table(line("Sari (sintetis)"), head=f"{HEAD};kontak_aman"))


def test_what_is_no_table_is_refused(world):
    with pytest.raises(UnreadableSheet):
        taken(world, b"\xff\xfe\x00")
    with pytest.raises(referrals.BadTable):
        taken(world, b"")


def test_only_whoever_sends_for_the_unit_takes_a_table_in(world):
    for actor in (world.social, officer(world.ppks, 9, "coordinator", "15.05")):
        with pytest.raises(NotAllowed):
            referrals.import_referrals(table(line("Sari (sintetis)")), sender_unit=world.ppks, actor=actor)
    assert not Client.objects.exists()


def test_the_table_is_in_the_audit(world):
    taken(world, table(line("Sari (sintetis)")))
    entry = AuditEntry.objects.get(action="referrals.table_taken")
    assert entry.details["lines"] == 1
