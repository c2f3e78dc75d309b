"""Plain words for what stands in the audit: what was done, by what kind of actor, to what kind of thing."""

import json
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, gettext_noop

# A test reads every action in the source and fails on one without words.
ACTIONS: Final = {
    "access.account_ensured": gettext_noop("Account set up from the command line"),
    "access.account_given": gettext_noop("Account opened"),
    "access.activation_cancelled": gettext_noop("Activation code cancelled"),
    "access.activation_made": gettext_noop("Activation code made"),
    "access.activation_refused": gettext_noop("Activation code refused"),
    "access.agency_added": gettext_noop("Agency added"),
    "access.code_wrong": gettext_noop("Wrong code at the second step"),
    "access.confirmed": gettext_noop("Proved once more who they are"),
    "access.decree_corrected": gettext_noop("Days of a decree corrected"),
    "access.decree_notice_seen": gettext_noop("Notice of an ending decree seen"),
    "access.decree_registered": gettext_noop("Decree registered"),
    "access.decree_scanned": gettext_noop("Scan of a decree kept"),
    "access.decree_warned": gettext_noop("Told that a decree runs out"),
    "access.device_enrolled": gettext_noop("Phone enrolled"),
    "access.device_enrolled_again": gettext_noop("Phone told again that it is enrolled"),
    "access.device_locked": gettext_noop("Profile on a phone locked"),
    "access.device_pin_changed": gettext_noop("PIN of a phone changed"),
    "access.device_refused": gettext_noop("Phone refused"),
    "access.device_revoked": gettext_noop("Phone stopped"),
    "access.device_signed_in": gettext_noop("Phone signed in"),
    "access.device_signed_out": gettext_noop("Phone signed out"),
    "access.device_turned_away": gettext_noop("Phone turned away"),
    "access.device_unlocked": gettext_noop("Profile on a phone unlocked"),
    "access.factor_added": gettext_noop("Second step set up"),
    "access.factor_removed": gettext_noop("Second step removed"),
    "access.factors_reset": gettext_noop("Second steps taken away by an administrator"),
    "access.glass_broken": gettext_noop("Emergency access opened"),
    "access.glass_ended": gettext_noop("Emergency access ended"),
    "access.glass_reviewed": gettext_noop("Emergency access reviewed"),
    "access.glass_seen": gettext_noop("Emergency access seen by the second person"),
    "access.identity_linked": gettext_noop("Sign-in of the agency linked"),
    "access.identity_unknown": gettext_noop("Sign-in of the agency by somebody unknown"),
    "access.identity_unlinked": gettext_noop("Sign-in of the agency unlinked"),
    "access.kin_declared": gettext_noop("Relatives declared"),
    "access.kin_struck": gettext_noop("Relatives struck off"),
    "access.passkey_refused": gettext_noop("Passkey refused"),
    "access.password_changed": gettext_noop("Password changed"),
    "access.password_handed": gettext_noop("New password handed over"),
    "access.password_wrong": gettext_noop("Wrong password"),
    "access.person_added": gettext_noop("Person added"),
    "access.person_left": gettext_noop("Person left"),
    "access.person_placed": gettext_noop("Person put into a unit"),
    "access.person_renamed": gettext_noop("Name of a person changed"),
    "access.pin_wrong": gettext_noop("Wrong PIN"),
    "access.place_ended": gettext_noop("Place in a unit ended"),
    "access.provider_refused": gettext_noop("Sign-in of the agency refused"),
    "access.read": gettext_noop("Personal data looked at"),
    "access.recovery_code_used": gettext_noop("Recovery code used"),
    "access.recovery_codes_renewed": gettext_noop("Recovery codes renewed"),
    "access.refused": gettext_noop("Refused"),
    "access.role_ended": gettext_noop("Role ended"),
    "access.role_forced": gettext_noop("Role ended at once"),
    "access.role_granted": gettext_noop("Role given"),
    "access.second_factor_passed": gettext_noop("Second step passed"),
    "access.session_ended": gettext_noop("Session ended"),
    "access.session_moved": gettext_noop("Session renewed"),
    "access.signed_in": gettext_noop("Signed in"),
    "access.token_issued": gettext_noop("Phone card made"),
    "access.token_linked": gettext_noop("Phone card given to a person"),
    "access.token_revoked": gettext_noop("Phone card stopped"),
    "access.unit_added": gettext_noop("Unit added"),
    "access.unit_changed": gettext_noop("Unit changed"),
    "access.unlock_made": gettext_noop("Unlock code made"),
    "access.unlock_refused": gettext_noop("Unlock code refused"),
    "areas.snapshot_loaded": gettext_noop("List of areas loaded"),
    "audit.anchored": gettext_noop("Anchors of the audit vouched for"),
    "audit.exported": gettext_noop("Audit taken away as a file"),
    "audit.gap_explained": gettext_noop("Gap between anchors explained"),
    "audit.searched": gettext_noop("Audit looked at"),
    "audit.trail_exported": gettext_noop("Trail of a person taken away as a file"),
    "audit.verified": gettext_noop("Audit checked"),
    "families.death_recorded": gettext_noop("Death recorded"),
    "families.member_moved": gettext_noop("Member moved to another family"),
    "families.member_restored": gettext_noop("Member taken up again"),
    "families.member_withdrawn": gettext_noop("Member taken out"),
    "families.merged": gettext_noop("Families merged"),
    "families.moved": gettext_noop("Family moved away"),
    "families.split": gettext_noop("Family split"),
    "families.visit_recorded": gettext_noop("Family recorded from a visit"),
    "keys.prepared": gettext_noop("New key prepared"),
    "keys.retired": gettext_noop("Old key dropped"),
    "keys.rotated": gettext_noop("New key in use"),
    "privacy.access_answered": gettext_noop("Copy of the data given to the person"),
    "privacy.breach_assessed": gettext_noop("Failure of protection assessed"),
    "privacy.breach_closed": gettext_noop("Failure of protection closed"),
    "privacy.breach_contained": gettext_noop("Failure of protection stopped"),
    "privacy.breach_notified": gettext_noop("Failure of protection told"),
    "privacy.breach_opened": gettext_noop("Failure of protection recorded"),
    "privacy.consent_given": gettext_noop("Consent recorded"),
    "privacy.consent_withdrawn": gettext_noop("Consent withdrawn"),
    "privacy.correction_assigned": gettext_noop("Correction handed on"),
    "privacy.correction_settled": gettext_noop("Correction settled"),
    "privacy.guardian_barred": gettext_noop("Guardian barred"),
    "privacy.guardian_unbarred": gettext_noop("Bar of a guardian lifted"),
    "privacy.hold_lifted": gettext_noop("Order to keep data lifted"),
    "privacy.hold_placed": gettext_noop("Order to keep data recorded"),
    "privacy.identity_shown": gettext_noop("Identity shown for a request"),
    "privacy.objection_granted": gettext_noop("Objection granted"),
    "privacy.people_searched": gettext_noop("Somebody looked for in the register"),
    "privacy.reply_taken": gettext_noop("Reply to a request taken again"),
    "privacy.request_opened": gettext_noop("Request about own data received"),
    "privacy.request_refused": gettext_noop("Request about own data refused"),
    "privacy.retention_ended": gettext_noop("End of keeping carried out"),
    "privacy.retention_run": gettext_noop("Rules of keeping gone through"),
    "privacy.sheet_dropped": gettext_noop("Sheet of a consent not kept"),
    "privacy.sheet_kept": gettext_noop("Sheet of a consent kept"),
    "publishing.report_exported": gettext_noop("Village report taken away as a file"),
    "publishing.results_exported": gettext_noop("Table of villages taken away as a file"),
    "publishing.submissions_exported": gettext_noop("Table of families taken away as a file"),
    "questionnaires.files_kept": gettext_noop("Recordings and pictures of a questionnaire kept"),
    "questionnaires.published": gettext_noop("Questionnaire published"),
    "reports.accepted": gettext_noop("Village report accepted by the TPK2D"),
    "reports.confirmed": gettext_noop("Village report confirmed by the coordinator"),
    "reports.endorsed": gettext_noop("Village report confirmed by the kepala desa"),
    "reports.made": gettext_noop("Village report made"),
    "reports.received": gettext_noop("Village report received by the system"),
    "reports.returned": gettext_noop("Village report sent back"),
    "reports.sent": gettext_noop("Village report sent to the TPK2D"),
    "results.refreshed": gettext_noop("Figures counted anew"),
    "site.backed_up": gettext_noop("Back-up made"),
    "site.keys_saved": gettext_noop("Keys saved apart"),
    "site.restored": gettext_noop("Restored from a back-up"),
    "confided.answers_opened": gettext_noop("Private answers opened for figures"),
    "confided.help_opened": gettext_noop("Box for UPTD PPA opened"),
    "confided.kept": gettext_noop("Private part of a visit kept sealed"),
    "keying.batch_closed": gettext_noop("Batch of sheets closed"),
    "keying.batch_opened": gettext_noop("Batch of sheets taken in"),
    "keying.batch_recounted": gettext_noop("Sheets of a batch counted again"),
    "keying.begun": gettext_noop("Typing of a sheet begun"),
    "keying.candidates_shown": gettext_noop("Families like the one typed were shown"),
    "keying.decided": gettext_noop("Decided which of two typings stands"),
    "keying.keyed": gettext_noop("Visit typed in from paper"),
    "keying.keyed_again": gettext_noop("Sheet typed a second time"),
    "keying.let_go": gettext_noop("Typing of a sheet thrown away"),
    "keying.share_set": gettext_noop("Share of sheets to be typed again set"),
    "keying.sheet_left_out": gettext_noop("Sheet said to be missing or void"),
    "keying.sheet_taken_back": gettext_noop("Sheet taken back into its batch"),
    "keying.sheets_listed": gettext_noop("Sheets added to a batch"),
    "surveys.scan_attached": gettext_noop("Scan of a sheet attached"),
    "surveys.approved": gettext_noop("Visit approved"),
    "surveys.assessed": gettext_noop("Visit checked by the machine"),
    "surveys.assigned": gettext_noop("Kader given families to visit"),
    "surveys.assignment_ended": gettext_noop("Task of a kader ended"),
    "surveys.assignment_handed_over": gettext_noop("Task handed over to another kader"),
    "surveys.attachment_opened": gettext_noop("Photo or file of a visit opened"),
    "surveys.file_received": gettext_noop("File of a phone received"),
    "surveys.file_refused": gettext_noop("File of a phone refused"),
    "surveys.merged": gettext_noop("Two visits to one family put together"),
    "surveys.sealed_kept": gettext_noop("Sealed visit kept apart"),
    "surveys.sealed_released": gettext_noop("Sealed visit released"),
    "surveys.sealed_set_aside": gettext_noop("Sealed visit left out"),
    "surveys.erased": gettext_noop("Visit erased"),
    "surveys.handed_over": gettext_noop("Visit handed over"),
    "surveys.paper_again": gettext_noop("Printed forms made once more"),
    "surveys.paper_cancelled": gettext_noop("Printed form cancelled"),
    "surveys.paper_printed": gettext_noop("Forms printed"),
    "surveys.received": gettext_noop("Visit received"),
    "surveys.refused": gettext_noop("Something a phone sent was refused"),
    "surveys.repeated": gettext_noop("Visit sent once more"),
    "surveys.returned": gettext_noop("Visit sent back"),
    "surveys.round_closed": gettext_noop("Round closed"),
    "surveys.round_created": gettext_noop("Round opened"),
    "surveys.set_aside": gettext_noop("Visit set aside"),
    "surveys.targets_set": gettext_noop("Targets of a round set"),
}
# What the beginning of an action stands for, to choose from.
GROUPS: Final = {
    "keying.": gettext_noop("Typing in from paper"),
    "access.": gettext_noop("Signing in, people and roles"),
    "surveys.": gettext_noop("Visits"),
    "families.": gettext_noop("Families"),
    "privacy.": gettext_noop("Rights and protection of data"),
    "publishing.": gettext_noop("Files taken away"),
    "questionnaires.": gettext_noop("Questionnaires"),
    "reports.": gettext_noop("Village reports"),
    "results.": gettext_noop("Figures"),
    "keys.": gettext_noop("Keys"),
    "site.": gettext_noop("Back-ups"),
    "audit.": gettext_noop("The audit itself"),
    "areas.": gettext_noop("Areas"),
}
# By what an entry's subject begins with.
KINDS: Final = {
    "submission": gettext_noop("visit"),
    "family": gettext_noop("family"),
    "member": gettext_noop("member of a family"),
    "person": gettext_noop("person at work"),
    "user": gettext_noop("account"),
    "session": gettext_noop("session"),
    "token": gettext_noop("phone card"),
    "device": gettext_noop("phone"),
    "activation": gettext_noop("activation code"),
    "decree": gettext_noop("decree"),
    "unit": gettext_noop("unit"),
    "agency": gettext_noop("agency"),
    "paper": gettext_noop("printed form"),
    "printing": gettext_noop("printing"),
    "report": gettext_noop("village report"),
    "round": gettext_noop("round"),
    "questionnaire": gettext_noop("questionnaire"),
    "request": gettext_noop("request about own data"),
    "consent": gettext_noop("consent"),
    "guardian_bar": gettext_noop("bar of a guardian"),
    "batch": gettext_noop("batch of sheets"),
    "second": gettext_noop("second typing"),
    "hold": gettext_noop("order to keep data"),
    "retention_run": gettext_noop("round of keeping"),
    "sheet": gettext_noop("sheet of a consent"),
    "breach": gettext_noop("failure of protection"),
    "glass": gettext_noop("emergency access"),
    "door": gettext_noop("page"),
    "body": gettext_noop("something a phone sent"),
}
# Pages that show people and are no single thing: a test finds one without words.
DOORS: Final = {
    "web.home": gettext_noop("first page"),
    "web.sessions": gettext_noop("list of sessions"),
    "web.submissions": gettext_noop("list of visits"),
    "web.sealed_visits": gettext_noop("list of sealed visits"),
    "web.refused": gettext_noop("list of what was refused"),
    "web.assignments": gettext_noop("list of tasks"),
    "web.paper": gettext_noop("forms on paper"),
    "web.batches": gettext_noop("batches of sheets to type in"),
    "web.comparisons": gettext_noop("comparisons of two typings"),
    "web.holds": gettext_noop("list of orders to keep data"),
    "web.requests": gettext_noop("list of requests about own data"),
    "web.find": gettext_noop("search for somebody in the register"),
    "web.corrections": gettext_noop("list of corrections"),
    "web.consents": gettext_noop("search for consents"),
    "web.new": gettext_noop("new failure of protection"),
    "web.people": gettext_noop("list of people at work"),
    "web.add_person": gettext_noop("new person at work"),
    "web.reviews": gettext_noop("list of emergency access"),
    "web.tokens": gettext_noop("list of phone cards"),
    "web.trail": gettext_noop("trail of a person"),
}
# What a sensitive read, or a refusal, was for.
PERMISSIONS: Final = {
    "submission.send": gettext_noop("send visits"),
    "family.carry": gettext_noop("carry families on a phone"),
    "submission.read": gettext_noop("read visits"),
    "submission.review": gettext_noop("decide about visits"),
    "assignment.manage": gettext_noop("give out tasks"),
    "paper.print": gettext_noop("print forms"),
    "submission.key": gettext_noop("type in visits from paper"),
    "keying.decide": gettext_noop("decide between two typings"),
    "private.tally": gettext_noop("count what was confided"),
    "help.open": gettext_noop("open calls for help"),
    "person.read": gettext_noop("read people at work"),
    "person.keep": gettext_noop("keep the list of people at work"),
    "person.manage": gettext_noop("manage people at work"),
    "role.grant": gettext_noop("give roles"),
    "role.end": gettext_noop("end roles"),
    "token.manage": gettext_noop("manage phone cards"),
    "device.manage": gettext_noop("manage phones"),
    "session.manage": gettext_noop("manage sessions"),
    "privacy.manage": gettext_noop("protect personal data"),
    "consent.keep": gettext_noop("keep consents"),
    "bar.keep": gettext_noop("bar guardians"),
    "breach.manage": gettext_noop("deal with failures of protection"),
    "glass.review": gettext_noop("review emergency access"),
}
ACTORS: Final = {
    "user": gettext_noop("account"),
    "token": gettext_noop("phone card"),
    "device": gettext_noop("phone"),
    "person": gettext_noop("person at work"),
    "system": gettext_noop("the system"),
    "visitor": gettext_noop("a visitor"),
}


