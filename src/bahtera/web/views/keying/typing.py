"""The page that types a sheet: the field app's own forms, signed in by the office's session.

Everything of a sheet goes by POST with the session's token, so that no page of another site can ask for it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language

from bahtera.access import api as access
from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused
from bahtera.keying import api as keying
from bahtera.questionnaires import api as questionnaires
from bahtera.web import assets
from bahtera.web.door import page
from bahtera.web.views.administration.forms import in_words

P = ParamSpec("P")
_ACTION: Final = "submission.key"
# The form engine reads XPath with WebAssembly.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:;"
    " media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none';"
    " object-src 'none'; frame-ancestors 'none'"
)


@page(_ACTION)
def sheet(request: HttpRequest, actor: access.Actor, sheet_id: UUID) -> HttpResponse:
    """Show the page that types a sheet; of the sheet itself it holds nothing yet."""
    keying.batch_of(sheet_id, actor=actor)
    html = assets.keying_page().replace("__TOKEN__", get_token(request))
    answer = HttpResponse(html.replace('lang="id"', f'lang="{get_language()}"', 1))
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


def _answers(
    view: Callable[Concatenate[HttpRequest, access.Actor, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Answer a refusal in the one shape, in the reader's language; what one may not do goes on to the door."""

    @wraps(view)
    def answering(
        request: HttpRequest, actor: access.Actor, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        try:
            return view(request, actor, *args, **kwargs)
        except (NotPermitted, NotFound):
            raise
        except Refused as problem:
            told: dict[str, Any] = {"code": problem.code, "message": in_words(problem)}
            if isinstance(problem, keying.FamilyIsKnown):
                told["families"] = [
                    {
                        "id": str(one.family_id),
                        "head": one.head_name,
                        "rt": one.rt,
                        "rw": one.rw,
                        "why": one.why,
                    }
                    for one in problem.candidates
                ]
            return JsonResponse({"error": told}, status=409 if isinstance(problem, Conflict) else 400)

    return answering


@page(_ACTION, methods=("POST",))
@_answers
def begin(request: HttpRequest, actor: access.Actor, sheet_id: UUID) -> HttpResponse:
    """Begin with a sheet, or go on with it: its form, the lists that go with it, what was typed."""
    chosen = _id(_sent(request, actor, sheet_id).get("family"))
    begun = keying.begin(sheet_id, actor=actor)
    form = questionnaires.get_form(begun.form_id, begun.form_version)
    if form is None:
        raise questionnaires.UnknownForm(begun.form_id, begun.form_version)
    family = chosen or begun.family_id
    access.note_read(
        actor,
        _ACTION,
        subject=access.subject_of("web.sheet", {"sheet_id": sheet_id}),
        about=[f"family:{family}"] if family else [],
    )
    return JsonResponse(
        {
            "serial": begun.serial,
            "second": begun.second,
            "interviewer": begun.interviewer,
            "village": begun.village_code,
            "family": str(begun.family_id) if begun.family_id else "",
            "language": "en" if get_language() == "en" else "id",
            "back": reverse("web:keying_batch", args=[begun.batch_id]),
            "xform": form.xform.decode() if isinstance(form.xform, bytes) else form.xform,
            "media": keying.lists_of(sheet_id, chosen=chosen, actor=actor),
            "draft": begun.begun.draft if begun.begun else "",
        }
    )


@page(_ACTION, methods=("POST",))
@_answers
def keep(request: HttpRequest, actor: access.Actor, sheet_id: UUID) -> HttpResponse:
    """Keep what is typed so far."""
    keying.keep(sheet_id, str(_sent(request, actor, sheet_id).get("draft", "")), actor=actor)
    return JsonResponse({"kept": True})


@page(_ACTION, methods=("POST",))
@_answers
def send(request: HttpRequest, actor: access.Actor, sheet_id: UUID) -> HttpResponse:
    """Take in a typed sheet, or its second typing."""
    sent = _sent(request, actor, sheet_id)
    found = keying.send(
        sheet_id,
        str(sent.get("xml", "")).encode(),
        is_new=sent.get("is_new") is True,
        named=str(sent.get("named", "")),
        actor=actor,
    )
    return JsonResponse(
        {
            "state": found.receipt.state if found.receipt else "",
            "differing": found.differing,
            "next": _next(sheet_id, actor),
        }
    )


def _next(sheet_id: UUID, actor: access.Actor) -> str:
    """Return where the next sheet of the batch that this person may type is typed."""
    found = keying.get_batch(keying.batch_of(sheet_id, actor=actor), actor=actor)
    after = [one for one in found.sheets if one.may_type and one.id != sheet_id]
    return reverse("web:keying_sheet", args=[after[0].id]) if after else ""


def _sent(request: HttpRequest, actor: access.Actor, sheet_id: UUID) -> dict[str, Any]:
    """Return what the page sent about a sheet of one's own villages; of another there is none."""
    keying.batch_of(sheet_id, actor=actor)
    try:
        found = orjson.loads(request.body or b"{}") if request.content_type == "application/json" else None
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise Refused("web.no_json", "This did not arrive whole. Try again.")
    return found


def _id(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
