"""Doors hold no data of their own: they ask packages, name who asks, and put nothing sensitive into addresses."""

import ast
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.architecture.test_house import ROOT

from bahtera.access.api import ACTIONS, Level
from bahtera.http.json_api import api

DOORS = ("web", "http")
# Parts of addresses: our own keys, and words that are public or a file's own name.
# The hash of a file tells nothing of what is in it.
# A village stands there by its code, a data version by its number in the round.
PARAMETERS = re.compile(
    r"(\w+_id|code|village|form_id|version|number|name|file_format|token|sha256|number|village)"
)
# What forms that are sent by GET put behind an address. ``q`` of the visits (``cari`` of kin) is how a family's
# head is called: the one thing of a person that stands there, in pages that no cache keeps, whose addresses no log
# of ours writes and no other site is told (docs/reference/policy.md).
# The audit is asked for days, codes and our own keys.
BEHIND = (
    {"q", "cari", "putaran", "desa", "keadaan", "temuan", "kader", "dari", "ke", "peran", "keluar"}
    | {
        *("sampai", "pelaku", "tindakan", "jenis", "hal", "ditolak", "anggota", "wilayah"),
    }
    # Two data versions of a round, by number; what a sample is to reach, in numbers.
    | {"lama", "baru", "apa", "bagian", "cv", "rse", "ambil", "icc", "jawab", "keluarga"}
    # Two rounds, where something was done and from when, and what families compared have in common: about nobody.
    | {"sebelum", "sesudah", "mulai", "padan", "polos"}
    # Which answers of a visit are to be put right: names of questions.
    | {"p"}
    # Which index an area is looked into by.
    | {"indeks"}
    # Which family and member an event is about: keys of ours.
    | {"siapa", "lain"}
    # What sample sizes are reckoned from, and two data versions to compare: numbers about nobody.
    | {"apa", "bagian", "cv", "rse", "ambil", "icc", "jawab", "keluarga", "lama", "baru"}
    # Which need of an area: indicator, office, order and page of a list.
    | {"butir", "instansi", "urut", "bawah", "indeks", "mulai", "capai", "anggaran", "tujuan"}
    # Which plans a list shows: an area, an agency, an indicator, a year, a source of money.
    | {"indikator", "tahun", "skpd", "sumber"}
    # Which service an office is asked for.
    | {"layanan"}
    # Which unit's inbox, and which box of it.
    | {"unit", "kotak"}
    | {"pemeriksaan", "ukuran", "tingkat", "kelompok", "versi", "sel", "model", "ragam", "jumlah", "cara"}
)
FORM = re.compile(r"<form[^>]*method=\"get\".*?</form>", re.DOTALL | re.IGNORECASE)
INPUT = re.compile(
    r"<(?:input|select|textarea)[^>]*\bname=\"([^\"]+)\"|select\.html\" with name=\"([^\"]+)\""
)


def sources(package):
    return sorted((ROOT / "src" / "bahtera" / package).rglob("*.py"))


@pytest.mark.parametrize("package", DOORS)
def test_no_door_asks_the_database_itself(package):
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources(package)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "raw"}
    ]
    assert wrong == []


@pytest.mark.parametrize("package", DOORS)
def test_no_door_knows_a_model(package):
    wrong = []
    for path in sources(package):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module
                and re.search(r"(^|\.)models(\.|$)", node.module)
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.module}")
    assert wrong == []


def addresses(patterns, head=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, head + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield head + str(pattern.pattern)


def test_no_address_has_room_for_what_identifies_somebody():
    wrong = [
        (address, name)
        for address in addresses(get_resolver().url_patterns)
        for name in re.findall(r"<(?:\w+:)?(\w+)>", address)
        if not PARAMETERS.fullmatch(name)
    ]
    assert wrong == []


def test_forms_put_nothing_new_behind_an_address():
    found = {
        first or second
        for path in (ROOT / "src" / "bahtera" / "web" / "templates").rglob("*.html")
        for form in FORM.findall(path.read_text(encoding="utf-8"))
        for first, second in INPUT.findall(form)
    }
    assert {name for name in found if not name.startswith("{")} <= BEHIND


# --- the programs' answers ----------------------------------------------------------------------------------


def operations():
    for _, router in api._routers:
        for view in router.path_operations.values():
            yield from view.operations


def answered(operation):
    """Return the shapes of a good answer, the ones inside others too."""
    waiting = [model for status, model in operation.response_models.items() if model and status in {200, 201}]
    seen = []
    while waiting:
        annotation = waiting.pop()
        for shape in [annotation, *getattr(annotation, "__args__", ())]:
            if hasattr(shape, "model_fields") and shape not in seen:
                seen.append(shape)
                waiting += [field.annotation for field in shape.model_fields.values()]
            elif shape is not annotation:
                waiting.append(shape)
    return [shape for shape in seen if shape.__module__.startswith("bahtera.")]


# What a phone is told at doors that are open to all, once a code, or its key with the PIN, has proved whose it is.
TO_A_PROVED_PHONE = {
    "EnrolledOut": Level.IDENTITY,
    "SessionOut": Level.IDENTITY,
    "StateOut": Level.SERVICE,
    # What a phone hands in sealed is answered to the phone that signed for it.
    **dict.fromkeys(("BatchOut", "OutcomeOut", "ReceiptOut", "WhyOut"), Level.SERVICE),
}


@pytest.mark.parametrize("operation", [*operations()], ids=lambda one: one.view_func.__name__)
def test_every_field_of_an_answer_has_a_level_that_its_action_reads(operation):
    door = operation.view_func.door
    for shape in answered(operation):
        levels = getattr(shape, "SENSITIVITY", {})
        assert set(levels) == set(shape.model_fields), shape.__name__
        open_to = TO_A_PROVED_PHONE.get(shape.__name__, Level.AGGREGATE)
        reads = open_to if door == "open" else ACTIONS[door].level
        assert max(map(Level.of, levels.values()), default=Level.AGGREGATE) <= reads, shape.__name__


def test_shapes_are_found():
    names = {shape.__name__ for operation in operations() for shape in answered(operation)}
    assert {
        "AreaOut",
        "RoundOut",
        "SubmissionPage",
        "SubmissionOut",
        "ScoreOut",
        "SentOut",
        "CommentOut",
        "EnrolledOut",
        "MeOut",
    } <= names
