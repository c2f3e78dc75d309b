"""What is asked about a round's plan: its calendar, a file of targets, what was measured otherwise than planned."""

from collections import Counter

from django.db.models import Count

from bahtera.areas import api as areas
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.models import Round, RoundStage, Submission
from bahtera.surveys.queries.rounds.reading import get_round
from bahtera.surveys.rules import read_targets
from bahtera.surveys.values import OtherVersions, RoundRow, RoundState, Stage, StageRow, TargetsFile


def calendar_of(round_id: int) -> list[StageRow]:
    """Return the stages of a round that have days, in their order."""
    rows = RoundStage.objects.filter(round_id=round_id).order_by("pk")
    found = [StageRow(Stage(row.stage), row.starts, row.ends, row.keeper, row.done_on) for row in rows]
    return sorted(found, key=lambda one: list(Stage).index(one.stage))


def read_targets_file(round_id: int, data: bytes) -> TargetsFile:
    """Return the targets that a CSV file gives a round; raises InvalidRound for what is no such file, UnknownRound."""

    def known(codes: list[str]) -> set[str]:
        return {code for code, area in areas.find(codes).items() if area.level == "village"}

    return read_targets(data, get_round(round_id).area_code, code_in=areas.code_in, known=known)


def other_versions(row: RoundRow) -> OtherVersions:
    """Return how many visits that count were made with another version of the questionnaire than planned.

    Where one version alone was ever published there is nothing to count.
    """
    if row.form is None or len(questionnaires.list_versions(row.form_id)) == 1:
        return OtherVersions({})
    counted = Submission.objects.filter(round_id=row.id, is_current=True)
    forms = counted.exclude(form_version=row.form.version).values_list("form_version")
    return OtherVersions(dict(forms.annotate(count=Count("pk")).order_by("form_version")))


def double_families(row: RoundRow) -> dict[int, int]:
    """Return with which other rounds in the field this one shares families, and how many: by round.

    A family counts once in each round; two rounds at one time may ask it twice, which a person should know.
    """
    fields = Round.objects.filter(state=RoundState.FIELD.value).exclude(pk=row.id).order_by("pk")
    in_field = list(fields.values_list("pk", flat=True))
    if not in_field:
        return {}
    counted = Submission.objects.filter(is_current=True, family_id__isnull=False)
    others = counted.filter(round_id__in=in_field)
    mine = counted.filter(round_id=row.id).values("family_id")
    shared = others.filter(family_id__in=mine).order_by("round_id").values_list("round_id", flat=True)
    return dict(Counter(found for found in shared if found is not None))
