"""Broken submissions: each is refused with a code, or accepted with a finding that names the question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.unit.questionnaires.forms import ARRIVED, YES_NO, codes, form_of, judged, sent

from bahtera.questionnaires.engine.assessment import assess
from bahtera.questionnaires.engine.envelopes import read_submission
from bahtera.questionnaires.engine.evaluation import MAX_ROWS
from bahtera.questionnaires.engine.messages import CODES, TYPE_CODES
from bahtera.questionnaires.errors import RefusedSubmission

if TYPE_CHECKING:
    from bahtera.questionnaires.values import FormVersion

GOOD = b'<data id="uji" version="1"><meta><instanceID>uuid:1</instanceID></meta></data>'
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;">]><data id="uji" version="1"><teks>&lol3;</teks></data>"""
OUTSIDE = (
    b"""<!-- <a> --><!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]><data id="uji">&x;</data>"""
)
REFUSED = {
    "cut off": (GOOD[:60], "not_well_formed"),
    "empty": (b"", "not_well_formed"),
    "not XML": (b"\x00\x01\x02", "not_well_formed"),
    "a nul byte": (GOOD.replace(b"uuid:1", b"uu\x00id"), "not_well_formed"),
    "two roots": (GOOD + GOOD, "not_well_formed"),
    "laughing bomb": (LAUGHS, "document_type"),
    "external entity": (OUTSIDE, "document_type"),
    "bare document type": (b"<!DOCTYPE data>" + GOOD, "document_type"),
    "an undeclared entity": (GOOD.replace(b"uuid:1", b"&x;"), "not_well_formed"),
    "latin-1 bytes": (GOOD.replace(b"uuid:1", b"caf\xe9"), "encoding_wrong"),
    "declared latin-1": (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + GOOD, "encoding_wrong"),
    "utf-16": (GOOD.decode().encode("utf-16"), "encoding_wrong"),
    "foreign namespace": (GOOD.replace(b"<data", b'<data xmlns="http://example.org/x"'), "namespace_wrong"),
    "no form": (GOOD.replace(b' id="uji"', b""), "form_id_missing"),
    "a form id with a line break": (GOOD.replace(b'"uji"', b'"u&#10;ji"'), "form_id_missing"),
    "no instance id": (GOOD.replace(b"uuid:1", b""), "instance_id_missing"),
    "an endless instance id": (GOOD.replace(b"uuid:1", b"x" * 250), "instance_id_missing"),
    "an instance id with spaces": (GOOD.replace(b"uuid:1", b"a b"), "instance_id_missing"),
    "millions of elements": (b"<data id='uji'>" + b"<a/>" * 400_000 + b"</data>", "too_many_elements"),
    "too deep": (b"<data id='uji'>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</data>", "too_deep"),
}


@pytest.fixture(scope="module")
def form() -> FormVersion:
    return form_of(
        [
            {"type": "start", "name": "start"},
            {"type": "end", "name": "end"},
            {"type": "text", "name": "teks", "label": "Teks", "required": "yes"},
            {"type": "integer", "name": "jumlah", "label": "Jumlah", "constraint": ". >= 0"},
            {"type": "decimal", "name": "luas", "label": "Luas"},
            {"type": "date", "name": "lahir", "label": "Lahir"},
            {"type": "geopoint", "name": "titik", "label": "Titik"},
            {"type": "select_one yt", "name": "setuju", "label": "Setuju"},
            {"type": "select_multiple yt", "name": "beberapa", "label": "Beberapa"},
            {"type": "select_one_from_file villages.csv", "name": "desa", "label": "Desa"},
            {"type": "integer", "name": "anak", "label": "Anak", "relevant": "${jumlah} > 1"},
            {"type": "calculate", "name": "ganda", "calculation": "${jumlah} * 2"},
            {"type": "begin repeat", "name": "anggota", "label": "Anggota"},
            {"type": "text", "name": "nama", "label": "Nama"},
            {"type": "integer", "name": "umur", "label": "Umur", "constraint": ". < 150"},
            {"type": "end repeat"},
            {"type": "calculate", "name": "banyak", "calculation": "count(${anggota})"},
        ],
        YES_NO,
    )


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_a_submission_is_refused(name: str) -> None:
    xml, code = REFUSED[name]
    with pytest.raises(RefusedSubmission) as refused:
        read_submission(xml)
    assert refused.value.code == f"questionnaires.{code}"
    assert str(refused.value)


