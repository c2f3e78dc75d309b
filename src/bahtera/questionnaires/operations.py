"""All writes of questionnaires: publishing a version, and the recordings and pictures it names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError

from bahtera import indices as index_library
from bahtera.foundation import audit, blobs, clock, photos, transactions

from .engine.compilation import Compilation, compile_form
from .engine.recordings import HEAD, LARGEST, kind_of
from .errors import FileNotTaken, UnknownForm, VersionTaken
from .models import FormFile, Questionnaire
from .queries import get_form, shown_files
from .values import ShownFile

if TYPE_CHECKING:
    from .values import FormVersion

Load = Callable[[str], Any]
DEFAULT_INDICES = ("ikk", "ibangga")
_MOST_TOLD = 50


def publish(
    xlsx: bytes,
    *,
    actor_key: str,
    indices: Sequence[str] = DEFAULT_INDICES,
    load_index: Load = index_library.load,
) -> FormVersion:
    """Compile, check and store a questionnaire; the same content again returns the version it made.

    Takes seconds and starts Java: call it from the worker or a command. Raises InvalidForm with every problem
    placed by sheet, row and column, and VersionTaken when the version exists with other content.
    """
    definitions = [load_index(name).without_private() for name in indices]
    digest = hashlib.sha256(xlsx).hexdigest()
    wanted = [[definition.id, definition.hash] for definition in definitions]
    same = Questionnaire.objects.filter(source_sha256=digest, indices=wanted).order_by("-id").first()
    if same is not None:
        return _existing(same.form_id, same.version)
    compiled = compile_form(xlsx, definitions, private=private_items())
    return _store(xlsx, digest, compiled, wanted, actor_key)


@lru_cache(maxsize=1)
def private_items() -> frozenset[str]:
    """Return the variables that only the private items of some index use; definitions change with a release."""
    return frozenset(
        name
        for index_id in index_library.list_indices()
        for full in [index_library.load(index_id)]
        for name in set(full.variables) - set(full.without_private().variables)
    )


def _store(
    xlsx: bytes, digest: str, compiled: Compilation, indices: list[list[str]], actor_key: str
) -> FormVersion:
    blobs.put(xlsx)
    try:
        with transactions.durable():
            taken = Questionnaire.objects.filter(form_id=compiled.form_id, version=compiled.version).first()
            if taken is not None and (taken.xform, taken.indices) == (compiled.xform, indices):
                return _existing(compiled.form_id, compiled.version)  # saved again without a change
            if taken is not None:
                raise VersionTaken(compiled.form_id, compiled.version)
            Questionnaire.objects.create(
                form_id=compiled.form_id,
                version=compiled.version,
                title=compiled.title,
                root=compiled.root,
                xform=compiled.xform,
                md5=hashlib.md5(compiled.xform.encode(), usedforsecurity=False).hexdigest(),
                media=list(compiled.media),
                indices=indices,
                source_sha256=digest,
                published_at=clock.now(),
                published_by=actor_key,
            )
            audit.record(
                "questionnaires.published",
                actor=actor_key,
                subject=f"questionnaire:{compiled.form_id}:{compiled.version}",
                details={"source_sha256": digest, "indices": indices},
            )
            _take_over_files(_existing(compiled.form_id, compiled.version))
    except IntegrityError:  # two publishers at the same moment
        raise VersionTaken(compiled.form_id, compiled.version) from None
    return _existing(compiled.form_id, compiled.version)


def _existing(form_id: str, version: str) -> FormVersion:
    form = get_form(form_id, version)
    assert form is not None
    return form


def keep_files(form_id: str, version: str, files: Sequence[tuple[str, bytes]], *, actor_key: str) -> int:
    """Keep recordings and pictures of a published version, by the names the form gives them; all or none.

    One that was there under the name is replaced, and the old stays in the trail by its hash. Returns how many were
    kept. Raises UnknownForm, and FileNotTaken for a name the form does not have, a file too large, or content that is
    not what the name's ending says.
    """
    form = get_form(form_id, version)
    if form is None:
        raise UnknownForm(form_id, version)
    wanted = {one.name for one in shown_files(form)}
    if not files:
        raise FileNotTaken("questionnaires.no_files", "Choose recordings or pictures first.")
    ready = [_ready(name, data, wanted) for name, data in files]
    with transactions.durable():
        row = Questionnaire.objects.select_for_update().get(form_id=form_id, version=version)
        for one in ready:
            FormFile.objects.update_or_create(
                questionnaire=row,
                name=one.name,
                defaults={"sha256": one.sha256, "md5": one.md5, "size": one.size, "kind": one.kind},
            )
        audit.record(
            "questionnaires.files_kept",
            actor=actor_key,
            subject=f"questionnaire:{form_id}:{version}",
            details={"files": len(ready), "sha256": [one.sha256 for one in ready][:_MOST_TOLD]},
        )
    return len(ready)


def _ready(name: str, data: bytes, wanted: Collection[str]) -> ShownFile:
    if name not in wanted:
        raise FileNotTaken(
            "questionnaires.file_not_named", "The questionnaire names no file {name}.", name=name[:120]
        )
    if len(data) > LARGEST:
        raise FileNotTaken("questionnaires.file_too_large", "The file {name} is larger than 5 MB.", name=name)
    kind = kind_of(name, data[:HEAD])
    if kind is None:
        raise FileNotTaken(
            "questionnaires.file_of_another_kind",
            "The file {name} is not what its name says. Recordings are mp3, m4a or ogg, pictures jpg, png or webp.",
            name=name,
        )
    plain = photos.stripped(data)
    md5 = hashlib.md5(plain, usedforsecurity=False).hexdigest()
    return ShownFile(name, blobs.put(plain), md5, len(plain), kind)


def _take_over_files(form: FormVersion) -> None:
    """Give a new version the files of the one before it that it names too; they may be replaced."""
    wanted = {one.name for one in shown_files(form)}
    own = Questionnaire.objects.get(form_id=form.form_id, version=form.version)
    before = Questionnaire.objects.filter(form_id=form.form_id, id__lt=own.pk).order_by("-id").first()
    if before is None or not wanted:
        return
    FormFile.objects.bulk_create(
        FormFile(
            questionnaire=own, name=one.name, sha256=one.sha256, md5=one.md5, size=one.size, kind=one.kind
        )
        for one in before.files.filter(name__in=wanted).order_by("name")
    )
