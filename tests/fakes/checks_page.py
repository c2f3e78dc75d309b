"""The reference page of checks, made of their definition and of what was measured."""

from bahtera.checks.rules import load

HEAD = """# Checks of interviews

Written by `scripts/measure-checks` from `definitions/checks/{version}.yaml` (status: {status}). Every check leads to a
question to a person. Nothing is rejected, merged, paid or counted otherwise by it; a serious question about a visit
lets the visit wait until somebody has looked. Attitudes to violence and everything confided are never read.

A visit's own checks run when it arrives, all others at night: what is asked within a village only where something
changed, the rest over the whole round. Both give the same as looking at everything again.

## What was measured

On simulated fieldwork: {rounds} rounds of {villages} villages, {kader} kader in each, {families} families each. In each
round ten kader work with one planted fault; as many rounds again have none, and whatever is asked there is a false
alarm. Real fieldwork is less tidy than this, so expect more questions in vain: these figures say what a check can do,
not what it will. Points outside a boundary were measured with circles of 1.5 km as boundaries, which leave one honest
home in a hundred outside. No false alarm among *n* means at most about 3/*n* with 95 % confidence (rule of three).

| Planted fault | Found |
|---|---|
"""
FAULTS = {
    "all_yes": "every yes/no question of every family answered with yes",
    "at_night": "interviews around midnight",
    "copied": "four questionnaires copied for other families: other names, three answers changed, birth dates moved",
    "far_away": "points five kilometres off",
    "guessed_ages": "ages of adults rounded to 0 and 5",
    "hasty": "interviews of two to four minutes",
    "impossible": "a child older than the head",
    "one_house": "a dozen families noted from one porch",
    "silent": "unpleasant questions left out or answered with 'does not know'",
    "twice": "families recorded again as new ones, names misspelt, a date turned",
}


def page(figures):
    """Return the page for figures as `measured` gives them."""
    made, definition = figures["rounds"], load()
    text = HEAD.format(
        version=definition.version,
        status=definition.status,
        rounds=len(made["seeds"]),
        villages=made["villages"],
        kader=made["kader_each"],
        families=made["families_each"],
    )
    text += "".join(
        f"| {FAULTS[name]} | {one['found']} of {one['planted']} |\n"
        for name, one in figures["faults"].items()
    )
    text += "\n## The checks\n"
    for check in definition.checks.values():
        alarms = figures["false_alarms"][check.id]
        when = "on arrival" if check.on_arrival else "at night"
        limits = ", ".join(f"{name} {value:g}" for name, value in check.thresholds.items())
        text += (
            f"\n### {check.title['en']} (`{check.id}`)\n\n"
            f"{check.explanation['en']} What else could explain it: {'; '.join(check.other_reasons['en'])}.\n\n"
            f"- Asks: “{check.question['en']}”\n"
            f"- About: {check.concerns}, {when}, severity {check.severity}\n"
            f"- Thresholds: {limits}\n"
            f"- Source: {check.source}\n"
            f"- Asked in vain: {alarms['asked']} of {alarms['of']:,} {alarms['unit']}\n"
            f"- Hash: `{check.hash[:12]}`\n"
        )
    return text
