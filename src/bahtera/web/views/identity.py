"""Signing in through the identity provider of an agency."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from bahtera.access import api as access
from bahtera.foundation.errors import Refused
from bahtera.web import signing
from bahtera.web.door import open_to_all, safe_address
from bahtera.web.views.session import go_on, sign_in_form


@never_cache
@open_to_all()
def provider(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the provider. A link, not a form: the site's policy lets no form leave it."""
    wanted = safe_address(request.GET.get("next", ""))
    try:
        address, begun = access.begin_provider(_callback(request))
    except Refused as refused:
        return sign_in_form(request, wanted, refused=refused)
    answer = HttpResponseRedirect(address)
    # The provider takes its code once, and only with what is sealed here.
    signing.hand(request, answer, "provider", access.close_secret(json.dumps({**begun, "next": wanted})))
    return answer


@never_cache
@open_to_all()
def provider_return(request: HttpRequest) -> HttpResponse:
    """Take the visitor back from the provider."""
    closed = signing.handed(request, "provider")
    begun = json.loads(access.open_secret(closed)) if closed else None
    wanted = safe_address(begun["next"]) if begun else "/"
    try:
        entered = access.finish_provider(request.GET.dict(), begun=begun, callback=_callback(request))
    except Refused as refused:
        return sign_in_form(request, wanted, refused=refused)
    visit = signing.enter(request, entered.account, factor=entered.factor)
    answer = go_on(visit, wanted)
    if visit.step != access.Step.PROVE:
        signing.remember_device(request, answer)
        signing.tell_of_failures(request, visit)
    return answer


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("web:provider_return"))
