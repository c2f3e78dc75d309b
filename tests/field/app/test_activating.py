"""From a supervisor's code to an open app, whatever comes between."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow


def test_a_code_a_pin_and_a_picture_open_the_app(new_phone, world):
    phone = new_phone()
    phone.activate(world.code_for(world.hire()))
    phone.go("/lainnya")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Siti Aminah (sintetis)")
    phone.reload()
    phone.unlock()
