"""Files of boundaries sent through a page: read first, taken over when somebody says so, gone from the store after."""

import errno
import io
from datetime import timedelta

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.boundary_files import geojson, square
from tests.fakes.places import add_places

from bahtera.areas import api as areas
from bahtera.areas.models import Boundary
from bahtera.areas.operations import keep_file, read_file, sending
from bahtera.foundation import blobs, clock

ONE = "63.10.05.2003"
NOTES = areas.FileNotes("Uji")


@pytest.fixture
def sent(db, tmp_path):
    add_places({ONE: "Pulau Contoh"})
    data = geojson(
        tmp_path / "a.json", ({"kode": ONE}, square(115, -3)), ({"kode": "63.1"}, None)
    ).read_bytes()
    file_id = areas.send_boundaries(
        io.BytesIO(data), NOTES, name="a.json", size=len(data), actor_key="person:alice"
    )
    return file_id, areas.boundary_file(file_id).sha256


def test_a_file_is_kept_only_when_somebody_says_so(sent):
    file_id, sha256 = sent
    assert areas.needed_files([sha256]) == {sha256}
    with pytest.raises(areas.BoundaryFileMoved):
        areas.decide_boundaries(file_id, wanted=True, actor_key="person:alice")
    read_file(file_id)
    row = areas.boundary_file(file_id)
    assert (row.state, row.report.kept, row.report.unmatched[0].why) == (areas.FileState.READ, 1, "number")
    assert not Boundary.objects.exists()
    keep_file(file_id)
    assert not Boundary.objects.exists()
    areas.decide_boundaries(file_id, wanted=True, actor_key="person:alice")
    keep_file(file_id)
    row = areas.boundary_file(file_id)
    assert (row.state, row.in_use, blobs.exists(sha256)) == (areas.FileState.KEPT, 1, False)


def test_a_dropped_file_leaves_its_line_and_no_more(sent):
    file_id, sha256 = sent
    read_file(file_id)
    areas.decide_boundaries(file_id, wanted=False, actor_key="person:alice")
    assert areas.boundary_file(file_id).state is areas.FileState.DROPPED
    assert not blobs.exists(sha256)
    with pytest.raises(areas.BoundaryFileMoved):
        areas.decide_boundaries(file_id, wanted=True, actor_key="person:alice")


def test_why_a_file_is_of_no_use_stands_with_it(db):
    file_id = areas.send_boundaries(
        io.BytesIO(b"[1]"), NOTES, name="b.json", size=3, actor_key="person:alice"
    )
    read_file(file_id)
    row = areas.boundary_file(file_id)
    assert (row.state, row.problem["code"]) == (areas.FileState.REFUSED, "areas.boundaries_unknown_kind")


class FullDisk(io.BytesIO):
    """A file whose second piece no longer fits on the disk."""

    def read(self, size=-1):
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(size)


def test_a_disk_that_is_full_keeps_no_half_file(db, tmp_path):
    with blobs_in(tmp_path / "blobs"):
        with pytest.raises(areas.BadBoundaries) as caught:
            areas.send_boundaries(FullDisk(b"{" * 4_000_000), NOTES, name="c", size=4_000_000, actor_key="a")
        assert caught.value.code == "areas.no_room_for_boundaries"
        assert [one for one in (tmp_path / "blobs").rglob("*") if one.is_file()] == []
    assert areas.boundary_files() == []


def test_a_file_that_is_too_large_is_not_even_kept(db):
    with pytest.raises(areas.BadBoundaries) as caught:
        areas.send_boundaries(
            io.BytesIO(b""), NOTES, name="c", size=areas.MOST_BOUNDARY_BYTES + 1, actor_key="a"
        )
    assert caught.value.code == "areas.boundaries_too_large"
    with pytest.raises(areas.UnknownBoundaryFile):
        areas.boundary_file(99)


def test_what_broke_off_is_begun_again_and_at_last_refused(sent, monkeypatch):
    """A worker that was killed leaves a file begun; nobody would come back to it but the schedule."""
    file_id, sha256 = sent
    at = clock.now()

    def killed(*_args):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(sending, "read_boundaries", killed)
        for attempt in range(1, 4):
            with clock.frozen(at), pytest.raises(SystemExit):
                read_file(file_id)
            with clock.frozen(at + timedelta(minutes=19)):
                assert not any(areas.wake_files().values()), "somebody may still be at it"
            at += timedelta(minutes=21)
            with clock.frozen(at):
                woken = areas.wake_files()
                assert woken[areas.FileState.WAITING] == ([file_id] if attempt < 3 else [])
                assert not any(areas.wake_files().values()), "two schedules begin it once"
    row = areas.boundary_file(file_id)
    assert (row.state, row.problem["code"]) == (areas.FileState.REFUSED, "areas.boundaries_broken_off")
    assert not blobs.exists(sha256)


def test_taking_over_is_begun_again_too(sent):
    file_id, _ = sent
    read_file(file_id)
    areas.decide_boundaries(file_id, wanted=True, actor_key="person:alice")
    with clock.frozen(clock.now() + timedelta(minutes=21)):
        assert areas.wake_files()[areas.FileState.KEEPING] == [file_id]
        keep_file(file_id)
        assert not any(areas.wake_files().values())
    assert areas.boundary_file(file_id).state is areas.FileState.KEPT
