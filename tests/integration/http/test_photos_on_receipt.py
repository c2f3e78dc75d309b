"""A photo is kept without what its camera wrote beside the picture, and known again by what the phone sent."""

import hashlib

import pytest
from tests.fakes import photos
from tests.fakes.openrosa_client import encode
from tests.fakes.small_form import visit

from bahtera.foundation import blobs
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Attachment

pytestmark = pytest.mark.django_db
NAME = "rumah.jpg"


def kept():
    [row] = Attachment.objects.all()
    with blobs.open(row.sha256) as file:
        return row, file.read()


def send(phone, xml, photo):
    return phone.post_raw(*encode(xml, {NAME: photo})).status


def digest(data):
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, photos.webp])
def test_position_and_device_never_reach_the_disk(phone, make):
    photo = make(6)
    phone.submit(visit(foto_rumah=NAME), {NAME: photo})
    row, stored = kept()
    assert not [mark for mark in photos.MARKS if mark in stored]
    assert (row.sent_sha256, row.sha256) == (digest(photo), digest(stored))
    assert list(blobs.names()).count(row.sha256) == 1
    assert digest(photo) not in list(blobs.names())


def test_the_same_photo_again_is_a_repeat_and_another_is_not(phone, siti):
    xml = visit(foto_rumah=NAME)
    phone.submit(xml, {NAME: photos.jpeg(6)})
    assert send(phone, xml, photos.jpeg(6)) == 201
    assert send(phone, xml, photos.jpeg(6) + b"x") == 409
    assert send(phone, xml, photos.jpeg(3)) == 409
    assert Attachment.objects.count() == 1


def test_a_photo_kept_whole_before_is_still_the_same_when_it_comes_again(phone):
    xml = visit(foto_rumah=NAME)
    phone.submit(xml, {NAME: photos.jpeg(6)})
    Attachment.objects.update(sha256=blobs.put(photos.jpeg(6)), sent_sha256="")
    assert send(phone, xml, photos.jpeg(6)) == 201


@pytest.mark.parametrize("content", [b"a photo of a house", b"\xff\xd8\xffbroken", photos.png(1)[:20]])
def test_what_is_no_photo_is_kept_as_it_came(phone, content):
    phone.submit(visit(foto_rumah=NAME), {NAME: content})
    row, stored = kept()
    assert stored == content
    assert row.sent_sha256 == ""


def test_two_phones_whose_photos_show_the_same_keep_one_file(phone, siti):
    for maker in (b"A", b"B"):
        photo = photos.jpeg(1, trailer=maker)
        phone.submit(visit(foto_rumah=NAME), {NAME: photo})
    assert len(list(blobs.names())) == 1
    assert len(set(Attachment.objects.values_list("sent_sha256", flat=True))) == 2


def test_a_photo_that_waits_for_its_assessment_keeps_both_hashes(phone, monkeypatch):
    monkeypatch.setattr("bahtera.surveys.operations.receiving.storing.HEAVY_BYTES", 10)
    phone.submit(visit(foto_rumah=NAME), {NAME: photos.jpeg(6)})
    row, _ = kept()
    surveys.assess_received(row.submission_id)
    row, stored = kept()
    assert row.sent_sha256 == digest(photos.jpeg(6))
    assert photos.POSITION not in stored