def test_a_good_envelope_is_read_with_and_without_namespaces() -> None:
    plain = read_submission(GOOD)
    assert (plain.form_id, plain.version, plain.root, plain.instance_id) == ("uji", "1", "data", "uuid:1")
    xml = (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><!-- <!DOCTYPE --><data id="uji" version="1"'
        b' xmlns="http://www.w3.org/2002/xforms" xmlns:orx="http://openrosa.org/xforms"><orx:meta>'
        b"<orx:instanceID>uuid:2</orx:instanceID><orx:deprecatedID>uuid:1</orx:deprecatedID></orx:meta></data>"
    )
    spaced = read_submission(xml)
    assert (spaced.instance_id, spaced.deprecated_id) == ("uuid:2", "uuid:1")


def test_the_letters_of_a_document_type_inside_an_answer_are_harmless(form: FormVersion) -> None:
    xml = sent(form, teks="x").replace(b">x<", b"><![CDATA[<!DOCTYPE x>]]><")
    assert read_submission(xml).instance_id == "uuid:uji"
    assert judged(form, xml).answers["teks"] == "<!DOCTYPE x>"


def found(form: FormVersion, **answers: object) -> list[tuple[str, str]]:
    worked_out = {"ganda": "", "banyak": 0, "teks": "a"}
    if isinstance(answers.get("jumlah"), int):
        worked_out["ganda"] = str(2 * int(str(answers["jumlah"])))
    return codes(judged(form, sent(form, **{**worked_out, **answers}), villages=frozenset({"63.01.01.2001"})))


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        ("jumlah", "lima", "not_a_whole_number"),
        ("jumlah", "5.5", "not_a_whole_number"),
        ("jumlah", "2147483648", "not_a_whole_number"),
        ("jumlah", "٥", "not_a_whole_number"),
        ("jumlah", "1e3", "not_a_whole_number"),
        ("jumlah", "9" * 5000, "not_a_whole_number"),
        ("luas", "NaN", "not_a_number"),
        ("luas", "tiga", "not_a_number"),
        ("luas", "1e999", "not_a_number"),
        ("luas", "1,5", "not_a_number"),
        ("lahir", "2026-02-30", "not_a_date"),
        ("lahir", "kemarin", "not_a_date"),
        ("lahir", "0000-01-01", "not_a_date"),
        ("lahir", "1700-01-01", "date_implausible"),
        ("lahir", "9999-01-01", "date_implausible"),
        ("lahir", "2027-05-05", "date_in_future"),
        ("titik", "91 10 0 0", "not_a_place"),
        ("titik", "di rumah", "not_a_place"),
        ("setuju", "mungkin", "not_a_choice"),
        ("beberapa", "ya mungkin", "not_a_choice"),
        ("beberapa", "ya ya", "choice_repeated"),
        ("desa", "99.99.99.9999", "village_unknown"),
        ("anak", "3", "not_asked"),
    ],
)
def test_a_doubtful_answer_becomes_a_finding(form: FormVersion, question: str, value: str, code: str) -> None:
    assert found(form, **{question: value}) == [(code, question)]


def test_a_negative_count_breaks_its_rule(form: FormVersion) -> None:
    assert found(form, jumlah=-9) == [("constraint_failed", "jumlah")]


def test_a_missing_required_answer_and_a_blank_one(form: FormVersion) -> None:
    assert ("required_missing", "teks") in found(form, teks="")
    assert ("required_missing", "teks") in found(form, teks="   ")


def test_a_known_village_gives_no_finding(form: FormVersion) -> None:
    assert found(form, desa="63.01.01.2001") == []


def test_results_of_the_phone_are_worked_out_again(form: FormVersion) -> None:
    assert codes(judged(form, sent(form, teks="a", jumlah=3, ganda=7, banyak=0))) == [
        ("calculate_differs", "ganda")
    ]
    assert codes(judged(form, sent(form, teks="a", jumlah=3, ganda="6.0", banyak="0"))) == []


def test_what_follows_from_an_unreadable_answer_is_not_told_again(form: FormVersion) -> None:
    assert codes(judged(form, sent(form, teks="a", jumlah="lima", ganda="10", banyak="0"))) == [
        ("not_a_whole_number", "jumlah")
    ]
    assert codes(judged(form, sent(form, teks="a", jumlah="lima", ganda="10", banyak="9"))) == [
        ("not_a_whole_number", "jumlah"),
        ("calculate_differs", "banyak"),
    ]


