"""How often checks find what was planted, and how often they ask in vain, over several simulated rounds."""

from collections import Counter

from tests.fakes.fieldwork import DEFINITION, IKK, asked_about, circles_of, work

from bahtera.cli.demonstration.fieldwork import judged

SEEDS = (1, 2, 3, 4)
VILLAGES, KADER, EACH = 6, 4, 50
UNITS = {
    "visit": "interviews",
    "pair": "interviews",
    "kader": "kader",
    "families": "families",
    "indicator": "indicators",
}


def measured():
    """Return faults found of those planted, and what each check asked of honest fieldwork, as plain JSON."""
    planted, found, asked = Counter(), Counter(), Counter()
    for seed in SEEDS:
        visits, truth = work(VILLAGES, KADER, EACH, seed=seed)
        scores, _ = judged(truth, *asked_about(visits))
        planted.update({name: one.planted for name, one in scores.items()})
        found.update({name: one.found for name, one in scores.items()})
        honest, _ = work(VILLAGES, KADER, EACH, seed=seed + 100, faults=False)
        asked.update(one.check_id for one in asked_about(honest)[0])
        bounded = asked_about(honest, circles_of(VILLAGES, KADER, EACH))[0]
        asked.update(one.check_id for one in bounded if one.check_id == "outside_village")
    rounds = len(SEEDS)
    of = {
        "interviews": rounds * VILLAGES * KADER * EACH,
        "families": rounds * VILLAGES * KADER * EACH,
        "kader": rounds * VILLAGES * KADER,
        "indicators": rounds * VILLAGES * len(IKK.indicators),
    }
    return {
        "rounds": {"seeds": list(SEEDS), "villages": VILLAGES, "kader_each": KADER, "families_each": EACH},
        "faults": {name: {"planted": planted[name], "found": found[name]} for name in sorted(planted)},
        "false_alarms": {
            check.id: {
                "asked": asked[check.id],
                "of": of[UNITS[check.concerns]],
                "unit": UNITS[check.concerns],
            }
            for check in DEFINITION.checks.values()
        },
    }
