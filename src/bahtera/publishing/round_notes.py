"""What a table's notes on method say of its round: BPS's recommendation, and Ramadan in what was asked about."""

from bahtera.publishing.values import About
from bahtera.surveys import api as surveys


def round_about(row: surveys.RoundRow) -> tuple[About, ...]:
    """Return the notes of a round, in Indonesian; none of what it does not have."""
    told = row.recommendation
    notes = [About("rekomendasi_bps", f"{told.number}, {told.on.isoformat()}")] if told else []
    windows = surveys.recall_windows(row.form_id, row.opens, row.closes)
    if windows:
        notes.append(About("masa_yang_ditanyakan", "; ".join(_window(one) for one in windows)))
    return tuple(notes)


def round_line(row: surveys.RoundRow, language: str) -> str:
    """Return a round's name with BPS's recommendation, as a paper carries it."""
    if row.recommendation is None:
        return row.name
    words = "recommendation of BPS" if language == "en" else "rekomendasi BPS"
    return f"{row.name} · {words} {row.recommendation.number}"


def _window(one: surveys.RecallWindow) -> str:
    months = ", ".join(
        f"Ramadan {each.hijri} H {each.first}–{each.last}"
        f"{' (perkiraan)' if each.status == 'estimated' else ''}"
        for each in one.ramadan
    )
    span = f"{one.months} bulan ({len(one.questions)} pertanyaan): {one.first}–{one.last}"
    said = f"{span}, beririsan dengan {months}" if months else span
    return said if one.is_listed else f"{said} (Ramadan sebagian tahun itu tidak tercatat)"
