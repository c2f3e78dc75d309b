"""Recordings and pictures of a questionnaire: which are missing, and adding them, one by one or as a zip."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TypeAlias

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from bahtera.access.api import Actor, check_may, may
from bahtera.foundation.errors import Refused
from bahtera.questionnaires import api as questionnaires
from bahtera.web.door import page
from bahtera.web.presenters.lists import FileLine, FilesPage
from bahtera.web.views.questionnaires import files_address

Upload: TypeAlias = "UploadedFile[bytes]"

_MOST_FILES = 500
_MOST_BYTES = 60 * 1024 * 1024
_SOUNDS = (".mp3", ".m4a", ".ogg")


@page("questionnaire.read", methods=("GET", "HEAD", "POST"))
def files(request: HttpRequest, actor: Actor, form_id: str) -> HttpResponse:
    """Show the recordings and pictures that a version names, the newest unless another is chosen; take more."""
    form = _chosen(form_id, request.GET.get("versi", ""))
    if request.method != "POST":
        return _show(request, form, actor)
    check_may(actor, "questionnaire.publish")
    try:
        uploads = [one for one in request.FILES.getlist("berkas") if isinstance(one, UploadedFile)]
        kept = questionnaires.keep_files(
            form.form_id, form.version, list(_read(uploads)), actor_key=actor.key
        )
    except Refused as problem:
        said = gettext(problem.message).format(**problem.details)
        return _show(request, form, actor, said, status=400)
    said = ngettext("{n} file is kept.", "{n} files are kept.", kept).format(n=kept)
    messages.success(request, said, extra_tags="good")
    return redirect(files_address(form.form_id, form.version))


def _chosen(form_id: str, version: str) -> questionnaires.FormVersion:
    versions = questionnaires.list_versions(form_id)
    found = next((one for one in versions if not version or one.version == version), None)
    if found is None:
        raise questionnaires.UnknownForm(form_id, version)
    return found


def _read(uploads: Sequence[Upload]) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of what was sent, of a zip what lies in it; never more than fits."""
    left, count = _MOST_BYTES, 0
    for name, data in _unpacked(uploads):
        left, count = left - len(data), count + 1
        if left < 0 or count > _MOST_FILES:
            raise questionnaires.FileNotTaken(
                "questionnaires.too_many_files", "At most 500 files of 60 MB together are taken at once."
            )
        yield name, data


def _unpacked(uploads: Sequence[Upload]) -> Iterator[tuple[str, bytes]]:
    most = questionnaires.LARGEST_SHOWN_FILE + 1
    for upload in uploads:
        name = upload.name or ""
        if not name.casefold().endswith(".zip"):
            yield name, upload.read(most)
            continue
        try:
            with zipfile.ZipFile(upload) as packed:
                for one in packed.infolist():
                    inside = PurePosixPath(one.filename)
                    if one.is_dir() or inside.name.startswith(".") or "__MACOSX" in inside.parts:
                        continue
                    with packed.open(one) as file:
                        yield inside.name, file.read(most)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
            raise questionnaires.FileNotTaken(
                "questionnaires.broken_zip", "The file {name} is no zip that can be read.", name=name[:120]
            ) from None


def _show(
    request: HttpRequest, form: questionnaires.FormVersion, actor: Actor, problem: str = "", status: int = 200
) -> HttpResponse:
    named = questionnaires.shown_files(form)
    shown = FilesPage(
        title=form.title,
        version=form.version,
        files=tuple(
            FileLine(
                one.name, one.name.casefold().endswith(_SOUNDS), max(1, one.size // 1024) if one.size else 0
            )
            for one in named
        ),
        missing=sum(not one.sha256 for one in named),
        can_publish=may(actor, "questionnaire.publish"),
        problem=problem,
    )
    return render(request, "web/form_files.html", {"page": shown}, status=status)
