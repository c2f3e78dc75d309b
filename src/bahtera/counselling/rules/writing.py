"""A report as it is kept and read again, and the digest by which a correction is seen."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson

from bahtera.counselling.values import Body, Count, Flow, Form, Line, Mode

if TYPE_CHECKING:
    from collections.abc import Mapping


def written(body: Body) -> dict[str, Any]:
    """Return a report as plain JSON values."""
    return {
        "cells": [[*cell, count] for cell, count in sorted(body.cells.items())],
        "flow": [body.flow.open_before, body.flow.opened, body.flow.ended],
        "no_shows": body.no_shows,
        "definitions": body.definitions,
        "lines": [_line(one) for one in body.lines],
    }


def read(told: Mapping[str, Any]) -> Body:
    """Return a report out of what is kept."""
    return Body(
        {(table, row, column): count for table, row, column, count in told["cells"]},
        Flow(*told["flow"]),
        told["no_shows"],
        tuple(_read_line(one) for one in told["lines"]),
        told["definitions"],
    )


def digest_of(body: Body) -> str:
    """Return the digest of what a report says: the same for the same lines, however they were read."""
    return sha256(orjson.dumps(written(body), option=orjson.OPT_SORT_KEYS)).hexdigest()


def _line(one: Line) -> dict[str, Any]:
    return {
        "register": one.register,
        "day": one.day.isoformat(),
        "kind": one.kind,
        "service": one.service,
        "form": one.form.value,
        "mode": one.mode.value,
        "people": [[x.target_group, x.sex, x.age, x.people] for x in one.people],
        "first": one.first,
        "new_client": one.new_client,
        "result": one.result,
        "receiver_kind": one.receiver_kind,
    }


def _read_line(told: Mapping[str, Any]) -> Line:
    return Line(
        register=told["register"],
        day=date.fromisoformat(told["day"]),
        kind=told["kind"],
        service=told["service"],
        form=Form(told["form"]),
        mode=Mode(told["mode"]),
        people=tuple(Count(*one) for one in told["people"]),
        first=told["first"],
        new_client=told["new_client"],
        result=told["result"],
        receiver_kind=told["receiver_kind"],
    )
