"""Every message that any action leaves for a volunteer, in English: no Dutch is left in it.

The words of the texts themselves are looked at in test_message_texts; here it is what they are
filled with: names, days, reasons and numbers, as the actions really leave them.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from tests.app.cast import NOW, Cast
from tests.app.hearing_all import everything_told
from tests.app.kit.test_every_action import RECIPES
from tests.app.looking_everywhere import CHANNELS
from tests.dutch import Typed, stored_texts

from loopplank.access.messages.delivery import to_send
from loopplank.access.messages.messages import MessageFacts
from loopplank.core.messages.rules import Audience
from loopplank.core.messages.table import RULES
from loopplank.letters import texts
from loopplank.store.models import Message, Organisation, Volunteer
from loopplank.web.messages.words import filled

#: For the few that only time or another page leaves: the same places, filled by hand.
MADE = {
    **dict.fromkeys(texts.NAMES, "Marleen Bos"),
    **dict.fromkeys(("day", "due_on", "last_day", "expires_on", "on", "week"), "2026-10-12"),
    "at": "2026-10-12T12:00:00+00:00",
}


def left_in_messages(seen: set[str]) -> Iterator[str]:
    """What is Dutch in what volunteers get now; `seen` are the kinds of message."""
    typed = _typed()
    rows = Message.objects.exclude(volunteer=None).values_list("pk", flat=True)
    for one in to_send(list(rows), NOW).values():
        seen.add(one.template)
        yield from _left(one, typed)


def _typed() -> Typed:
    """Noord and Zuid are names of houses here; as regions of the school holidays they are ours."""
    found = Typed.of(stored_texts())
    for name in Organisation.objects.values_list("name", flat=True):
        found = found.and_also(name)
    for first, last in Volunteer.objects.values_list("first_name", "last_name"):
        found = found.and_also(f"{first} {last}").and_also(first)
    return found


def _left(one: MessageFacts, typed: Typed) -> Iterator[str]:
    for channel in CHANNELS:
        words = filled(replace(one, channel=channel, language="en"))
        for text in (words.subject, *words.text.splitlines()):
            if dutch := typed.dutch_in(text):
                yield f"{one.template} by {channel}: “{text}” ({dutch})"


@pytest.mark.proof
def test_no_message_to_a_volunteer_has_a_dutch_word_in_it(cast: Cast) -> None:
    seen: set[str] = set()
    wrong: list[str] = []
    for name in sorted(RECIPES):
        with transaction.atomic():
            RECIPES[name](cast)()
            wrong += [f"after {name}: {line}" for line in left_in_messages(seen)]
            transaction.set_rollback(True)
    everything_told(cast)
    wrong += left_in_messages(seen)
    row = Message.objects.exclude(volunteer=None)[0]
    typed, one = _typed(), to_send([row.pk], NOW)[row.pk]
    kinds = {kind for kind, rule in RULES.items() if Audience.VOLUNTEER in rule.to}
    for kind in sorted(kinds - seen):
        wrong += _left(replace(one, template=kind, params=MADE), typed)
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert len(kinds & seen) > 2 * len(kinds - seen), "most are as an action leaves them"
