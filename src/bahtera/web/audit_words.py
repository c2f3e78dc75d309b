"""Plain words for what stands in the audit: what was done, by what kind of actor, to what kind of thing."""

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
    "audit.exported": gettext_noop("Audit taken away as a file"),
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
    "publishing.results_exported": gettext_noop("Table of villages taken away as a file"),
    "publishing.submissions_exported": gettext_noop("Table of families taken away as a file"),
    "questionnaires.published": gettext_noop("Questionnaire published"),
    "results.refreshed": gettext_noop("Figures counted anew"),
    "site.backed_up": gettext_noop("Back-up made"),
    "site.keys_saved": gettext_noop("Keys saved apart"),
    "site.restored": gettext_noop("Restored from a back-up"),
    "surveys.approved": gettext_noop("Visit approved"),
    "surveys.assessed": gettext_noop("Visit checked by the machine"),
    "surveys.attachment_opened": gettext_noop("Photo or file of a visit opened"),
    "surveys.erased": gettext_noop("Visit erased"),
    "surveys.handed_over": gettext_noop("Visit handed over"),
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
    "access.": gettext_noop("Signing in, people and roles"),
    "surveys.": gettext_noop("Visits"),
    "families.": gettext_noop("Families"),
    "privacy.": gettext_noop("Rights and protection of data"),
    "publishing.": gettext_noop("Files taken away"),
    "questionnaires.": gettext_noop("Questionnaires"),
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
    "round": gettext_noop("round"),
    "questionnaire": gettext_noop("questionnaire"),
    "request": gettext_noop("request about own data"),
    "consent": gettext_noop("consent"),
    "guardian_bar": gettext_noop("bar of a guardian"),
    "hold": gettext_noop("order to keep data"),
    "retention_run": gettext_noop("round of keeping"),
    "sheet": gettext_noop("sheet of a consent"),
    "breach": gettext_noop("failure of protection"),
    "glass": gettext_noop("emergency access"),
    "door": gettext_noop("page"),
    "body": gettext_noop("something a phone sent"),
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
    label = gettext(words[kind]) if kind in words else kind
    return f"{label} {number if len(number) <= _SHORT else f'…{number[-_SHORT:]}'}" if colon else label


def actor_label(key: str) -> str:
    """Return an actor as ``account 12``."""
    return thing_label(key, ACTORS)


_SHORT: Final = 12
