"""Why a family has the index it has, in plain Indonesian and English, and what would lift it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bahtera.indices.lifting import Lifts, smallest_lifts, turned
from bahtera.indices.scoring import score_states
from bahtera.indices.values import MET, NOT_APPLICABLE, NOT_MET, UNANSWERED, Language, Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.compiler import Plan
    from bahtera.indices.declaration import Category, Declaration, Indicator


@dataclass(frozen=True, slots=True)
class IndicatorExplanation:
    """One indicator of one family.

    `state` is one of `1 0 - ?`. For an unmet one: `why` and `remedy` in the chosen language, `gain` the points (0 to
    100) the index would rise if this one alone were met, and `of_next_cut` the share of the way to the next cut
    that this is (at most 1; None in the highest category). For every other indicator the texts are empty and the
    numbers None.
    """

    id: str
    dimension: str
    label: str
    state: str
    why: str
    remedy: str
    gain: Fraction | None
    of_next_cut: Fraction | None


@dataclass(frozen=True, slots=True)
class DimensionExplanation:
    """One dimension: `value` 0 to 100 or None when blank; `gap` the points of the index that it lacks.

    For the mean of dimensions the gaps add up to 100 less the index. For the other methods a gap is what the index
    would gain if the whole dimension were met, and gaps need not add up. A blank dimension has no gap.
    """

    id: str
    title: str
    met: int
    applicable: int
    unanswered: int
    value: Fraction | None
    gap: Fraction | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole explanation; `sentences` say it in words. `lifts` is None when there is no higher category."""

    score: Score
    language: Language
    category: str
    next_category: str | None
    to_next_cut: Fraction | None
    dimensions: tuple[DimensionExplanation, ...]
    indicators: tuple[IndicatorExplanation, ...]
    lifts: Lifts | None
    sentences: tuple[str, ...]

    def of_state(self, state: str) -> tuple[IndicatorExplanation, ...]:
        """Return the indicators in one state, in the definition's order."""
        return tuple(each for each in self.indicators if each.state == state)


_WORDS: dict[str, dict[Language, str]] = {
    "score": {
        "id": "Indeks keluarga ini {value} dari 100: {category}.",
        "en": "This family's index is {value} out of 100: {category}.",
    },
    "counted": {
        "id": "{met} dari {applicable} indikator yang berlaku terpenuhi.",
        "en": "{met} of the {applicable} indicators that apply are met.",
    },
    "left_out": {
        "id": "{number} indikator tidak berlaku bagi keluarga ini dan tidak dihitung.",
        "en": "{number} indicators do not apply to this family and are not counted.",
    },
    "unanswered": {
        "id": "{number} indikator belum terjawab dan tidak dihitung: {labels}.",
        "en": "{number} indicators are not answered and are not counted: {labels}.",
    },
    "lift": {
        "id": "Memenuhi {size} indikator ini mengangkat keluarga ke kelompok berikutnya ({category}): {labels}.",
        "en": "Meeting these {size} indicators lifts the family into the next group ({category}): {labels}.",
    },
    "lifts_more": {
        "id": "Ada {total} pilihan {size} indikator yang sama hasilnya.",
        "en": "There are {total} choices of {size} indicators with the same result.",
    },
    "too_many_unanswered": {
        "id": "Indeks belum dihitung: terlalu banyak indikator yang belum terjawab.",
        "en": "The index is not computed: too many indicators are not answered.",
    },
    "nothing_applicable": {
        "id": "Indeks tidak dihitung: tidak ada indikator yang berlaku.",
        "en": "The index is not computed: no indicator applies.",
    },
    "empty_dimension": {
        "id": "Indeks tidak dihitung: ada dimensi tanpa indikator yang berlaku dan terjawab.",
        "en": "The index is not computed: some dimension has no indicator that applies and is answered.",
    },
}

_ONE: dict[str, str] = {
    "left_out": "1 indicator does not apply to this family and is not counted.",
    "unanswered": "1 indicator is not answered and is not counted: {labels}.",
    "lift": "Meeting this indicator lifts the family into the next group ({category}): {labels}.",
    "lifts_more": "There are {total} single indicators with the same result.",
}
"""What English says of one indicator; Indonesian has no plural."""


