"""A calendar file that programs take in: whole days, long lines folded, no mark of the format let through."""

from datetime import UTC, date, datetime

from bahtera.web.ics import Event, calendar_file

MADE = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


def lines_of(*events):
    text = calendar_file("Kalender", events, MADE)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.split("\r\n")


def test_the_end_is_the_day_after_the_last():
    lines = lines_of(Event("a@bahtera", "Hasil", date(2026, 12, 1), date(2026, 12, 31)))
    assert "DTSTART;VALUE=DATE:20261201" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261123T053000Z" in lines


def test_words_cannot_become_marks_of_the_format():
    lines = lines_of(Event("a@bahtera", "Satu; dua, tiga \\ empat\r\nEND:VEVENT", *(date(2026, 1, 1),) * 2))
    assert "SUMMARY:Satu\\; dua\\, tiga \\\\ empat\\nEND:VEVENT" in lines
    assert lines.count("END:VEVENT") == 1


def test_long_lines_are_folded_between_letters():
    title = "é" * 200
    lines = lines_of(Event("a@bahtera", title, date(2026, 1, 1), date(2026, 1, 1)))
    assert max(len(line.encode()) for line in lines) <= 75
    text = calendar_file("Kalender", [Event("a", title, date(2026, 1, 1), date(2026, 1, 1))], MADE)
    assert f"SUMMARY:{title}" in text.replace("\r\n ", "")
