"""Writes the made-up samples (sintetis) beside it: ``python generate.py``. Seeds are fixed; the files count."""

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def write(name, columns):
    with (HERE / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(columns)
        rows.writerows(zip(*columns.values(), strict=True))


def measured(rng, effect):
    """Return what families answer, the units' effect added: an index, a size, yes or no, a kind, and gaps in each."""
    n = len(effect)
    index = np.round(70 + 8 * effect + rng.normal(0, 9, n), 2)
    size = rng.integers(1, 9, n)
    yes = (rng.random(n) < 1 / (1 + np.exp(-effect))).astype(int)
    rare = (rng.random(n) < 0.04).astype(int)
    kind = np.array(["farm", "trade", "wage"])[rng.integers(0, 3, n)]
    head = np.array(["f", "m"])[(rng.random(n) < 0.7).astype(int)]
    gaps = rng.random(n) < 0.3
    return {
        "index": index, "size": size, "aided": np.minimum(size, rng.integers(0, 5, n)), "yes": yes, "rare": rare,
        "kind": kind, "head": head, "gappy": np.where(gaps, "", index.astype(str)),
        "gappy_yes": np.where(gaps, "", yes.astype(str)),
    }  # fmt: skip


def elements():
    rng = np.random.default_rng(51)
    n = 120
    area = np.repeat(["a", "b", "c"], 40)
    return {"area": area, "N": np.repeat([400, 900, 60], 40), "all": np.full(n, 1360)} | {
        "w": np.repeat([10.0, 22.5, 1.5], 40), "f": np.repeat([0.1, 40 / 900, 40 / 60], 40), "g": rng.integers(0, 6, n),
    } | measured(rng, np.repeat([0.0, 0.5, -1.0], 40))  # fmt: skip


def clusters(sizes, seed, zero=False):
    rng = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(len(sizes)), sizes)
    psu, families = np.arange(len(stratum)), rng.integers(3, 10, len(stratum))
    of = np.repeat(psu, families)
    effect = rng.normal(0, 1, len(psu))[of]
    villages = np.array([30 + 7 * s for s in range(len(sizes))])
    weight = np.round(rng.uniform(4, 40, len(of)), 3)
    if zero:
        weight[rng.random(len(of)) < 0.15] = 0
        weight[of == 3] = 0
    within = np.concatenate([np.arange(s) for s in sizes])
    few = np.where(of % 7 == 0, "few", np.where(of % 3 == 0, "some", "most"))
    return {
        "stratum": stratum[of], "psu": of, "again": within[of], "N": villages[stratum[of]],
        "f": np.array(sizes)[stratum[of]] / villages[stratum[of]], "w": weight, "few": few,
    } | measured(rng, effect)  # fmt: skip


def two_stage(seed, sizes=(4, 5, 3), lonely=False):
    rng = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(len(sizes)), sizes)
    drawn = rng.integers(3, 7, len(stratum))
    if lonely:
        drawn[2] = 1
    psu = np.repeat(np.arange(len(stratum)), drawn)
    members = rng.integers(1, 4, len(psu))
    family = np.repeat(np.arange(len(psu)), members)
    of = psu[family]
    villages, families = 12 + 5 * np.arange(len(sizes)), rng.integers(8, 40, len(stratum))
    first, second = np.array(sizes)[stratum] / villages[stratum], drawn / families
    if lonely:
        families[5], second[5] = drawn[5], 1.0
    half = np.arange(len(psu)) % 2
    halves = np.array([np.bincount(half[psu == p], minlength=2) for p in range(len(stratum))])
    effect = rng.normal(0, 1, len(stratum))[of] + rng.normal(0, 0.5, len(psu))[family]
    return {
        "stratum": stratum[of], "psu": of, "family": family, "half": half[family],
        "N1": villages[stratum[of]], "N2": families[of], "f1": first[of], "f2": second[of],
        "N2half": halves[of, half[family]] * 3 + 1, "w": np.round(1 / (first * second), 6)[of],
        "g": rng.integers(0, 4, len(of)),
    } | measured(rng, effect)  # fmt: skip


def textbook():
    """Lohr (1999), Sampling: Design and Analysis, example 5.2: five of 100 suites of four students, grade points."""
    points = (
        "3.08 2.60 3.44 3.04 2.36 3.04 3.28 2.68 2.00 2.56 2.52 1.88 3.00 2.88 3.44 3.64 2.68 1.92 3.28 3.20"
    )
    values = np.array(points.split(), dtype=float)
    return {"suite": np.repeat(np.arange(1, 6), 4), "N": np.full(20, 100), "gpa": values}


