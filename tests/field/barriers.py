"""What keeps people out of a screen: too wide, too small to touch, or a fault that axe knows."""

TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(e => !e.closest('.hidden-text'))
    .map(e => e.outerHTML.slice(0, 120))"""
# A choice's own square stands in its label, which is the target.
SMALL = """() => [...document.querySelectorAll(
        'a, button, summary, select, textarea, input, .choice label, .private-choice')]
    .filter(e => !e.matches('.hidden-text, .date-native, .choice input, .private-choice input'))
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => r.width > 0 && (r.height < 47.5 || r.width < 47.5))
    .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${Math.round(r.width)}x${Math.round(r.height)}`)"""


def assert_no_barrier(page):
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate(TOO_WIDE) == [], page.locator("h1:visible").first.inner_text()
    assert page.evaluate(SMALL) == [], page.locator("h1:visible").first.inner_text()
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    told = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]
    assert told == [], f"{page.locator('h1:visible').first.inner_text()}: {told}"
