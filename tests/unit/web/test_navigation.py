"""Places of the main menu: on a phone each is told by its picture."""

import re
from pathlib import Path

import bahtera.web
from bahtera.web.navigation import _PLACES

SPRITE = Path(bahtera.web.__file__).parent / "templates" / "web" / "parts" / "sprite.html"


def test_each_place_has_a_picture_of_its_own():
    pictures = [icon for _label, _address, icon, _action in _PLACES]
    assert len(set(pictures)) == len(pictures)


def test_pictures_are_in_the_sprite_and_no_two_are_drawn_alike():
    drawn = dict(re.findall(r'<symbol id="i-(\w+)"[^>]*>(.*?)</symbol>', SPRITE.read_text("utf-8")))
    assert {icon for _label, _address, icon, _action in _PLACES} <= drawn.keys()
    assert len(set(drawn.values())) == len(drawn)
