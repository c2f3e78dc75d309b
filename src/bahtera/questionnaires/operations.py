"""All writes of questionnaires: publishing a version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError

from bahtera import indices as index_library
from bahtera.foundation import audit, blobs, clock, transactions

from .engine.compilation import Compilation, compile_form
from .errors import VersionTaken
from .models import Questionnaire
from .queries import get_form

if TYPE_CHECKING:
    from .values import FormVersion

Load = Callable[[str], Any]
DEFAULT_INDICES = ("ikk", "ibangga")


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
    except IntegrityError:  # two publishers at the same moment
        raise VersionTaken(compiled.form_id, compiled.version) from None
    return _existing(compiled.form_id, compiled.version)


def _existing(form_id: str, version: str) -> FormVersion:
    form = get_form(form_id, version)
    assert form is not None
    return form
