"""Reading what is typed into these pages: only fields that a form has, each as its own type. Saying how it went."""

from datetime import date
from types import TracebackType
from typing import Final, Self
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

from bahtera.access.api import Actor, covers, reach
from bahtera.areas import api as areas
from bahtera.foundation.errors import NotPermitted, Refused
from bahtera.web import wording
from bahtera.web.presenters.administration import COUNTRY, LINE_DOT

_LONGEST: Final = 500


def in_words(problem: Refused) -> str:
    """Return a refusal in the reader's language."""
    return wording.refusal(problem)


def tell(request: HttpRequest, problem: Refused) -> None:
    """Show a refusal at the top of the next page."""
    messages.error(request, in_words(problem), extra_tags="stop")


class Attempt:
    """Doing what a form asks, inside ``with``: a refusal stays in ``problem``, in words, for the form shown again.

    What somebody may not do goes on to the door, and so do the errors named. ``done`` is said on the next page
    when it went well.
    """

    def __init__(self, request: HttpRequest, done: str = "", *passing: type[Refused]) -> None:
        self.problem = ""
        self._request, self._done = request, done
        self._passing: tuple[type[Refused], ...] = (NotPermitted, *passing)

    @property
    def status(self) -> int:
        """Return the status of the page that shows the form again."""
        return 400 if self.problem else 200

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Keep a refusal, and say that it is done when there was none."""
        if error is None:
            if self._done:
                messages.success(self._request, self._done, extra_tags="good")
            return False
        if not isinstance(error, Refused) or isinstance(error, self._passing):
            return False
        self.keep(error)
        return True

    def keep(self, refused: Refused) -> None:
        """Keep a refusal for the form."""
        self.problem = in_words(refused)


class Told(Attempt):
    """The same for what has no page of its own: a refusal is said at the top of the next page."""

    def keep(self, refused: Refused) -> None:
        """Say a refusal at the top of the next page."""
        super().keep(refused)
        tell(self._request, refused)


def text_in(request: HttpRequest, name: str) -> str:
    """Return a typed line, at most five hundred characters."""
    return str(request.POST.get(name, ""))[:_LONGEST].strip()


def day_in(request: HttpRequest, name: str) -> date | None:
    """Return a typed day; None when the field is empty. Raises Refused for what is no day."""
    text = text_in(request, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("web.no_day", "“{text}” is no date. Write it as 2026-11-22.", text=text[:40]) from error


def needed_day(request: HttpRequest, name: str) -> date:
    """Return a typed day; raises Refused when there is none."""
    day = day_in(request, name)
    if day is None:
        raise Refused("web.day_missing", "Choose the date.")
    return day


def id_in(request: HttpRequest, name: str) -> UUID | None:
    """Return a chosen id; None when nothing was chosen. Raises Refused for a forged one."""
    text = text_in(request, name)
    return _id(text) if text else None


def ids_in(request: HttpRequest, name: str) -> tuple[UUID, ...]:
    """Return the ids that were ticked, each once; raises Refused for a forged one."""
    return tuple(dict.fromkeys(_id(str(text)) for text in request.POST.getlist(name)))


def needed_id(request: HttpRequest, name: str) -> UUID:
    """Return a chosen id; raises Refused when there is none."""
    found = id_in(request, name)
    if found is None:
        raise Refused("web.bad_choice", "Choose one from the list.")
    return found


def _named_code(text: str) -> str | None:
    """Return a code that is written with its dots and a word of its area's name behind it; None for anything else."""
    first, _, name = text.partition(" ")
    # Without dots 13 Ilir is a village, not a province.
    code = areas.code_in(first) if "." in first else None
    found = areas.find([code]).get(code) if code else None
    said = {*name.casefold().split()}
    return code if found and said & {*found.name.casefold().split()} else None


def area_in(request: HttpRequest, name: str, actor: Actor, action: str) -> str:
    """Return the code of a typed area: a code, also with its name behind it, or a name that only one has.

    Names are looked up where the actor may do the action. Raises Refused for a code that no area has and when it
    stays unclear.
    """
    text = text_in(request, name)
    if text.casefold() == COUNTRY.casefold():
        return ""
    code = areas.code_in(text.partition(LINE_DOT)[0]) or _named_code(text)
    if code is not None:
        if not areas.exists(code):
            raise Refused("web.area_unknown", "There is no area with the code {area}.", area=code)
        return code
    scopes = reach(actor, action)
    found = [
        one.code
        for one in areas.search(text, limit=20)
        if text and any(covers(scope, one.code) for scope in scopes)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused("web.area_unclear", "Several areas are called like this. Write the code of the area.")
    raise Refused("web.area_missing", "Choose an area from the list, or write its code.")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused("web.bad_choice", "Choose one from the list.") from error
