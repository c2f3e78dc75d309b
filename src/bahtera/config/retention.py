"""Joins retention with the packages above privacy: who ends what, what can be held, who still needs which file."""

from collections.abc import Callable
from uuid import UUID

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.areas import api as areas
from bahtera.clients import api as clients
from bahtera.confided import api as confided
from bahtera.counselling import api as counselling
from bahtera.directory import api as directory
from bahtera.documents import api as documents
from bahtera.families import api as families
from bahtera.foundation import expiring, kept_files
from bahtera.groups import api as groups
from bahtera.keying import api as keying
from bahtera.notices import api as notices
from bahtera.privacy import api as privacy
from bahtera.questionnaires import api as questionnaires
from bahtera.referrals import api as referrals
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys


def register() -> None:
    """Tell retention who carries it out; called once when the process starts."""
    executors = (
        *surveys.EXECUTORS,
        *keying.EXECUTORS,
        *families.EXECUTORS,
        *access.EXECUTORS,
        *privacy.EXECUTORS,
        *confided.EXECUTORS,
        *clients.EXECUTORS,
        *groups.EXECUTORS,
        *referrals.EXECUTORS,
        *counselling.EXECUTORS,
        *actions.EXECUTORS,
        *notices.EXECUTORS,
    )
    for executor in executors:
        expiring.register(executor)
    access.follow_forgotten("surveys", surveys.forget_senders)
    access.follow_forgotten("releases", releases.forget_people)
    access.follow_forgotten("notices", notices.forget_people)
    privacy.register_holdable("family", _holdable(families.held_with_family))
    privacy.register_holdable("member", _holdable(families.held_with_member))
    privacy.register_holdable("submission", _holdable(surveys.held_with_submission))
    privacy.register_holdable("person", _holdable(access.held_with_person))
    kept_files.register("access", access.needed_files)
    kept_files.register("areas", areas.needed_files)
    kept_files.register("directory", directory.needed_files)
    kept_files.register("clients", clients.needed_files)
    kept_files.register("documents", documents.needed_files)
    kept_files.register("actions", actions.needed_files)
    kept_files.register("privacy", privacy.needed_files)
    kept_files.register("questionnaires", questionnaires.needed_files)
    kept_files.register("releases", releases.needed_files)
    kept_files.register("surveys", surveys.needed_files)


def run() -> None:
    """Carry retention out: the nightly job."""
    privacy.carry_out_retention()


def _holdable(
    look: Callable[[UUID], tuple[str, frozenset[str]] | None],
) -> Callable[[UUID], privacy.Holdable | None]:
    def found(subject_id: UUID) -> privacy.Holdable | None:
        held = look(subject_id)
        return privacy.Holdable(*held) if held else None

    return found
