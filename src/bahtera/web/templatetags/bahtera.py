"""Tags and filters of the pages."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.notices import api as notices
from bahtera.web import assets, navigation, numbers, wording
from bahtera.web.door import visit_to, visitor
from bahtera.web.presenters.break_glass import Banner, banners
from bahtera.web.presenters.parts import Tab
from bahtera.web.presenters.privacy_tabs import tabs

register = template.Library()


@register.simple_tag
def asset(source: str) -> str:
    """Return the address of a built asset."""
    return assets.entry(source).file


@register.simple_tag
def asset_styles(source: str) -> tuple[str, ...]:
    """Return the addresses of the style sheets that a built script brings."""
    return assets.entry(source).styles


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the page's sprite; it is decoration, the words beside it carry the meaning."""
    return format_html('<svg aria-hidden="true" focusable="false"><use href="#i-{}"></use></svg>', name)


@register.simple_tag(takes_context=True)
def visiting(context: template.Context) -> access.Actor | None:
    """Return who reads the page, or None."""
    request = context.get("request")
    return visitor(request) if isinstance(request, HttpRequest) else None


@register.simple_tag(takes_context=True)
def nav_menu(context: template.Context) -> navigation.Menu | None:
    """Return the places this reader may go to; None while a step of signing in is still to be done."""
    request = context.get("request")
    visit = visit_to(request) if isinstance(request, HttpRequest) else None
    return navigation.menu(visit.actor, context["request"].path) if visit and not visit.step else None


@register.simple_tag(takes_context=True)
def privacy_tabs(context: template.Context) -> tuple[Tab, ...]:
    """Return the pages of data protection that this reader may go to."""
    request = context.get("request")
    actor = visitor(request) if isinstance(request, HttpRequest) else None
    return tabs(actor, context["request"].path) if actor else ()


@register.simple_tag(takes_context=True)
def glass_banners(context: template.Context) -> tuple[Banner, ...]:
    """Return the words about emergency access that the reader must see on every page."""
    reader = visiting(context)
    return banners(access.notices_of_glass(reader)) if reader else ()


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> int:
    """Return how many notices the reader has not read."""
    reader = visiting(context)
    return notices.count_unread(actor=reader) if reader else 0


@register.simple_tag(takes_context=True)
def may_do(context: template.Context, action: str) -> bool:
    """Tell whether the reader may do something anywhere."""
    reader = visiting(context)
    return reader is not None and access.may(reader, action)


@register.simple_tag(takes_context=True)
def watching_tabs(context: template.Context, current: str) -> tuple[Tab, ...]:
    """Return the pages of those who watch over the site, as far as the reader may open them."""
    return navigation.watching(visiting(context), current)


@register.simple_tag(takes_context=True)
def same_page(context: template.Context) -> str:
    """Return the address to come back to after changing the language."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or request.method != "GET":
        return "/"
    return request.get_full_path()


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Return this page's query text with some values changed; an empty value is left out."""
    held = {key: value for key, value in context["request"].GET.items() if value}
    merged = {key: str(value) for key, value in (held | changes).items() if value not in (None, "")}
    return f"?{urlencode(merged)}" if merged else "?"


@register.filter
def number(value: numbers.Number | None, digits: int = 2) -> str:
    """Write a number with decimals in the reader's language."""
    return numbers.number(value, digits)


@register.filter
def count(value: int | None) -> str:
    """Write a whole number in the reader's language."""
    return numbers.integer(value)


@register.filter
def day(value: date | str | None) -> str:
    """Write a date in the reader's language."""
    return numbers.day(value)


@register.filter
def short_day(value: date | None) -> str:
    """Write a date for a list."""
    return numbers.short_day(value)


@register.filter
def moment(value: datetime | None, zone: str = numbers.DEFAULT_ZONE) -> str:
    """Write an instant in an area's time zone."""
    return numbers.moment(value, zone)


@register.filter
def zone_name(zone: str) -> str:
    """Name a time zone as offices do: WIB, WITA, WIT."""
    return numbers.ZONES.get(zone, zone)


@register.filter
def role_names(roles: frozenset[str]) -> str:
    """Name somebody's roles."""
    return ", ".join(wording.say(wording.ROLES, role) for role in sorted(roles)) or gettext("No role yet")