def action_label(action: str) -> str:
    """Return the words for an action; of one nobody named, its group and its code."""
    if action in ACTIONS:
        return gettext(ACTIONS[action])
    group = GROUPS.get(f"{action.partition('.')[0]}.")
    return f"{gettext(group)}: {action}" if group else action


def thing_label(key: str, words: dict[str, str] = KINDS) -> str:
    """Return a key as ``family 0192…``: its kind in words and the end of its id, which is what differs."""
    kind, colon, number = key.partition(":")
    if kind == "door" and number in DOORS:
        return gettext(DOORS[number])
    label = gettext(words[kind]) if kind in words else kind
    return f"{label} {number if len(number) <= _SHORT else f'…{number[-_SHORT:]}'}" if colon else label


def detail_lines(details: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what an entry tells besides: permissions and searches in words, the rest as it stands."""
    found = []
    for name, value in details.items():
        if name == "searched":
            if value is True:
                found.append((gettext("how"), gettext("by a search")))
        elif name == "action" and value in PERMISSIONS:
            found.append((gettext("in order to"), gettext(PERMISSIONS[str(value)])))
        else:
            found.append((name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    return tuple(found)


def actor_label(key: str) -> str:
    """Return an actor as ``account 12``."""
    return thing_label(key, ACTORS)


_SHORT: Final = 12
