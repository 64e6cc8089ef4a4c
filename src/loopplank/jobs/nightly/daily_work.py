"""Do once a day, by whichever loop claims the day first, what must be forgotten and checked."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection

from loopplank.access.account.actors import SYSTEM
from loopplank.access.requests import relatives as relative_rows
from loopplank.access.responsibility import due, nightly_checks
from loopplank.access.volunteers import applications as application_rows
from loopplank.access.wellbeing import signal
from loopplank.actions.account import links, second_step, sign_ins
from loopplank.actions.gaps import gaps
from loopplank.actions.kit import periodic, sent_markers, uses
from loopplank.actions.ledger.ledger import differing_weeks
from loopplank.actions.matching import planning as plan_actions
from loopplank.actions.messages import devices
from loopplank.actions.organisations import invitations
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import relatives
from loopplank.actions.volunteers import applications, cover
from loopplank.actions.wellbeing import check_in_totals, observation, quote, safety
from loopplank.core.kit.calendar import local_day
from loopplank.core.responsibility.event_replay import faults
from loopplank.core.responsibility.nightly_checks import FROM_THE_LOG, REPLAYED
from loopplank.jobs.nightly import follow_up
from loopplank.jobs.nightly.one_by_one import Outcome, Stopped, Stopping, in_batches
from loopplank.jobs.planning import plan_runs

log = structlog.get_logger("loopplank.loop")


def forget(now: datetime, stopping: Stopping) -> Outcome:
    """Erase the people whose requests were all closed longer ago than the organisation keeps, and
    those who were referred from outside and not taken on; who did not become a volunteer; who
    looked along at what is over; and concern files past their term.
    """
    failed = set[UUID]()
    erased = _erase(
        lambda: due.forgettable(now, failed),
        lambda pk: erasure.erase_help_seeker(actor=SYSTEM, now=now, request_id=pk),
        failed,
        stopping,
    )
    erased += _erase(
        lambda: due.forgettable_referrals(now, failed),
        lambda pk: erasure.erase_referral(actor=SYSTEM, now=now, referral_id=pk),
        failed,
        stopping,
    )
    erased += _erase(
        lambda: application_rows.forgettable_applications(now, failed),
        lambda pk: applications.erase(actor=SYSTEM, now=now, application_id=pk),
        failed,
        stopping,
    )
    erased += _erase(
        lambda: relative_rows.past_their_day(now, failed),
        lambda pk: relatives.expire(actor=SYSTEM, now=now, relative_id=pk),
        failed,
        stopping,
    )
    erased += _erase(
        lambda: signal.safety_files_to_forget(now, failed),
        lambda pk: safety.forget_file(actor=SYSTEM, now=now, file_id=pk),
        failed,
        stopping,
    )
    return {"erased": erased, "failed": len(failed)}


def _erase(
    find: Callable[[], list[UUID]],
    erase: Callable[[UUID], None],
    failed: set[UUID],
    stopping: Stopping,
) -> int:
    erased = 0
    while found := find():
        for pk in found:
            if stopping():
                raise Stopped
            try:
                erase(pk)
            except Exception:  # one bad row never stops the others
                failed.add(pk)
                log.exception("row_failed", kind="forget", id=str(pk))
            else:
                erased += 1
    return erased


def expire(now: datetime, stopping: Stopping) -> Outcome:  # noqa: ARG001  one shape
    """Delete access records and events whose day has come."""
    return {"access_records": erasure.expire_records(actor=SYSTEM, now=now)}


def close_quarter(now: datetime, stopping: Stopping) -> Outcome:  # noqa: ARG001  one shape
    """Freeze what the networks see of their gaps, two weeks after a quarter is over."""
    return {"networks": gaps.close_quarter(actor=SYSTEM, now=now)}


def check_ins(now: datetime, stopping: Stopping) -> Outcome:  # noqa: ARG001  one shape
    """Freeze what may be told of the check-ins of a quarter that is over; then forget old ones, and
    old observations and quotes.
    """
    return {
        "networks": check_in_totals.close_quarter(actor=SYSTEM, now=now),
        "check_ins": check_in_totals.forget(actor=SYSTEM, now=now),
        "observations": observation.forget(actor=SYSTEM, now=now),
        "quotes": quote.forget(actor=SYSTEM, now=now),
    }


def plan(now: datetime, stopping: Stopping) -> Outcome:  # noqa: ARG001  one shape
    """Ask for the plan of the night in every network, and throw away plans of long ago."""
    old = plan_actions.clean(actor=SYSTEM, now=now)
    return {"plans": plan_runs.ask_for_night(now), "old_plans": old}


def clean(now: datetime, stopping: Stopping) -> Outcome:  # noqa: ARG001  one shape
    """Throw away sessions and devices that ended, marks of what was told long ago, and what SQLite
    still keeps of rows that were erased; let SQLite count its tables.

    What is erased is overwritten in the file itself (`secure_delete`); older states of a page can
    still stand in the journal beside it until that is emptied.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    sent_markers.forget_marks(local_day(now))
    cover.forget_named(local_day(now))
    devices.forget(now)
    links.forget_asks(now)
    sign_ins.forget(now)
    second_step.forget(now)
    invitations.forget(now)
    uses.forget_uses(now)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # PostgreSQL does it by itself: without counts SQLite takes ten rows for an organisation
            # and reads through all of them where it was given three keys
            cursor.execute("ANALYZE")
            if not connection.in_atomic_block:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {}


