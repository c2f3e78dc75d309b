"""Pages that look again by themselves while work goes on."""

from django.http import HttpRequest, HttpResponse


def looked_again(request: HttpRequest, answer: HttpResponse, *, is_open: bool) -> HttpResponse:
    """Return a page; one that looked again for work that has ended since is loaded anew as a whole.

    The work may have changed more of it than the part that looks again.
    """
    if not is_open and request.headers.get("HX-Request") == "true":
        answer.headers["HX-Refresh"] = "true"
    return answer
