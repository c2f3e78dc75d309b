"""The reply somebody gets, and the register of processing."""

import csv
import io
import json
import zipfile
from dataclasses import replace

from bahtera.access.api import Purpose
from bahtera.privacy.rules import declarations, register, replies
from bahtera.privacy.values import Act, Column, Record, Section

SECTION = Section(
    "register", "Daftar", (Record("1", (("Nama", "=HYPERLINK(1)"), ("Ibu", "<script>x</script>"))),)
)


def files(reply):
    with zipfile.ZipFile(io.BytesIO(reply.archive)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_same_facts_give_the_same_bytes():
    one = replies.build([SECTION], number="7", answered="kini")
    assert one == replies.build([SECTION], number="7", answered="kini")
    assert set(files(one)) == {"data-anda.html", "data-anda.json", "data-anda.csv"}


def test_what_people_wrote_runs_nowhere():
    found = files(replies.build([SECTION], number="<7>", answered="kini"))
    assert "<script>x" not in found["data-anda.html"]
    assert "&lt;7&gt;" in found["data-anda.html"]
    rows = list(csv.reader(io.StringIO(found["data-anda.csv"].removeprefix("\ufeff"))))
    assert rows[1] == ["Daftar", "1", "Nama", "'=HYPERLINK(1)"]
    assert json.loads(found["data-anda.json"])["bagian"][0]["catatan"][0]["isi"][0][1] == "=HYPERLINK(1)"


def test_an_empty_section_says_so():
    assert (
        "Tidak ada."
        in files(replies.build([Section("x", "X", ())], number="7", answered="kini"))["data-anda.html"]
    )


def purposes():
    known = frozenset(one.value for one in Purpose)
    found = declarations.purposes(known)
    survey = replace(found.by_id["survey"], holds=("a.A",))
    privacy = replace(found.by_id["privacy"], holds=("a.A.secret", "gone.Gone"))
    return replace(found, by_id={"survey": survey, "privacy": privacy})


def test_a_column_belongs_to_who_names_it_before_who_names_its_table():
    columns = [Column("a.A", "id", "L2"), Column("a.A", "secret", "L3"), Column("b.B", "id", "L1")]
    acts = [Act("x.read", "survey", "L3", ("kader",)), Act("y.read", "advertising", "L1", ())]
    found = register.join(purposes(), columns, acts)
    survey, privacy = found.entries
    assert [one.name for one in survey.columns] == ["id"]
    assert [one.name for one in privacy.columns] == ["secret"]
    assert survey.acts == (acts[0],)
    assert found.unplaced == ("b.B.id", "y.read")
    assert found.unknown == ("gone.Gone",)
    assert "| `a.A` | L2: id |" in register.as_markdown(found)
    rows = list(csv.DictReader(io.StringIO(register.as_csv(found))))
    assert [row["nama"] for row in rows] == ["a.A.id", "x.read", "a.A.secret"]