def test_an_answer_that_was_not_asked_does_not_count(form: FormVersion) -> None:
    assessment = judged(form, sent(form, teks="a", ganda=2, jumlah=1, anak=3, banyak=0))
    assert "anak" not in assessment.answers


def test_unknown_repeated_and_nested_elements_are_found(form: FormVersion) -> None:
    xml = sent(form, teks="a", banyak=0).replace(
        b"<teks>a</teks>", b"<teks>a</teks><teks>b</teks><asing>1</asing>"
    )
    assert codes(judged(form, xml)) == [("answered_twice", "teks"), ("unknown_question", "data")]
    nested = sent(form, teks="a", banyak=0).replace(b"<teks>a</teks>", b"<teks>a<b>c</b></teks>")
    assert codes(judged(form, nested)) == [("unknown_question", "teks")]


def test_what_clients_add_to_the_meta_block_is_no_question(form: FormVersion) -> None:
    xml = sent(form, teks="a", banyak=0).replace(
        b"<meta>", b"<meta><deprecatedID>uuid:0</deprecatedID><instanceName>x</instanceName>"
    )
    assert codes(judged(form, xml)) == []


def test_a_finding_in_a_repeat_names_its_row(form: FormVersion) -> None:
    rows = [{"nama": "Ani", "umur": 3}, {"nama": "Budi", "umur": 400}]
    (finding,) = judged(form, sent(form, teks="a", anggota=rows, banyak=2)).findings
    assert (finding.code, finding.row, finding.path) == ("constraint_failed", 2, "/data/anggota[2]/umur")
    assert finding.value == "400"
    assert set(finding.messages) == {"id", "en"}


def test_ten_thousand_members_are_read_once_and_reported(form: FormVersion) -> None:
    rows = [{"nama": str(number)} for number in range(10_000)]
    assessment = judged(form, sent(form, teks="a", anggota=rows, banyak=10_000))
    assert codes(assessment) == [("too_many_rows", "anggota"), ("calculate_differs", "banyak")]
    members = assessment.answers["anggota"]
    assert isinstance(members, list)
    assert len(members) == MAX_ROWS


def test_findings_are_bounded(form: FormVersion) -> None:
    rows = [{"nama": "x", "umur": "bukan angka"} for _ in range(200)]
    xml = sent(form, teks="a", anggota=rows, banyak=200).replace(b"<umur>", b"<asing/><asing/><umur>")
    assessment = judged(form, xml)
    assert assessment.findings[-1].code == "too_many_findings"
    assert len(assessment.findings) <= 302


def test_a_clock_wrong_by_years_is_found(form: FormVersion) -> None:
    early = sent(
        form, teks="a", banyak=0, start="2019-01-01T08:00:00.000+08:00", end="2019-01-01T08:20:00.000+08:00"
    )
    assert codes(judged(form, early)) == [("clock_wrong", "data")]
    late = sent(
        form, teks="a", banyak=0, start="2031-01-01T08:00:00.000+08:00", end="2031-01-01T07:00:00.000+08:00"
    )
    assert codes(judged(form, late)) == [("clock_wrong", "data"), ("times_reversed", "data")]


def test_a_broken_clock_text_is_found_and_harms_nothing(form: FormVersion) -> None:
    assessment = judged(form, sent(form, teks="a", banyak=0, start="kemarin", end="2026-13-45T99:00:00Z"))
    assert {code for code, _ in codes(assessment)} == {"not_a_moment"}
    assert assessment.meta.started_at is None


def test_times_keep_the_device_offset(form: FormVersion) -> None:
    xml = sent(
        form, teks="a", banyak=0, start="2026-11-20T23:50:00.000+09:00", end="2026-11-21T00:10:00.000+09:00"
    )
    meta = judged(form, xml).meta
    assert meta.started_at is not None
    assert meta.started_at.date() == date(2026, 11, 20)
    assert str(meta.started_at.utcoffset()) == "9:00:00"


def test_the_same_bytes_give_the_same_findings(form: FormVersion) -> None:
    xml = sent(form, jumlah="x", setuju="z")
    first = assess(form, xml, village_known=lambda _: True, received_on=ARRIVED)
    assert first == assess(form, xml, village_known=lambda _: True, received_on=ARRIVED)


def test_every_type_code_is_worded() -> None:
    assert set(TYPE_CODES.values()) <= CODES