def ice_cream():
    """SAS/STAT User's Guide, The SURVEYMEANS Procedure, Getting Started: what 40 of 4,000 pupils spend, by grade."""
    told = (
        "7 7 7 7 8 12 9 10 7 1 7 10 7 3 8 20 8 19 7 2 7 2 9 15 8 16 7 6 7 6 7 6 9 15 8 17 8 14 9 8 9 8 9 7 7 3 "
        "7 12 7 4 9 14 8 18 9 9 7 2 7 1 7 4 7 11 9 8 8 10 8 13 7 2 9 6 9 11 7 2 7 9"
    )
    grade, spent = np.array(told.split(), dtype=int).reshape(-1, 2).T
    pupils = np.array([{7: 1824, 8: 1025, 9: 1151}[one] for one in grade])
    return {"grade": grade, "pupils": pupils, "all": np.full(40, 4000), "spent": spent}


def machines():
    """Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, chapter 9: hours of downtime in 10 of 90 plants."""
    plants = {
        50: "5 7 9 0 11 2 8 4 3 5", 65: "4 3 7 2 11 0 1 9 4 3 2 1 5", 45: "5 6 4 11 12 0 1 8 4",
        48: "6 4 0 1 0 9 8 4 6 10", 52: "11 4 3 1 0 2 8 6 5 3", 58: "12 11 3 4 2 0 0 1 4 3 2 4", 42: "3 7 6 7 8 4 3 2",
        66: "3 6 4 3 2 2 8 4 0 4 5 6 3", 40: "6 4 7 3 9 1 4 5", 56: "6 7 5 10 11 2 1 4 0 5 4",
    }  # fmt: skip
    hours = [
        (plant, size, int(one)) for plant, (size, told) in enumerate(plants.items()) for one in told.split()
    ]
    plant, size, hour = np.array(hours).T
    return {
        "plant": plant,
        "machine": np.arange(len(hour)),
        "plants": np.full(len(hour), 90),
        "size": size,
        "hours": hour,
    }


CALIBRATIONS = {
    "post_stratified": ("poststratify", ["head"]),
    "raked": ("rake", ["head", "kind"]),
    "regression": ("greg", ["kind", "size"]),
}


def totals():
    """Return what is known of each population: the sample's weighted counts, moved by a few per cent."""
    rng = np.random.default_rng(57)
    for data, made in {
        "elements": elements(),
        "clusters": clusters((6, 8, 5, 9, 7), 52),
        "two_stage": two_stage(55),
    }.items():
        weight = made["w"]
        population = float(np.round(weight.sum() * 1.05))
        for name, (method, variables) in CALIBRATIONS.items():
            called = f"{data}_{name}"
            if method == "greg":
                yield called, method, "(size)", "", population
            for variable in variables:
                if variable == "size":
                    yield called, method, variable, "", float(np.round((weight * made["size"]).sum() * 1.08))
                    continue
                classes = np.unique(made[variable])
                counts = np.array([weight[made[variable] == one].sum() for one in classes])
                counts = counts * rng.uniform(0.9, 1.1, len(counts))
                for one, count in zip(classes, population * counts / counts.sum(), strict=True):
                    yield called, method, variable, str(one), float(count)
        yield f"{data}_cells", "nonresponse", "kind", "", 0


def bounded(known):
    """Return the regressions again with bounds that some rows would pass."""
    yield from known
    for data, (low, high) in {
        "elements": (0.93, 1.19),
        "clusters": (0.96, 1.13),
        "two_stage": (0.94, 1.14),
    }.items():
        for _, _, *row in [row for row in known if row[0] == f"{data}_regression"]:
            yield f"{data}_bounded", "bounded", *row
        yield f"{data}_bounded", "bounded", "(low)", "", low
        yield f"{data}_bounded", "bounded", "(high)", "", high


if __name__ == "__main__":
    write("elements", elements())
    write("clusters", clusters((6, 8, 5, 9, 7), 52))
    write("unanswered", clusters((6, 8, 5, 9, 7), 53, zero=True))
    write("lonely", clusters((6, 1, 5, 1, 7), 54))
    write("two_stage", two_stage(55))
    write("two_stage_lonely", two_stage(56, lonely=True))
    write("textbook", textbook())
    write("ice_cream", ice_cream())
    write("machines", machines())
    with (HERE / "totals.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["calibration", "method", "variable", "category", "total"])
        rows.writerows(bounded(list(totals())))
