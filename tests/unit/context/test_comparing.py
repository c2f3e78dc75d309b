"""Whether figures agree, and the one function that may say that something rose or fell."""

from dataclasses import replace

import pytest

from bahtera.context.errors import BadDeclaration
from bahtera.context.rules.comparing import agree, by_period, compare, conflicts_among, last_pair
from bahtera.context.rules.declaring import read_series
from bahtera.context.rules.periods import read_day, read_period
from bahtera.context.values import DateBasis, DateQuality, Figure, Trend, Unit
from bahtera.foundation.shipped import definitions

TEXT = definitions("context/series.yaml").read_text(encoding="utf-8")
SERIES = read_series(TEXT)
MARRIAGE, CASES = SERIES["child-marriage-before-18"], SERIES["simfoni-cases"]


def figure(period, value, *, series=MARRIAGE, area="63", source="BPS", provisional=False, definition="a"):
    return Figure(
        series.id, area, read_period(period), value, source, "", "", DateQuality.UNKNOWN, provisional, "",
        definition=definition,
    )  # fmt: skip


def row(*figures, series=MARRIAGE):
    return by_period(series, figures)[0]


def said(before, after, series=MARRIAGE, other=None):
    found = compare((series, other or series), before, after)
    return found.trend or found.missing


def test_quotes_agree_as_far_as_the_coarser_goes():
    assert agree(figure("2022", "10.33"), figure("2022", "10.3", source="Pers"))
    assert not agree(figure("2022", "10.53"), figure("2022", "10.3", source="Pers"))
    three = [figure("2022", "10.53"), figure("2022", "10.33", source="A"), figure("2022", "10.3", source="B")]
    assert [(one.value, other.value) for one, other in conflicts_among(three)] == [
        ("10.53", "10.33"),
        ("10.53", "10.3"),
    ]
    assert row(*three).conflicting
    assert not row(*three[1:]).conflicting


def test_rose_and_fell_have_their_difference():
    found = compare((MARRIAGE, MARRIAGE), row(figure("2020", "16.24")), row(figure("2021", "15.30")))
    assert (found.trend, found.difference, found.missing) == (Trend.FELL, "0.94", ())
    assert said(row(figure("2018", "17.63")), row(figure("2019", "21.18"))) is Trend.ROSE
    assert said(row(figure("2019", "14.8")), row(figure("2021", "14.80"))) is Trend.SAME


def test_what_is_missing_is_told_instead():
    one, two = row(figure("2020", "16.24")), row(figure("2021", "15.30"))
    conflict = row(figure("2022", "10.53"), figure("2022", "10.33", source="Pers"))
    assert said(one, row(figure("2021", "9", definition="b"))) == ("definition",)
    assert said(one, None) == ("no_period",)
    assert said(None, one) == ("no_period",)
    assert said(two, conflict) == ("conflict",)
    assert said(one, row(figure("2021", "1", provisional=True))) == ("provisional",)
    assert said(one, row(figure("2021", "1", area="63.10"))) == ("area",)
    assert said(two, one) == ("overlap",)
    assert said(one, one) == ("overlap",)
    victims = SERIES["simfoni-victims"]
    assert said(one, two, CASES, victims) == ("series", "unit")
    assert said(one, two, other=replace(MARRIAGE, unit=Unit.PERSONS)) == ("unit",)
    assert said(one, two, other=replace(MARRIAGE, date_basis=DateBasis.REPORT)) == ("date_basis",)


def test_two_publishers_make_no_trend_and_those_who_pass_on_are_none():
    ours, office = row(figure("2020", "12.00")), row(figure("2021", "10.53", source="Dinas"))
    assert said(ours, office) == ("publisher",)
    through = row(figure("2021", "10.53", source="bps lewat Antara"))
    found = compare((MARRIAGE, MARRIAGE), ours, through)
    assert (found.trend, found.difference, found.publisher) == (Trend.FELL, "1.47", "bps")
    both = row(figure("2021", "10.5", source="BPS"), figure("2021", "10.53", source="Dinas"))
    assert compare((MARRIAGE, MARRIAGE), ours, both).difference == "1.5"


def test_a_march_is_compared_with_the_march_before():
    poverty = SERIES["poverty-share"]
    rows = by_period(
        poverty, [figure(month, "4.49", series=poverty) for month in ("2022-03", "2022-09", "2024-03")]
    )
    assert [one.period.text for one in last_pair(rows)] == ["2022-03", "2024-03"]
    assert [one.period.text for one in last_pair(rows[:2])] == ["2022-03", "2022-09"]
    assert said(*last_pair(rows[:2]), poverty) == ("length",)
    assert last_pair(rows[:1]) == (None, rows[0])
    assert last_pair([]) == (None, None)


def test_parts_of_years_are_compared_with_the_same_months_alone():
    early = row(figure("2023-01/2023-02", "69", series=CASES), series=CASES)
    whole = row(figure("2024", "300", series=CASES), series=CASES)
    later = row(figure("2024-03/2024-04", "80", series=CASES), series=CASES)
    same = row(figure("2024-01/2024-02", "80", series=CASES), series=CASES)
    assert said(early, whole, CASES) == ("length",)
    assert said(early, later, CASES) == ("length",)
    assert said(early, same, CASES) is Trend.ROSE


def test_a_break_of_the_meaning_stops_every_sentence():
    old, new = (row(figure(year, "9", series=CASES), series=CASES) for year in ("2019", "2020"))
    assert said(old, new, CASES) == ("break",)
    rows = by_period(CASES, [figure("2019", "9", series=CASES), figure("2020", "9", series=CASES)])
    assert [len(one.after_break) for one in rows] == [0, 1]
    dispensations = SERIES["marriage-dispensations"]
    rows = by_period(
        dispensations, [figure(year, "9", series=dispensations) for year in ("2018", "2019", "2020", "2021")]
    )
    assert [len(one.after_break) for one in rows] == [0, 1, 1, 0]


def test_periods_and_days():
    assert read_period("2022-01/2022-12").text == "2022"
    assert read_period("2023-02/2023-02").text == "2023-02"
    assert read_period("2023-01/2023-02").months == 2
    assert read_period("2022-11/2023-02").end.isoformat() == "2023-02-28"
    for text in ("22", "2022-00", "2022-02/2022-01", "2022/2023-01", "2022-1", "", "２０２２"):
        assert read_period(text) is None, text
    assert [read_day(text) for text in ("2023", "2023-02", "2023-02-29", "08/02/2023")] == [
        "2023",
        "2023-02",
        None,
        None,
    ]


def test_shipped_series_say_everything_and_bad_ones_are_refused():
    assert all(one.title["id"] and one.definition["en"] and one.unlike for one in SERIES.values())
    assert MARRIAGE.looks_back is not None
    for was, becomes in (
        ("unit: percent", "unit: butir"),
        ("    group: violence\n", ""),
        ("levels: [nation, province]", "levels: []"),
        ("unlike: [simfoni-cases]", "unlike: [tidak-ada]"),
        ("decimals: 2", "decimals: 9"),
    ):
        with pytest.raises(BadDeclaration):
            read_series(TEXT.replace(was, becomes, 1))
    with pytest.raises(BadDeclaration):
        read_series("[]")
