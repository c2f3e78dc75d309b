"""The words for what the packages name by codes. Source texts are English; the catalogue holds Indonesian."""

from django.utils.translation import gettext, gettext_noop

from bahtera.foundation.errors import Refused
from bahtera.web import numbers

STATES = {
    "received": gettext_noop("Received, not checked yet"),
    "accepted": gettext_noop("To review"),
    "flagged": gettext_noop("To review, with findings"),
    "approved": gettext_noop("Approved"),
    "returned": gettext_noop("Sent back"),
    "superseded": gettext_noop("Replaced"),
    "rejected": gettext_noop("Not accepted"),
}
MOVES = {
    "receive": gettext_noop("Received"),
    "accept": gettext_noop("Checked: nothing doubtful"),
    "flag": gettext_noop("Checked: with findings"),
    "approve": gettext_noop("Approved"),
    "return": gettext_noop("Sent back for mending"),
    "set_aside": gettext_noop("Set aside"),
    "replace": gettext_noop("Replaced by a newer version"),
    "hand_over": gettext_noop("Handed over"),
    "merge": gettext_noop("Put together from two visits"),
    "mend": gettext_noop("Answers corrected in the final round"),
    "confirm": gettext_noop("Confirmed at the second level"),
    "query": gettext_noop("Given back to the supervisor with questions"),
    "reject": gettext_noop("Not accepted"),
    "reopen": gettext_noop("Opened again"),
}
LEVELS_OF_REVIEW = {
    "held": gettext_noop("Waits for a check"),
    "second": gettext_noop("Approved, waits for the second level"),
    "confirmed": gettext_noop("Confirmed at the second level"),
}
REJECT_REASONS = {
    "not_confirmed": gettext_noop("The family could not confirm the visit"),
    "wrong_family": gettext_noop("The answers are of another family"),
    "not_in_round": gettext_noop("The family is not part of this round"),
    "no_consent": gettext_noop("The family does not agree"),
    "unusable": gettext_noop("Too much is missing or does not fit together"),
    "trial": gettext_noop("It was a try-out"),
    "other": gettext_noop("Another reason"),
}
HOLD_REASONS = {
    "random": gettext_noop(
        "Drawn at random: in every round some visits of every kader are looked at once more."
    ),
    "rule": gettext_noop("An automatic check has a question about this visit."),
    "person": gettext_noop("Somebody asked for it to be looked at once more."),
}
RESULTS = {
    "selesai": gettext_noop("Finished"),
    "selesai_sebagian": gettext_noop("Partly finished"),
    "menolak": gettext_noop("Declined"),
    "pindah": gettext_noop("Moved away"),
    "tidak_ditemukan": gettext_noop("Not found"),
    "tidak_ada_responden": gettext_noop("Nobody to answer"),
}
SEVERITIES = {
    "error": gettext_noop("Must be looked at"),
    "warning": gettext_noop("Doubtful"),
    "info": gettext_noop("Note"),
}
CATEGORIES = {
    "tinggi": gettext_noop("High"),
    "sedang": gettext_noop("Middle"),
    "rendah": gettext_noop("Low"),
    "tangguh": gettext_noop("Resilient"),
    "berkembang": gettext_noop("Developing"),
    "rentan": gettext_noop("Vulnerable"),
}
ROLES = {
    "administrator": gettext_noop("Administrator"),
    "supervisor": gettext_noop("Supervisor"),
    "coordinator": gettext_noop("Coordinator of kader"),
    "kader": gettext_noop("Kader"),
    "typist": gettext_noop("Typist"),
    "desa_officer": gettext_noop("Village officer"),
    "tpk2d": gettext_noop("Member of the TPK2D"),
    "statistician": gettext_noop("Statistician"),
    "counsellor": gettext_noop("Counsellor"),
    "case_worker": gettext_noop("Case worker"),
    "agency_officer": gettext_noop("Agency officer"),
    "publisher": gettext_noop("Publisher"),
    "data_protection_officer": gettext_noop("Data protection officer"),
    "auditor": gettext_noop("Auditor"),
}
FACTORS = {
    "totp": gettext_noop("Codes from an app"),
    "passkey": gettext_noop("Passkey"),
    "recovery": gettext_noop("Recovery code"),
    "oidc": gettext_noop("Sign-in of the agency"),
}
KIN = {
    "own": gettext_noop("Own household"),
    "parent": gettext_noop("Parents"),
    "child": gettext_noop("Son or daughter"),
    "sibling": gettext_noop("Brother or sister"),
    "in_law": gettext_noop("In-laws"),
    "other": gettext_noop("Other relatives"),
}
LEVELS = {
    "country": gettext_noop("Indonesia"),
    "province": gettext_noop("Province"),
    "regency": gettext_noop("Regency or city"),
    "district": gettext_noop("District"),
    "village": gettext_noop("Village"),
}
INDEX_STATUS = {
    "official": gettext_noop("official"),
    "working": gettext_noop("not official yet"),
    "inferred": gettext_noop("partly inferred, not official"),
}

# A category's colour by its place: the words differ between indices, the meaning of a colour does not.
CATEGORY_STYLE = {
    "tinggi": "tinggi",
    "sedang": "sedang",
    "rendah": "rendah",
    "tangguh": "tinggi",
    "berkembang": "sedang",
    "rentan": "rendah",
}


def refusal(problem: Refused, **said: str) -> str:
    """Return a refusal in the reader's language, its dates too; ``said`` are details already put into words."""
    details = {
        name: numbers.with_days(value) if isinstance(value, str) else value
        for name, value in problem.details.items()
    }
    return gettext(problem.message).format(**{**details, **said})


def say(table: dict[str, str], code: str) -> str:
    """Return the reader's words for a code, or the code itself when nobody named it yet."""
    return gettext(table[code]) if code in table else code
