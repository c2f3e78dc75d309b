"""How the keys that seal stand: versions, ages, what waits, when they were saved apart. Never a key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bahtera.access.api import Actor
from bahtera.foundation import audit
from bahtera.foundation.sealing.standing import standing
from bahtera.web import places
from bahtera.web.door import page
from bahtera.web.presenters import keys as shown


@page("key.read")
def keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the versions of the key ring; on request also how much is under which."""
    found = standing(count=request.GET.get("hitung") == "ya")
    saved = audit.entries(action="site.keys_saved", size=1).items
    backed_up = audit.entries(action="site.backed_up", size=1).items
    view = shown.keys_page(
        found,
        saved_at=saved[0].at if saved else None,
        backed_up_at=backed_up[0].at if backed_up else None,
        zone=places.own_zone(actor),
    )
    return render(request, "web/administration/keys.html", {"page": view})
