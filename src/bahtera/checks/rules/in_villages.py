"""What the visits of one village lead to asking when they are laid beside each other; no other village matters."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bahtera.checks.rules.definitions import Definition
from bahtera.checks.rules.found import Finder
from bahtera.checks.rules.tables import Table
from bahtera.checks.values import Found
from bahtera.statistics.fieldwork import answer_bits, closest, crowded

# What is looked at village by village, so that a night looks only at villages where something changed.
CHECKS = ("near_copy", "one_point")


def questions_of_village(definition: Definition, table: Table, village_code: str) -> list[Found]:
    """Return what one village's visits lead to asking."""
    places = table.villages.get(village_code)
    if places is None:
        return []
    return [
        *_copies(Finder(definition.checks["near_copy"], "share"), table, places),
        *_points(Finder(definition.checks["one_point"], "families"), table, places, village_code),
    ]


def _copies(check: Finder, table: Table, places: NDArray[np.int64]) -> Iterator[Found]:
    codes = np.asarray([table.traits[place]["codes"] for place in places], np.int64)
    like = closest(codes, answer_bits(codes), least=int(check["questions"]))
    asked = (like.share >= check["share"]) & (like.bits >= check["bits"])
    told: set[tuple[int, int]] = set()
    for here in np.flatnonzero(asked):
        pair = tuple(sorted((int(here), int(like.partner[here]))))
        if pair in told:
            continue
        told.add((pair[0], pair[1]))
        first, second = (table.visits[int(places[place])] for place in pair)
        yield check.found(
            f"{first.id}:{second.id}",
            first.village_code,
            float(like.share[here]),
            submission_id=first.id,
            other_id=second.id,
            family_id=first.family_id,
            other_family_id=second.family_id,
            actor_key=first.actor_key,
            other_actor=second.actor_key,
            facts={
                "percent": round(100 * float(like.share[here])),
                "compared": int(like.compared[here]),
                "bits": round(float(like.bits[here]), 1),
            },
        )


def _points(check: Finder, table: Table, places: NDArray[np.int64], village_code: str) -> Iterator[Found]:
    for actor_key, own in _by_kader(table, places):
        located = own[~np.isnan(table.points[own, 0])]
        if len(located) < check["families"]:
            continue
        points = table.points[located]
        counts = crowded(points[:, :2], points[:, 2], within=check["metres"])
        most = int(counts.max())
        if most >= check["families"]:
            yield check.found(
                f"{actor_key}:{village_code}",
                village_code,
                most,
                submission_id=table.visits[int(located[int(np.argmax(counts))])].id,
                actor_key=actor_key,
                facts={"metres": int(check["metres"]), "of": len(located)},
            )


def _by_kader(table: Table, places: NDArray[np.int64]) -> list[tuple[str, NDArray[np.int64]]]:
    keys: Sequence[str] = [table.visits[int(place)].actor_key for place in places]
    return [(key, places[[at for at, one in enumerate(keys) if one == key]]) for key in sorted(Counter(keys))]