def check(now: datetime, stopping: Stopping) -> Outcome:
    """Count what must be 0; anything else is an error that somebody must look at today."""
    found: dict[str, int] = nightly_checks.broken_promises(now)
    found["ledger_weeks_that_differ"] = _differing_weeks(stopping)
    from_log, replayed = _replay(stopping)
    found |= from_log
    if any(found.values()):
        log.error("promises_broken", **found)
    else:
        log.info("promises_kept", requests=replayed)
    return {**found, REPLAYED: replayed}


def _replay(stopping: Stopping) -> tuple[dict[str, int], int]:
    """Replay the whole event log, a batch of journeys at a time: what it breaks, and how much."""
    found, records = dict.fromkeys(FROM_THE_LOG, 0), 0
    working, last = nightly_checks.Working(), None
    while batch := nightly_checks.journeys_after(last):
        if stopping():
            raise Stopped
        read = nightly_checks.journeys(batch, working)
        records += sum(len(one.records) for one in read.values())
        for pk in [pk for pk, journey in read.items() if any(faults(journey))]:
            # a change between reading rows and reading events looks like a fault: look once more
            broken = Counter(faults(nightly_checks.journeys([pk], nightly_checks.Working())[pk]))
            for code, times in broken.items():
                found[code] += times
            if broken:
                log.error("log_breaks_a_promise", journey=str(pk), **broken)
        last = batch[-1]
    return found, records


def _differing_weeks(stopping: Stopping) -> int:
    total = 0
    for pk in in_batches(nightly_checks.volunteers_after):
        if stopping():
            raise Stopped
        weeks = differing_weeks(pk)
        total += weeks
        if weeks:
            log.error("ledger_differs", volunteer=str(pk), weeks=weeks)
    return total


DAILY: tuple[tuple[str, Callable[[datetime, Stopping], Outcome]], ...] = (
    ("forget", forget),
    ("expire", expire),
    # before the plan and the check, which count the weeks of who is away
    ("change_help", follow_up.change_help),
    ("look_ahead", follow_up.look_ahead),
    ("same_hour", follow_up.look_at_hours),
    ("lapse_same", follow_up.lapse_same),
    ("end_practice", follow_up.end_practice),
    ("close_quarter", close_quarter),
    ("check_ins", check_ins),
    ("plan", plan),
    ("look_along", follow_up.look_along),
    ("thank", follow_up.thank),
    ("clean", clean),
    ("check", check),
)


def run(now: datetime, stopping: Stopping = lambda: False) -> dict[str, Outcome]:
    """Do what nobody did yet today; returns the outcomes of what was done here and now.

    Work that fails keeps its claim until the lease is over, so that it is tried again then, and
    not every few seconds.
    """
    slot, done = local_day(now).isoformat(), dict[str, Outcome]()
    for kind, act in DAILY:
        if stopping():
            return done
        fence = periodic.claim(kind, slot, now)
        if fence is None:
            continue
        try:
            outcome = act(now, stopping)
        except Stopped:
            return done
        except Exception:  # the other kinds have nothing to do with it
            log.exception("periodic_failed", kind=kind, slot=slot)
            continue
        if periodic.finish(kind, slot, fence, now, outcome):
            done[kind] = outcome
            if any(outcome.values()):
                log.info("periodic_done", kind=kind, slot=slot, **outcome)
    return done
