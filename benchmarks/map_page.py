"""How heavy the map of a province is: 2,016 made-up villages in 13 regencies, as drawing, as features, with its table.

``python -m benchmarks.map_page`` lays winding boundaries around the villages and thins them as an import does.
"""

import gzip
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely

from bahtera.areas.rules import shapes
from bahtera.pictures.features import feature_collection
from bahtera.pictures.maps import SEQUENCE, Klass, Spot, area_map

VILLAGES, REGENCIES, CORNERS = 2_016, 13, 60
CLASSES = tuple(Klass(f"{low} to under {low + 20}", SEQUENCE[5][low // 20]) for low in range(0, 100, 20))


def villages() -> dict[str, Any]:
    """Return winding polygons side by side: the cells around points, every edge bent the same for both sides."""
    rng = np.random.default_rng(20261123)
    points = shapely.points(rng.uniform((114.4, -4.1), (116.6, -1.3), (VILLAGES, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))
    box = shapely.box(114.4, -4.1, 116.6, -1.3)
    bent = shapely.transform(
        shapely.segmentize(shapely.intersection(cells, box), 2.0 / CORNERS / 10),
        lambda at: at + 0.002 * np.sin(900 * at[:, ::-1]) + 0.0007 * np.sin(4100 * at[:, ::-1]),
    )
    order = np.argsort(shapely.get_x(shapely.centroid(bent)))
    each = -(-VILLAGES // REGENCIES)
    return {
        f"63.{1 + at // each:02}.{1 + at % each // 40:02}.{2001 + at % each % 40}": bent[one]
        for at, one in enumerate(order)
    }


def drawn(whole: dict[str, Any]) -> dict[str, Any]:
    """Return them as an import keeps them for pages: each regency thinned by itself."""
    found: dict[str, Any] = {}
    for regency in sorted({code[:5] for code in whole}):
        inside = {code: shape for code, shape in whole.items() if code.startswith(regency)}
        found |= shapes.drawn(shapes.thinned(inside))
    return found


def spots(outlines: dict[str, Any]) -> list[Spot]:
    """Return villages with made-up figures, a few without."""
    rng = np.random.default_rng(7)
    values = rng.uniform(20, 100, len(outlines))
    return [
        Spot(
            code,
            f"Desa Contoh {at}",
            f"{value:.1f} %".replace(".", ","),
            "hidden" if at % 40 == 0 else "shown",
            klass=min(int(value // 20), 4),
            under=bool(value < 75),
            polygons=outline,
        )
        for at, ((code, outline), value) in enumerate(zip(outlines.items(), values, strict=True))
    ]


def table(rows: list[Spot]) -> str:
    """Return the table below the map, as its page writes it."""
    return "".join(
        f'<tr><th scope="row"><a href="/wilayah/{row.code}/">Desa {row.label}</a></th><td class="n"><strong>'
        f'{row.told}</strong></td><td class="n">{400 + at}</td><td class="n">1</td>'
        f'<td class="n">{390 + at} / {400 + at}</td></tr>'
        for at, row in enumerate(rows)
    )


def told(name: str, work: Callable[[], str]) -> None:
    """Print how long it takes and how large it is, plain and packed."""
    begun, busy = time.perf_counter(), time.process_time()
    text = work()
    clock, processor = time.perf_counter() - begun, time.process_time() - busy
    packed = len(gzip.compress(text.encode(), 6))
    took = f"{processor:.2f} s ({clock:.2f} s by the clock)"
    print(f"{name}: {packed / 1000:.0f} kB gzip of {len(text) / 1000:.0f} kB, {took}")


def main() -> None:
    """Print the weights of a province and of its largest regency."""
    whole = drawn(villages())
    for name, outlines in (
        ("province, 2,016 villages", whole),
        ("regency, 156 villages", {code: one for code, one in whole.items() if code.startswith("63.05")}),
    ):
        rows = spots(outlines)
        corners = sum(len(ring) for one in outlines.values() for polygon in one for ring in polygon)
        print(f"{name}: {len(rows)} areas, {corners} corners")
        told(
            "  drawing with table",
            lambda rows=rows: area_map(rows, CLASSES, name="peta", title="x") + table(rows),
        )
        told(
            "  features to pan",
            lambda rows=rows: json.dumps(
                feature_collection(rows, CLASSES, name="peta"), separators=(",", ":")
            ),
        )


if __name__ == "__main__":
    main()
