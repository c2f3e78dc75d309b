"""Photos lose what a camera writes beside the picture, keep the picture byte for byte, and stand as they stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes import photos as made

from bahtera.foundation import photos
from bahtera.foundation.photos import orientation

KINDS = {"jpeg": made.jpeg, "png": made.png, "webp": made.webp}
PICTURES = {"jpeg": made.JPEG_PICTURE, "png": made.IDAT, "webp": made.VP8L}
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
@pytest.mark.parametrize("turned", range(1, 9))
def test_nothing_of_the_camera_stays_but_the_orientation(kind, turned):
    data = KINDS[kind](turned)
    assert photos.is_photo(data[: photos.HEAD])
    plain = photos.stripped(data)
    for mark in made.MARKS:
        assert mark not in plain, mark
    assert PICTURES[kind] in plain
    assert (orientation.written(turned) in plain) is (turned != 1)
    assert b"Exif" in plain or b"eXIf" in plain or b"EXIF" in plain or turned == 1
    assert photos.stripped(plain) == plain, "stripping again changes nothing"


@every_kind
def test_what_holds_nothing_comes_back_as_it_is(kind):
    plain = photos.stripped(KINDS[kind]())
    assert photos.stripped(plain) is plain


def test_jpeg_keeps_sizes_and_colours_in_their_places():
    plain = photos.stripped(made.jpeg(6, ">"))
    start = b"\xff\xd8" + made.JFIF
    assert plain.startswith(start + b"\xff\xe1")
    assert made.PROFILE in plain
    assert b"JFXX" not in plain
    assert plain.endswith(b"\xff\xd9"), "the film behind the picture is gone"


def test_a_progressive_jpeg_keeps_all_its_scans_and_no_later_metadata():
    picture = made.JPEG_PICTURE[:-2]
    second = (
        made.segment(0xC4, b"\x00" * 17) + made.segment(0xDA, b"\1\1\0\0\x3f\0") + b"ab\xff\x00c\xff\xd3d"
    )
    late = made.segment(0xE1, b"Exif\0\0" + made.tiff())
    data = b"\xff\xd8" + picture + late + second + b"\xff\xd9"
    assert photos.stripped(data) == b"\xff\xd8" + picture + second + b"\xff\xd9"


def test_png_checks_are_those_of_their_chunks():
    plain = photos.stripped(made.png(6))
    assert plain.startswith(b"\x89PNG\r\n\x1a\n" + made.IHDR + made.chunk(b"eXIf", orientation.written(6)))
    assert made.chunk(b"sRGB", b"\0") in plain
    assert plain.endswith(made.chunk(b"IEND", b""))


def test_webp_announces_what_is_there_and_its_own_size():
    for turned, flags in ((1, 0), (8, 0x08)):
        plain = photos.stripped(made.webp(turned))
        assert plain[20] == flags
        assert int.from_bytes(plain[4:8], "little") + 8 == len(plain)


@pytest.mark.parametrize("data", [b"", b"a photo of a house", b"%PDF-1.7", b"\xff\xd8", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_photo_comes_back_as_it_is(data):
    assert not photos.is_photo(data)
    assert photos.stripped(data) is data


@every_kind
@given(cut=st.integers(0, 400))
def test_a_photo_that_breaks_off_never_brings_what_it_had_lost(kind, cut):
    data = KINDS[kind](6)
    broken = data[: max(photos.HEAD, len(data) - cut)]
    plain = photos.stripped(broken)
    assert len(plain) <= len(broken) + 64
    assert photos.stripped(plain) == plain


@given(
    head=st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBP"]),
    rest=st.binary(max_size=300),
)
def test_rubbish_harms_nobody(head, rest):
    photos.stripped(head + rest)


@given(st.binary(max_size=120))
def test_an_orientation_is_read_or_upright(tiff):
    for start in (b"II*\0", b"MM\0*", b""):
        assert 1 <= orientation.read(start + tiff) <= 8


@every_kind
@given(st.data())
def test_bytes_changed_on_the_way_harm_nobody(kind, data):
    photo = bytearray(KINDS[kind](6))
    for _ in range(data.draw(st.integers(1, 4))):
        photo[data.draw(st.integers(0, len(photo) - 1))] = data.draw(st.integers(0, 255))
    photos.stripped(bytes(photo))


def test_a_hundred_thousand_segments_are_walked_once():
    many = b"\xff\xd8" + made.segment(0xFE, b"x") * 100_000 + made.JPEG_PICTURE
    assert photos.stripped(many) == b"\xff\xd8" + made.JPEG_PICTURE
