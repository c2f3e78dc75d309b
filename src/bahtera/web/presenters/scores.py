"""One index of one family: planks, what is unmet and why, the smallest steps upwards."""

from collections.abc import Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from bahtera import indices
from bahtera.surveys import api as surveys
from bahtera.web import charts, wording
from bahtera.web.presenters.answers import in_language, language
from bahtera.web.presenters.measured import INDEX_NOTES, apart_note, style_by_category
from bahtera.web.presenters.parts import IndexCard, Lift, Plank, Tag, Unmet

METHODS = {
    "arithmetic": gettext_noop(
        "The index is the mean of the dimensions; each dimension is the share of its indicators met."
    ),
    "pooled": gettext_noop("The index is the share of all its indicators met."),
    "geometric": gettext_noop("The index is the geometric mean of the dimensions."),
    "harmonic": gettext_noop("The index is the harmonic mean of the dimensions."),
}
REASONS = {
    "too_many_unanswered": gettext_noop("Too much is unanswered to judge this family fairly."),
    "nothing_applicable": gettext_noop("None of the indicators applies to this family."),
    "empty_dimension": gettext_noop("A whole dimension has nothing to judge."),
}
_STATE_WORDS = {
    "1": gettext_noop("met"),
    "0": gettext_noop("not met"),
    "-": gettext_noop("does not apply"),
    "?": gettext_noop("not answered yet"),
}
_MOST_LIFTS = 5
_WITHOUT_PRIVATE = "without_private"
_NO_SCALE = charts.Scale((), (), None)


def index_card(row: surveys.ScoreRow) -> IndexCard:
    """Return a family's index as its page shows it, from the states that were stored with it.

    When the definition that made the score is no longer installed, only value and category are shown.
    """
    definition = definition_by_hash(row.index_id, row.index_hash)
    if definition is None:
        return _bare_card(row)
    return _card(row, definition)


def definition_by_hash(index_id: str, index_hash: str) -> indices.IndexDefinition | None:
    """Return the installed definition without private items that has this hash, the newest first."""
    for version in reversed(indices.list_versions(index_id)):
        public = indices.load(index_id, version=version).without_private()
        if public.hash == index_hash:
            return public
    return None


def dimension_titles(index_id: str, version: str) -> dict[str, str]:
    """Return the names of an index's dimensions by their ids; none when that version is no longer installed."""
    if version not in indices.list_versions(index_id):
        return {}
    found = indices.load(index_id, version=version)
    return {each.id: text(each.title) for each in found.dimensions}


def _card(row: surveys.ScoreRow, definition: indices.IndexDefinition) -> IndexCard:
    told = definition.explain_states(row.states, language=language(), most_lifts=_MOST_LIFTS)
    score = told.score
    titles = {dimension.id: text(dimension.title) for dimension in definition.dimensions}
    labels = {item.id: item.label for item in told.indicators}
    categories = [category.id for category in definition.categories]
    return IndexCard(
        index_id=row.index_id,
        title=text(definition.plain_title),
        value=score.value,
        category=_category(row.category, definition),
        scale=charts.scale(
            score.value,
            [cut.at for cut in definition.cuts if cut.at is not None],
            list(style_by_category(categories).values()),
        ),
        planks=tuple(_plank(part, definition, row.states, titles) for part in score.dimensions),
        unmet=tuple(
            Unmet(item.label, item.why, item.remedy, titles[item.dimension], item.gain)
            for item in told.of_state("0")
        ),
        unanswered=tuple(item.label for item in told.of_state("?")),
        lifts=_lifts(told, labels),
        more_lifts=max(told.lifts.total - _MOST_LIFTS, 0) if told.lifts else 0,
        next_category=capfirst(told.next_category or ""),
        not_scored_because=wording.say(REASONS, score.reason or ""),
        method=wording.say(METHODS, definition.method),
        version=definition.version,
        hash=row.index_hash,
        status=wording.say(wording.INDEX_STATUS, definition.status),
        provisional_note=wording.say(INDEX_NOTES, definition.status)
        if definition.status in INDEX_NOTES
        else "",
        apart_note=apart_note(definition.id),
        leaves_out_private=definition.variant == _WITHOUT_PRIVATE,
    )


def _bare_card(row: surveys.ScoreRow) -> IndexCard:
    style = wording.CATEGORY_STYLE.get(row.category or "", "state")
    label = wording.say(wording.CATEGORIES, row.category or "")
    return IndexCard(
        index_id=row.index_id,
        title=row.index_id.upper(),
        value=row.value,
        category=Tag(label, style, style) if row.category else None,
        scale=_NO_SCALE,
        planks=(),
        unmet=(),
        unanswered=(),
        lifts=(),
        more_lifts=0,
        next_category="",
        not_scored_because="",
        method=gettext(
            "The definition behind this score is no longer installed here, so its reasons cannot be shown."
        ),
        version="–",
        hash=row.index_hash,
        status="–",
    )


def _category(category: str | None, definition: indices.IndexDefinition) -> Tag | None:
    styles = style_by_category([each.id for each in definition.categories])
    for each in definition.categories:
        if each.id == category:
            return Tag(capfirst(text(each.title)), styles[each.id], styles[each.id])
    return None


def _plank(
    part: indices.DimensionScore, definition: indices.IndexDefinition, states: str, titles: Mapping[str, str]
) -> Plank:
    own = [(i, s) for i, s in zip(definition.indicators, states, strict=True) if i.dimension == part.id]
    names = [f"{text(item.label)}: {wording.say(_STATE_WORDS, state)}" for item, state in own]
    return Plank(
        label=titles[part.id],
        met=part.met,
        applicable=part.applicable,
        unanswered=part.unanswered,
        cells=charts.cells("".join(state for _, state in own), names),
    )


def _lifts(told: indices.Explanation, labels: Mapping[str, str]) -> tuple[Lift, ...]:
    sets = told.lifts.sets if told.lifts else ()
    return tuple(Lift(tuple(labels[name] for name in one)) for one in sets)


def text(words: indices.Text) -> str:
    """Return an index's own words in the reader's language."""
    return in_language({"id": words.id, "en": words.en})
