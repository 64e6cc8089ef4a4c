"""Send what may leave by itself: claim a few, hand each over outside any transaction, settle it.

Any number of senders may do this at once. Logs hold ids, channels and counts, never an address, a
number or a text.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import OperationalError, connection

from loopplank.access.account.actors import SYSTEM
from loopplank.access.messages import channels as message_channels
from loopplank.access.messages import delivery
from loopplank.access.messages.messages import MessageFacts
from loopplank.actions.messages import claims
from loopplank.actions.messages import delivery as message_delivery
from loopplank.actions.messages.claims import Claimed
from loopplank.core.messages.delivery import Fate, Outcome, Trouble
from loopplank.jobs.messages.channels import Channel, Mail, OutOfReach, Post, Texts, ready

log = structlog.get_logger("loopplank.loop")

#: After so many the loop sees to its other work first, and comes back at once.
MOST_BATCHES = 10
#: Within the lease, also where each try waits for a lock.
SETTLE_TRIES = 4
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=5)
CHANNELS: tuple[Channel, ...] = (Mail(), Texts())

Clock = Callable[[], datetime]
Stopping = Callable[[], bool]


@dataclass
class Sender:
    """Remembers which channel was out of reach, and until when it is left alone."""

    channels: Sequence[Channel] = CHANNELS
    rests: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    #: whether the last round ended before everything was gone
    more: bool = False

    def round(self, clock: Clock, stopping: Stopping = lambda: False) -> int:
        """Send some batches; gives how many messages were sent."""
        self.more = False
        ways = {way.name: way for way in self.channels if way.name in message_channels.channels()}
        if not ways:
            return 0
        counts: Counter[str] = Counter()
        self._take_back(clock(), ways)
        for _ in range(MOST_BATCHES):
            now = clock()
            open_ways = [name for name in ways if not self._rests(name, now)]
            if stopping() or not open_ways:
                break
            batch = claims.claim(now, open_ways)
            for pk, fault in batch.faults:
                log.error("row_failed", kind="message.claim", id=str(pk), exc_info=fault)
            for name in open_ways:
                mine = [one for one in batch.claimed if one.channel == name]
                self._send(ways[name], mine, clock, stopping, counts)
            if not batch.looked_at:
                break
        else:
            self.more = True
        if counts:
            log.info("messages_handled", **{f"n_{state}": n for state, n in counts.items()})
        return counts["told"]

    def until_empty(self, clock: Clock, stopping: Stopping = lambda: False) -> int:
        """Count the rounds until nothing is due any more."""
        sent = self.round(clock, stopping)
        while self.more and not stopping():
            sent += self.round(clock, stopping)
        return sent

    def _send(
        self,
        way: Channel,
        claimed: Sequence[Claimed],
        clock: Clock,
        stopping: Stopping,
        counts: Counter[str],
    ) -> None:
        """Send what was claimed for one channel; what was not begun is given back."""
        if not claimed:
            return
        facts = delivery.to_send(
            [pk for one in claimed for pk in (one.message_id, *one.beside)], clock()
        )
        left = list(claimed)
        try:
            with way.open() as post:
                while left and not stopping():
                    counts[_one(way, left[0], facts, post, clock)] += 1
                    del left[0]
            self.rests.pop(way.name, None)
        except OutOfReach:
            counts[_settle(way, left[0], Outcome(Fate.NOT_SENT, Trouble.OUT_OF_REACH), clock)] += 1
            del left[0]
            self._rest(way.name, clock())
        finally:
            for one in left:
                claims.give_back(one)

    def _take_back(self, now: datetime, ways: dict[str, Channel]) -> None:
        for pk, channel in delivery.left_lying(now, 10 * claims.BATCH):
            repeatable = channel in ways and ways[channel].repeatable
            state = message_delivery.take_back(
                actor=SYSTEM, now=now, message_id=pk, repeatable=repeatable
            )
            log.warning("message_taken_back", id=str(pk), state=state)

    def _rests(self, name: str, now: datetime) -> bool:
        return name in self.rests and self.rests[name][1] > now

    def _rest(self, name: str, now: datetime) -> None:
        times = self.rests.get(name, (0, now))[0] + 1
        rest = min(FIRST_REST * 2 ** min(times - 1, 10), LONGEST_REST)
        self.rests[name] = times, now + rest
        log.warning("channel_out_of_reach", channel=name, times=times)


def _one(
    way: Channel,
    claimed: Claimed,
    facts: Mapping[UUID, MessageFacts],
    hand_over: Callable[[Post], Outcome],
    clock: Clock,
) -> str:
    """Send one message: its words, its beginning, its try, and what came of that."""
    one = facts.get(claimed.message_id)
    if one is None:
        # erased since it was claimed
        return _settle(way, claimed, Outcome(Fate.NO_ADDRESS), clock)
    try:
        post = ready(way, one, [facts[pk] for pk in claimed.beside if pk in facts])
    except Exception:  # a text with a hole in it never stops the others
        log.exception("row_failed", kind="message.send", id=str(claimed.message_id))
        return _settle(way, claimed, Outcome(Fate.NOT_SENT, Trouble.FAULT), clock)
    if post is None:
        return _settle(way, claimed, Outcome(Fate.NO_ADDRESS), clock)
    if not claims.begin(claimed, clock()):
        # dropped a moment ago, or another loop's by now: then this gives nothing back
        claims.give_back(claimed)
        return "not_ours"
    try:
        outcome = hand_over(post)
    except OutOfReach:
        raise
    except Exception:  # whatever it was, nobody knows how far it came
        log.exception("row_failed", kind="message.send", id=str(claimed.message_id))
        outcome = Outcome(Fate.UNKNOWN, Trouble.FAULT)
    return _settle(way, claimed, outcome, clock)


def _settle(way: Channel, claimed: Claimed, outcome: Outcome, clock: Clock) -> str:
    state = _written(way, claimed, outcome, clock)
    if outcome.fate is not Fate.SENT:
        log.warning(
            "message_not_sent",
            id=str(claimed.message_id),
            channel=way.name,
            state=state,
            attempts=claimed.attempts,
            trouble=outcome.trouble.value,
        )
    return state or "not_ours"


def _written(way: Channel, claimed: Claimed, outcome: Outcome, clock: Clock) -> str:
    """Write what came of it. A database that is busy or away is asked again: what it does not hear
    is unknown to everybody, and a person has to find out.
    """
    tries = 0
    while True:
        try:
            return message_delivery.settle(
                actor=SYSTEM,
                now=clock(),
                claimed=claimed,
                outcome=outcome,
                repeatable=way.repeatable,
            )
        except OperationalError:
            tries += 1
            connection.close()
            if tries == SETTLE_TRIES:
                raise
