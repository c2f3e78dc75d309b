"""``python -m tests.slow.kill9.batching FILE SEED``: sends batches for ever, writing down whatever was acknowledged.

Each third batch is the one before once more, as after a reply that was lost.
"""

import json
import os
import random
import sys
from pathlib import Path
from uuid import UUID

from tests.fakes.small_form import VILLAGE, visit

FAMILIES = [UUID(int=number) for number in range(1, 41)]


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
    django.setup()
    from bahtera.access.api import Actor
    from bahtera.surveys import api as surveys

    pick = random.Random(sys.argv[2])
    actor = Actor.over("device:uji", "Bu Siti (sintetis)", frozenset({"kader"}), (VILLAGE,))
    batch: list[surveys.SentVisit] = []
    with Path(sys.argv[1]).open("a", encoding="utf-8") as told:
        for number in range(10_000):
            if number % 3 != 2:
                bodies = (visit(family_id=pick.choice(FAMILIES)) for _ in range(12))
                batch = [surveys.SentVisit(one) for one in bodies]
            for outcome in surveys.receive_many(batch, actor=actor):
                assert outcome.receipt is not None, outcome
                told.write(json.dumps([outcome.receipt.instance_id, outcome.sha256]) + "\n")
            told.flush()


if __name__ == "__main__":
    main()
