"""Files: whole or not there, and none outside its folder."""

import pytest

from bahtera.cli.archiving import folders
from bahtera.cli.archiving.errors import AnotherRuns, FileStands
from bahtera.cli.archiving.output import whole_file


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    file = tmp_path / "a"
    with whole_file(file) as output:
        output.write(b"half")
        assert not file.exists()
        with pytest.raises(AnotherRuns), whole_file(file):
            pass
    assert file.read_bytes() == b"half"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_breaks_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), whole_file(tmp_path / "a") as output:
        output.write(b"half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_stands_is_not_overwritten_even_if_it_came_meanwhile(tmp_path):
    file = tmp_path / "a"
    with pytest.raises(FileStands), whole_file(file) as output:
        output.write(b"mine")
        file.write_bytes(b"theirs")
    assert file.read_bytes() == b"theirs"
    with pytest.raises(FileStands), whole_file(file):
        pass
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileStands), whole_file(tmp_path / "link"):
        pass


@pytest.mark.parametrize(
    "name",
    ["../a", "/etc/a", "a/../../b", ".hidden", "a/.hidden", "", "a//b", "a/b/c/d/e", "a\x00b", "a\nb", "~a"],
)
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    with pytest.raises(ValueError, match="no name"):
        folders.write_file(tmp_path / "in", name, [b"x"])
    assert not (tmp_path / "in").exists()


def test_no_link_is_followed(tmp_path):
    (tmp_path / "target").write_bytes(b"kept")
    (tmp_path / "a").symlink_to(tmp_path / "target")
    with pytest.raises(OSError, match="a"):
        folders.write_file(tmp_path, "a", [b"x"])
    assert (tmp_path / "target").read_bytes() == b"kept"
    assert list(folders.files_in(tmp_path)) == ["target"]


def test_files_come_in_steady_order_without_those_still_written(tmp_path):
    for name in ("b/2", "b/1", "a", ".incoming-x", "b/.x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert list(folders.files_in(tmp_path)) == ["a", "b/1", "b/2"]
    assert list(folders.files_in(tmp_path / "none")) == []


@pytest.mark.parametrize(
    ("content", "length"),
    [(b"", 0), (b"a", 0), (b"a\n", 2), (b"a\nb", 2), (b"a\n" + b"x" * 9000, 2), (b"x" * 9000 + b"\n", 9001)],
)
def test_a_growing_file_ends_at_its_last_whole_line(tmp_path, content, length):
    (tmp_path / "day.jsonl").write_bytes(content)
    assert folders.grown_so_far(tmp_path) == [("day.jsonl", length)]
    with (tmp_path / "day.jsonl").open("rb") as stream:
        assert b"".join(folders.pieces(stream, length)) == content[:length]
