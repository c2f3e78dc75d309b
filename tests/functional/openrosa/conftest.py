"""The real server with a small form, once for this folder."""

import pytest
from tests.fakes import small_form
from tests.fakes.live_site import LiveSite
from tests.fakes.openrosa_client import OpenRosaClient, SocketTransport


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    form = folder / "form.xlsx"
    form.write_bytes(small_form.workbook())
    site = LiveSite(folder)
    site.prepare(form, [small_form.VILLAGE])
    site.start()
    yield site
    site.stop()


@pytest.fixture
def phone(site):
    transport = SocketTransport(timeout=20)
    yield OpenRosaClient(site.server_url + "/", transport)
    transport.close()
