"""What a reader with pencil and paper can work out; shares nothing with the code under test."""

from fractions import Fraction


def recoverable(unknowns, known, values):
    """The unknowns a linear attacker has exactly, by Gauss-Jordan elimination in fractions."""
    order = sorted(unknowns)
    rows = []
    for equation in known:
        row = [Fraction(equation.get(name, 0)) for name in order]
        row.append(
            -sum((Fraction(c) * values[n] for n, c in equation.items() if n not in unknowns), Fraction(0))
        )
        if any(row[:-1]):
            rows.append(row)
    done = 0
    for column in range(len(order)):
        pivot = next((r for r in range(done, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        scale = rows[done][column]
        rows[done] = [value / scale for value in rows[done]]
        for r in range(len(rows)):
            if r != done and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[done], strict=True)]
        done += 1
    found = {}
    for row in rows[:done]:
        filled = [i for i, value in enumerate(row[:-1]) if value]
        if len(filled) == 1:
            found[order[filled[0]]] = row[-1]
    return found
