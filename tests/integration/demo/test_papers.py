"""The demonstration's papers are made once, of data that are signed or not, and what somebody withdrew stays so."""

from rich.console import Console
from tests.integration.documents.conftest import *  # noqa: F403 - fixtures are found by their names
from tests.integration.documents.conftest import REGENCY, VILLAGE

from bahtera.cli.demonstration.papers import ensure_papers
from bahtera.cli.demonstration.villages import DemoVillage
from bahtera.documents import api as documents
from bahtera.documents.api import Kind, State
from bahtera.documents.models import Document

PLACE = DemoVillage(VILLAGE, "Pulau Contoh", 60, 0.0, named=False)


def test_book_sheet_and_package_are_there_after_the_first_start_and_once(measured, tpk2d):
    console = Console(quiet=True)
    assert ensure_papers(console, measured, PLACE, tpk2d) == 3
    found = Document.objects.order_by("pk").values_list("kind", "area_code", "state")
    assert list(found) == [
        ("regency_book", REGENCY, "issued"),
        ("village_sheet", VILLAGE, "issued"),
        ("village_package", VILLAGE, "issued"),
    ]
    sheet = documents.latest(Kind.VILLAGE_SHEET, VILLAGE, measured.id, "ikk")
    documents.withdraw(sheet.id, reason="salah kop", actor=tpk2d)
    assert ensure_papers(console, measured, PLACE, tpk2d) == 0
    assert documents.document(sheet.id, actor=tpk2d).state is State.WITHDRAWN
