"""Rows of published versions; they are written once and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Questionnaire(models.Model):
    """One published version of a form, with everything compiled from it."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "form_id": "L1",
        "version": "L1",
        "title": "L1",
        "root": "L1",
        "xform": "L1",
        "md5": "L1",
        "media": "L1",
        "indices": "L1",
        "source_sha256": "L1",
        "published_at": "L1",
        "published_by": "L2",
    }

    form_id = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    title = models.CharField(max_length=300)
    root = models.CharField(max_length=64)
    xform = models.TextField()
    md5 = models.CharField(max_length=32)
    media = models.JSONField(default=list)
    indices = models.JSONField(default=list)
    source_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("form_id", "-id")
        constraints = (
            models.UniqueConstraint(fields=("form_id", "version"), name="questionnaires_one_of_each_version"),
        )


class FormFile(models.Model):
    """A recording or picture that a published version shows beside its questions; its bytes are kept by their hash.

    ``md5`` is what OpenRosa clients compare.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "questionnaire": "L1",
        "name": "L1",
        "sha256": "L1",
        "md5": "L1",
        "size": "L1",
        "kind": "L1",
    }

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    md5 = models.CharField(max_length=32)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("questionnaire", "name"), name="questionnaires_one_file_of_a_name"
            ),
        )
