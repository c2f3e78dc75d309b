"""Writes questions.csv: every design of the room with every statistic. ``python questions.py``."""

import csv
from pathlib import Path

FIELDS = ["id", "data", "strata", "psu", "weights", "fpc", "nest", "lonely", "calibration", "statistic", "variable",
          "denominator", "by", "where", "deff", "categories"]  # fmt: skip
DESIGNS = {
    "srs": {"data": "elements", "fpc": "all"},
    "srs_replaced": {"data": "elements", "weights": "w"},
    "stratified": {"data": "elements", "strata": "area", "weights": "w", "fpc": "N"},
    "stratified_fraction": {"data": "elements", "strata": "area", "fpc": "f"},
    "clusters": {"data": "clusters", "psu": "psu", "weights": "w"},
    "strata_clusters": {"data": "clusters", "strata": "stratum", "psu": "psu", "weights": "w"},
    "strata_clusters_fpc": {"data": "clusters", "strata": "stratum", "psu": "psu", "weights": "w", "fpc": "N"},
    "strata_clusters_fraction": {"data": "clusters", "strata": "stratum", "psu": "psu", "weights": "w", "fpc": "f"},
    "nested": {"data": "clusters", "strata": "stratum", "psu": "again", "weights": "w", "nest": "yes"},
    "unanswered": {"data": "unanswered", "strata": "stratum", "psu": "psu", "weights": "w", "fpc": "N"},
    "two_stage": {"data": "two_stage", "strata": "stratum", "psu": "psu+family", "fpc": "N1+N2"},
    "two_stage_fraction": {
        "data": "two_stage", "strata": "stratum", "psu": "psu+family", "weights": "w", "fpc": "f1+f2",
    },
    "two_stage_strata": {
        "data": "two_stage", "strata": "stratum+half", "psu": "psu+family", "weights": "w", "fpc": "N1+N2half",
        "lonely": "adjust",
    },
    "two_stage_replaced": {"data": "two_stage", "strata": "stratum", "psu": "psu+family", "weights": "w"},
}  # fmt: skip
QUESTIONS = [
    {"statistic": "mean", "variable": "index"},
    {"statistic": "mean", "variable": "index", "deff": "replace", "by": "kind+head"},
    {"statistic": "mean", "variable": "gappy", "by": "kind"},
    {"statistic": "mean", "variable": "index", "where": "yes", "by": "head"},
    {"statistic": "total", "variable": "size"},
    {"statistic": "total", "variable": "size", "by": "kind", "deff": "replace"},
    {"statistic": "ratio", "variable": "aided", "denominator": "size"},
    {"statistic": "ratio", "variable": "aided", "denominator": "size", "by": "head", "deff": "replace"},
    {"statistic": "share", "variable": "yes"},
    {"statistic": "share", "variable": "rare"},
    {"statistic": "share", "variable": "gappy_yes", "by": "head"},
    {"statistic": "share", "variable": "kind", "categories": "yes"},
    {"statistic": "share", "variable": "kind", "categories": "yes", "by": "head", "deff": "replace"},
]


def questions():
    for name, design in DESIGNS.items():
        for number, question in enumerate(QUESTIONS):
            yield {"id": f"{name}-{number:02}"} | design | question
    for name in ("stratified", "strata_clusters_fpc", "two_stage_fraction"):
        known = DESIGNS[name] | {"weights": "w"}
        for calibration in ("post_stratified", "raked", "regression", "bounded"):
            for number, question in enumerate(QUESTIONS):
                called = {"id": f"{name}-{calibration}-{number:02}"}
                yield called | known | {"calibration": f"{known['data']}_{calibration}"} | question
        for number in (0, 1, 6, 7, 8):
            called = {"id": f"{name}-cells-{number:02}"}
            yield called | known | {"calibration": f"{known['data']}_cells"} | QUESTIONS[number]
    for rule in ("remove", "certainty", "adjust", "average"):
        one = {"data": "lonely", "strata": "stratum", "psu": "psu", "weights": "w", "lonely": rule}
        two = {
            "data": "two_stage_lonely",
            "strata": "stratum",
            "psu": "psu+family",
            "fpc": "N1+N2",
            "lonely": rule,
        }
        for number, question in enumerate(QUESTIONS[:9]):
            yield {"id": f"lonely_{rule}-{number:02}"} | one | question
            if rule != "average":
                yield {"id": f"lonely_two_stage_{rule}-{number:02}"} | two | question
    for number, question in enumerate(QUESTIONS[:2]):
        yield {"id": f"domains_few-{number:02}"} | DESIGNS["strata_clusters"] | question | {"by": "few"}
    for statistic in ("mean", "total"):
        spent = {"data": "ice_cream", "statistic": statistic, "variable": "spent"}
        yield {"id": f"ice_cream-{statistic}", "fpc": "all"} | spent
        yield {"id": f"ice_cream_strata-{statistic}", "strata": "grade", "fpc": "pupils"} | spent
        yield {
            "id": f"machines-{statistic}", "data": "machines", "psu": "plant+machine", "fpc": "plants+size",
            "statistic": statistic, "variable": "hours",
        }  # fmt: skip
        yield {
            "id": f"textbook-{statistic}", "data": "textbook", "psu": "suite", "fpc": "N", "statistic": statistic,
            "variable": "gpa",
        }  # fmt: skip


if __name__ == "__main__":
    with (Path(__file__).parent / "questions.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, FIELDS, restval="", lineterminator="\n")
        rows.writeheader()
        for question in questions():
            rows.writerow({"nest": "no", "lonely": "fail", "deff": "without", "categories": "no"} | question)
