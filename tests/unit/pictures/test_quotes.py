"""Pictures of quoted figures: labels that would touch stand in two rows, lines lead nowhere they may not."""

import re

from bahtera.pictures.quotes import Column, Mark, quote_plot


def heights(labels):
    columns = [Column(label, (Mark(4.0, "4,0"),)) for label in labels]
    drawn = quote_plot(columns, name="a", title="Uji")
    return [
        float(re.search(rf'<text[^>]* y="([0-9.]+)"[^>]*>{re.escape(label)}<', drawn).group(1))
        for label in labels
    ]


def test_labels_stand_in_one_row_until_they_would_touch():
    assert len(set(heights([str(year) for year in range(2017, 2023)]))) == 1
    months = heights([f"3/{year}" for year in range(2012, 2020)])
    assert months[1] - months[0] >= 14
    assert months[::2] == [months[0]] * 4


def test_periods_of_other_months_are_not_connected():
    columns = [Column(label, (Mark(4.0, "4,0"),)) for label in ("3/2022", "9/2022")]
    assert 'class="path"' in quote_plot(columns, name="a", title="Uji")
    assert 'class="path"' not in quote_plot(columns, name="a", title="Uji", unconnected=True)
