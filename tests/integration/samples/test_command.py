"""Samples from the command line: drawn whole, and drawn again."""

from tests.integration.samples.conftest import CODES, add_families, frame_file
from typer.testing import CliRunner

from bahtera.access.api import SYSTEM
from bahtera.cli.main import app
from bahtera.samples import api as samples
from bahtera.samples.models import DrawnFamily, FrameRow


def test_a_round_is_drawn_and_drawn_again(round_id, tmp_path):
    file = tmp_path / "frame.csv"
    file.write_bytes(frame_file())
    for code in CODES:
        add_families(code, 6)
    options = [
        "--villages",
        "4",
        "--strata",
        "district",
        "--take",
        "3",
        "--reserves",
        "1",
        "--seed",
        "lot 27",
    ]
    ran = CliRunner().invoke(
        app, ["sample", "draw", str(round_id), "--frame", str(file), *options, "--confirm"]
    )
    assert ran.exit_code == 0, ran.output
    (row,) = samples.draws_of(round_id, actor=SYSTEM)
    assert (row.seed, row.villages, row.families) == ("lot-27", 4, 12)
    again = CliRunner().invoke(app, ["sample", "again", str(row.id)])
    assert (again.exit_code, again.output.startswith("✓")) == (0, True)

    one = DrawnFamily.objects.order_by("pk").first()
    DrawnFamily.objects.filter(pk=one.pk).update(reference="another")
    assert CliRunner().invoke(app, ["sample", "again", str(row.id)]).exit_code == 1
    DrawnFamily.objects.filter(pk=one.pk).update(reference=one.reference)
    FrameRow.objects.filter(village_code=CODES[0]).update(families=1)
    found = samples.redraw(row.id, actor=SYSTEM)
    assert (found.frame_is_same, found.different) == (False, ())


def test_a_word_that_is_no_choice_is_told(round_id):
    ran = CliRunner().invoke(app, ["sample", "draw", str(round_id), "--villages", "4", "--strata", "colour"])
    assert ran.exit_code == 2
