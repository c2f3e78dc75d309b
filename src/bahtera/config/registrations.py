"""Who listens to which event, and which jobs come back. The only place that joins packages."""

from django.conf import settings  # noqa: TID251 - config is where settings are read
from django.core.management import call_command

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.checks import api as checks
from bahtera.clients import api as clients
from bahtera.confided import api as confided
from bahtera.config import holders, retention, second_factor
from bahtera.counselling import api as counselling
from bahtera.directory import api as directory
from bahtera.documents import api as documents
from bahtera.families import api as families
from bahtera.foundation import audit, events, schedule, upkeep
from bahtera.foundation.sealing import resealing
from bahtera.publishing import api as publishing
from bahtera.referrals import api as referrals
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys


def register_all() -> None:
    """Register every handler and job; called once when the process starts."""
    _register_listeners()
    _register_jobs()
    holders.register()
    retention.register()
    _register_identity_check()
    resealing.register(
        resealing.Holder("second factors", waiting=second_factor.waiting, reseal=second_factor.reseal)
    )
    for holder in confided.HOLDERS:
        resealing.register(holder)
    access.register_merged(families.same_families)
    access.handover.register("surveys", surveys.open_work, surveys.take_over)


def _register_identity_check() -> None:
    """Ask the gateway that the settings name; without one nobody is asked."""
    address = settings.IDENTITY_CHECK_ADDRESS
    adapter = (
        clients.HttpIdentityCheck(
            address, token=settings.IDENTITY_CHECK_TOKEN, seconds=settings.IDENTITY_CHECK_SECONDS
        )
        if address
        else None
    )
    clients.register_identity_check(adapter)


def _register_listeners() -> None:
    events.register("surveys.assess_wanted", surveys.on_assess_wanted)
    events.register("surveys.visit_changed", surveys.on_visit_changed)
    events.register("surveys.assigned", surveys.on_assigned)
    events.register("surveys.joint_changed", surveys.on_joint_changed)
    events.register("families.changed", surveys.on_families_changed)
    events.register("surveys.erased", releases.on_erased)
    events.register("families.changed", surveys.on_families_gone)
    events.register("surveys.received", results.on_surveys_changed)
    events.register("surveys.reviewed", results.on_surveys_changed)
    events.register("surveys.received", checks.on_visits_changed)
    events.register("surveys.reviewed", checks.on_visits_changed)
    events.register("surveys.erased", checks.on_visit_erased)
    events.register("referrals.sent", referrals.on_sent)
    events.register("clients.ground_ended", referrals.on_ground_ended)
    events.register("deadlines.days_changed", referrals.on_days_changed)
    events.register("clients.forgotten", counselling.on_clients_forgotten)


def _register_jobs() -> None:
    schedule.register(schedule.Job("clear_sessions", _clear_sessions, schedule.nightly))
    schedule.register(schedule.Job("old_prints", surveys.forget_prints, schedule.nightly))
    schedule.register(schedule.Job("visit_settings", _fill_settings, schedule.nightly))
    schedule.register(schedule.Job("old_uploads", _forget_uploads, schedule.nightly))
    schedule.register(schedule.Job("retention", retention.run, schedule.nightly))
    schedule.register(schedule.Job("broken_off_orders", _begin_again, schedule.every_minute))
    schedule.register(schedule.Job("documents", _make_documents, schedule.every_minute))
    schedule.register(schedule.Job("boundary_files", _read_boundaries, schedule.every_minute))
    schedule.register(schedule.Job("checks", checks.run_nightly, schedule.nightly))
    schedule.register(schedule.Job("audit_anchor", audit.anchor, schedule.every_minute))
    schedule.register(schedule.Job("audit_witness", audit.witness, schedule.every_minute))
    schedule.register(schedule.Job("ended_glass", _close_ended_glass, schedule.every_minute))
    schedule.register(schedule.Job("ending_decrees", access.warn_of_ending_decrees, schedule.nightly))
    schedule.register(
        schedule.Job("ending_agreements", directory.warn_of_ending_agreements, schedule.nightly)
    )
    schedule.register(schedule.Job("referral_clocks", _look_at_clocks, schedule.every_minute))
    schedule.register(schedule.Job("closed_units", _tell_of_closed_units, schedule.every_minute))
    schedule.register(schedule.Job("prune_tasks", _prune_tasks, schedule.nightly))
    schedule.register(schedule.Job("refresh_statistics", _refresh_statistics, schedule.nightly))


def _begin_again() -> None:
    """Give work that broke off, as when its process was killed, to the worker again."""
    tasks = {
        releases.Ordered.VERSION: releases.sign_task,
        releases.Ordered.MICRO: publishing.microdata_task,
    }
    for order in releases.wake_orders():
        tasks[order.what].enqueue(str(order.id))


def _make_documents() -> None:
    """Give the worker what the schedule wants today, and what broke off."""
    for row in (*documents.order_due(), *documents.wake_documents()):
        publishing.document_task.enqueue(str(row.id))


def _read_boundaries() -> None:
    """Give the worker the files of boundaries that broke off."""
    tasks = {
        areas.FileState.WAITING: areas.read_boundaries_task,
        areas.FileState.KEEPING: areas.keep_boundaries_task,
    }
    for state, files in areas.wake_files().items():
        for number in files:
            tasks[state].enqueue(number)


def _look_at_clocks() -> None:
    referrals.look_at_clocks()


def _tell_of_closed_units() -> None:
    referrals.tell_of_closed_units()


def _clear_sessions() -> None:
    call_command("clearsessions")


def _fill_settings() -> None:
    surveys.fill_settings()


def _forget_uploads() -> None:
    surveys.forget_uploads()


def _close_ended_glass() -> None:
    access.close_ended_glass()


def _prune_tasks() -> None:
    call_command("prune_db_task_results", min_age_days=30)


def _refresh_statistics() -> None:
    upkeep.refresh_statistics()
