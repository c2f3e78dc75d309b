"""An index over units of somebody's own file: nothing of it is kept, the page carries the file from step to step."""

import base64
import zlib
from dataclasses import replace
from fractions import Fraction
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from bahtera.access.api import Actor
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import NotPermitted, Refused
from bahtera.publishing import api as publishing
from bahtera.statistics import quality
from bahtera.web.door import page
from bahtera.web.presenters import macro as shown
from bahtera.web.views.exports import KINDS

_ACTION: Final = "estimates.read"
_LARGEST: Final = analysis.LARGEST_MB * 2**20
_LONGEST: Final = 120


@page(_ACTION, methods=("GET", "HEAD", "POST"))
def macro_index(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - the door asked already
    """Ask for a file; show what is in it and how the index is made; then what it is worth."""
    if request.method != "POST":
        return render(request, "web/macro.html", {"page": shown.empty_page()})
    decimal = _decimal(request)
    try:
        content = _content(request)
        file = analysis.read_units(content, decimal)
    except NotPermitted:
        raise
    except Refused as problem:
        return render(request, "web/macro.html", {"page": shown.empty_page(problem, decimal)}, status=400)
    recipe, found, wrong, sent = analysis.usual(file), None, None, None
    if request.POST.get("tahap") == "hitung":
        try:
            recipe = _recipe(request, file)
            found = analysis.weigh(file, recipe)
        except Refused as problem:
            wrong, sent = problem, {name: str(request.POST[name])[:_LONGEST] for name in request.POST}
    packed = base64.b64encode(zlib.compress(content)).decode()
    made = shown.page_of(file, recipe, packed, found=found, problem=wrong, decimal=decimal, sent=sent)
    return render(request, "web/macro.html", {"page": made}, status=400 if wrong else 200)


@page(_ACTION, methods=("GET", "HEAD", "POST"))
def macro_file(request: HttpRequest, actor: Actor, file_format: str) -> HttpResponseBase:  # noqa: ARG001
    """Hand what came out over as a file."""
    if request.method != "POST":
        return redirect("web:macro_index")
    if file_format not in ("csv", "xlsx"):
        raise publishing.UnknownTableFormat(file_format)
    try:
        file = analysis.read_units(_content(request), _decimal(request))
        found = analysis.weigh(file, _recipe(request, file))
    except NotPermitted:
        raise
    except Refused as problem:
        return render(request, "web/macro.html", {"page": shown.empty_page(problem)}, status=400)
    body = publishing.export_macro(file, found, format="csv" if file_format == "csv" else "xlsx")
    answer = StreamingHttpResponse(body, content_type=KINDS[file_format])
    answer.headers["Content-Disposition"] = f'attachment; filename="indeks-makro.{file_format}"'
    return answer


def _content(request: HttpRequest) -> bytes:
    """Return the file, or what the page carries of it."""
    upload = request.FILES.get("berkas")
    if upload is not None:
        return bytes(upload.read(_LARGEST + 1))
    try:
        packed = base64.b64decode(str(request.POST.get("isi", "")), validate=True)
        return zlib.decompressobj().decompress(packed, _LARGEST + 1)
    except (ValueError, zlib.error) as error:
        raise analysis.UnreadableUnits from error


def _decimal(request: HttpRequest) -> analysis.Decimal:
    asked = request.POST.get("desimal", "")
    return "," if asked == "," else "." if asked == "." else ""


def _recipe(request: HttpRequest, file: analysis.UnitFile) -> analysis.Recipe:
    """Return the recipe as it was typed; raises BadScale, UnknownChoice."""
    post = request.POST
    ingredients = tuple(
        _ingredient(request, at, name)
        for at, name in enumerate(file.table.indicators)
        if post.get(f"pakai-{at}")
    )
    if not ingredients:
        raise analysis.NothingChosen
    asked = {name: post.get(name, "") for name in ("skala", "rata", "kurang", "bobot", "k")}
    try:
        return replace(
            analysis.usual(file),
            ingredients=ingredients,
            scale=analysis.Scale(asked["skala"]),
            mean=quality.Mean(asked["rata"]),
            least=_one(asked["kurang"], analysis.LEAST),
            by_dimension=bool(post.get("dimensi")),
            weights=analysis.Openness(asked["bobot"]),
            scales_open=bool(post.get("skala-lain")),
            means_open=bool(post.get("rata-lain")),
            k=_one(asked["k"], shown.KS),
        )
    except (ValueError, ZeroDivisionError) as error:
        raise analysis.UnknownChoice(", ".join(asked.values())[:_LONGEST]) from error


def _one(text: str, known: tuple[Fraction, ...]) -> Fraction:
    found = Fraction(text)
    if found not in known:
        raise ValueError(text)
    return found


def _ingredient(request: HttpRequest, at: int, name: str) -> analysis.Ingredient:
    weight = _number(request, f"bobot-{at}", name)
    return analysis.Ingredient(
        name,
        lower=request.POST.get(f"arah-{at}") == "rendah",
        weight=1.0 if weight is None else weight,
        low=_number(request, f"bawah-{at}", name),
        high=_number(request, f"atas-{at}", name),
        dimension=request.POST.get(f"dimensi-{at}", "").strip()[:_LONGEST],
        cut=_number(request, f"batas-{at}", name),
    )


def _number(request: HttpRequest, field: str, name: str) -> float | None:
    """Return a typed number in the reader's way or the other one; None where nothing was typed."""
    text = request.POST.get(field, "").strip()
    if not text:
        return None
    signs: tuple[analysis.Decimal, analysis.Decimal] = (".", ",")
    if not (get_language() or "id").startswith("en"):
        signs = (",", ".")
    found = [number for sign in signs if (number := analysis.typed_number(text, sign)) is not None]
    if not found:
        raise analysis.BadScale(name, text[:_LONGEST])
    return found[0]
