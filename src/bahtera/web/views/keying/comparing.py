"""What a second typing says otherwise: how often, by whom, at which question; and which answer stands."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound
from bahtera.keying import api as keying
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import keying as shown
from bahtera.web.presenters import visits
from bahtera.web.presenters.parts import Option
from bahtera.web.views.administration import forms

_ACTION = "keying.decide"


@page(_ACTION)
def comparisons(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Show the sheets typed twice, and how often the two typings of a round differ."""
    found = keying.list_comparisons(actor=actor, cursor=request.GET.get("kursor") or None)
    rounds = surveys.list_rounds()
    asked = request.GET.get("putaran", "")
    chosen = next((one for one in rounds if str(one.id) == asked), rounds[0] if rounds else None)
    known = places.names_of(one.village_code for one in found.items)
    rates = keying.rates(chosen.id, actor=actor) if chosen else keying.Rates((), ())
    view = shown.ComparisonsPage(
        rows=tuple(
            shown.comparison_line(one, places.village_line(one.village_code, known)) for one in found.items
        ),
        more_url=f"?kursor={found.next_cursor}" if found.next_cursor else "",
        rounds=tuple(Option(str(one.id), visits.round_title(one), one is chosen) for one in rounds),
        typists=rates.typists,
        questions=shown.asked_in_words(rates.questions, _labels_of(chosen)),
    )
    return render(request, "web/keying/comparisons.html", {"page": view})


@page(_ACTION)
def comparison(request: HttpRequest, actor: access.Actor, second_id: UUID) -> HttpResponse:
    """Show one sheet's two typings where they differ, side by side."""
    found = keying.get_comparison(second_id, actor=actor)
    concerns(request, f"submission:{found.submission_id}")
    labels = questionnaires.labels(found.form_id, found.form_version)
    known = places.names_of([found.row.village_code])
    view = shown.comparison_page(
        found,
        labels,
        places.village_line(found.row.village_code, known),
        places.zone_of(found.row.village_code, known),
    )
    return render(request, "web/keying/comparison.html", {"page": view})


@page(_ACTION, methods=("POST",))
def decide(request: HttpRequest, actor: access.Actor, second_id: UUID) -> HttpResponse:
    """Settle which of the two answers stands at each difference."""
    choices = {
        name.removeprefix("di."): str(value) for name, value in request.POST.items() if name.startswith("di.")
    }
    correction: UUID | None = None
    with forms.Told(request, "", NotFound) as attempt:
        correction = keying.decide(second_id, choices, actor=actor)
    if not attempt.problem:
        said = (
            gettext("Settled. The visit is corrected, and its history says so.")
            if correction
            else gettext("Settled. The visit stays as it was typed first.")
        )
        messages.success(request, said, extra_tags="good")
    return redirect("web:comparison", second_id=second_id)


def _labels_of(row: surveys.RoundRow | None) -> dict[str, questionnaires.QuestionLabels]:
    """Return the labels of a round's form in its newest version."""
    versions = questionnaires.list_versions(row.form_id) if row else []
    return dict(questionnaires.labels(versions[0].form_id, versions[0].version)) if versions else {}