def explain_score(
    declared: Declaration, plan: Plan, score: Score, *, language: Language, most: int
) -> Explanation:
    """Return the explanation of a score; see `IndexDefinition.explain`."""
    titles = {each.id: each.title.in_language(language) for each in declared.categories}
    following = _next(declared.categories, score.category)
    value = score.value
    to_next = None if following is None or following.at is None or value is None else following.at - value
    indicators = tuple(
        _indicator(each, place, plan=plan, score=score, to_next=to_next, language=language)
        for place, each in enumerate(declared.indicators)
    )
    lifts = smallest_lifts(plan, score, most=most)
    return Explanation(
        score=score,
        language=language,
        category=titles.get(score.category or "", ""),
        next_category=None if following is None else following.title.in_language(language),
        to_next_cut=to_next,
        dimensions=tuple(
            _dimension(declared, plan, score, place, language) for place in range(len(plan.dimensions))
        ),
        indicators=indicators,
        lifts=lifts,
        sentences=tuple(_sentences(declared, score, indicators, lifts, language)),
    )


def format_value(value: Fraction, language: Language) -> str:
    """Return a value of 0 to 100 with two decimals, rounded half up, with the language's decimal sign."""
    hundredths = (value * 200 + 1).__floor__() // 2
    text = f"{hundredths // 100}.{hundredths % 100:02d}"
    return text.replace(".", ",") if language == "id" else text


def _next(categories: Sequence[Category], current: str | None) -> Category | None:
    places = [place for place, each in enumerate(categories) if each.id == current]
    return categories[places[0] + 1] if places and places[0] + 1 < len(categories) else None


def _gain(plan: Plan, score: Score, ids: Sequence[str]) -> Fraction | None:
    before, after = score.value, score_states(plan, turned(plan, score.states, ids)).value
    return None if before is None or after is None else after - before


def _indicator(
    indicator: Indicator,
    place: int,
    *,
    plan: Plan,
    score: Score,
    to_next: Fraction | None,
    language: Language,
) -> IndicatorExplanation:
    unmet = score.states[place] == NOT_MET
    gain = _gain(plan, score, [indicator.id]) if unmet else None
    return IndicatorExplanation(
        id=indicator.id,
        dimension=indicator.dimension,
        label=indicator.label.in_language(language),
        state=score.states[place],
        why=indicator.why_unmet.in_language(language) if unmet else "",
        remedy=indicator.to_meet.in_language(language) if unmet else "",
        gain=gain,
        of_next_cut=_part_of(gain, to_next),
    )


def _part_of(gain: Fraction | None, to_next: Fraction | None) -> Fraction | None:
    """Return the share of the way to the next cut; a family that stands on a cut it needs to pass has all of it."""
    if gain is None or to_next is None:
        return None
    return min(Fraction(1), gain / to_next) if to_next > 0 else Fraction(1)


def _dimension(
    declared: Declaration, plan: Plan, score: Score, place: int, language: Language
) -> DimensionExplanation:
    part = score.dimensions[place]
    unmet = [plan.indicators[each].id for each in plan.indicators_of(place) if score.states[each] == NOT_MET]
    return DimensionExplanation(
        id=part.id,
        title=declared.dimensions[place].title.in_language(language),
        met=part.met,
        applicable=part.applicable,
        unanswered=part.unanswered,
        value=part.value,
        gap=_gain(plan, score, unmet) if part.applicable else None,
    )


def _sentences(
    declared: Declaration,
    score: Score,
    indicators: Sequence[IndicatorExplanation],
    lifts: Lifts | None,
    language: Language,
) -> list[str]:
    def say(key: str, **parts: object) -> str:
        single = language == "en" and 1 in (parts.get("number"), parts.get("size"))
        return (_ONE[key] if single else _WORDS[key][language]).format(**parts)

    states = score.states
    titles = {each.id: each.title.in_language(language) for each in declared.categories}
    said = []
    value = score.value
    if value is None:
        said.append(say(score.reason or "nothing_applicable"))
    else:
        said.append(say("score", value=format_value(value, language), category=titles[score.category or ""]))
        applicable = states.count(MET) + states.count(NOT_MET)
        said.append(say("counted", met=states.count(MET), applicable=applicable))
    if NOT_APPLICABLE in states:
        said.append(say("left_out", number=states.count(NOT_APPLICABLE)))
    if UNANSWERED in states:
        labels = "; ".join(each.label for each in indicators if each.state == UNANSWERED)
        said.append(say("unanswered", number=states.count(UNANSWERED), labels=labels))
    said += [f"{each.why} {each.remedy}" for each in indicators if each.state == NOT_MET]
    if lifts is not None:
        labels = "; ".join(each.label for each in indicators if each.id in lifts.sets[0])
        said.append(say("lift", size=lifts.size, category=titles[lifts.category], labels=labels))
        if lifts.total > 1:
            said.append(say("lifts_more", total=lifts.total, size=lifts.size))
    return said
