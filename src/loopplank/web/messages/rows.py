"""One message as a row: how it stands in one word, and the one button that comes first."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.messages import channels
from loopplank.access.messages.messages import MessageFacts
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.messages.deeds import Chances, Deed, deeds, may_recall, may_send
from loopplank.core.messages.delivery import Trouble
from loopplank.core.messages.looks import LOOKS, WRONG, Shown, shown
from loopplank.core.messages.states import Addressee, MessageState
from loopplank.core.messages.table import RULES
from loopplank.web.kit.words import day_and_time, word
from loopplank.web.messages.render_message import Told, told
from loopplank.web.messages.words import moment_words

#: A text that fits in two lines of a telephone stands in the row; any other opens first.
IN_SIGHT = 90
#: What a deed is called on its button. The rest have a place of their own.
LABELS = {
    Deed.SEND: gettext_lazy("Verstuur"),
    Deed.RECALL: gettext_lazy("Haal terug"),
    Deed.SEND_AGAIN: gettext_lazy("Verstuur opnieuw"),
    Deed.OPEN: gettext_lazy("Open"),
    Deed.CALL: gettext_lazy("Bel"),
    Deed.PRINT: gettext_lazy("Print"),
    Deed.READ: gettext_lazy("Bekijk"),
    Deed.ARRIVED: gettext_lazy("Het is aangekomen"),
    Deed.TOLD: gettext_lazy("Ik heb het verteld"),
    Deed.LEAVE_OUT: gettext_lazy("Hoeft niet meer"),
    Deed.PUT_BACK: gettext_lazy("Zet terug: dit is nog niet verteld"),
    Deed.KEY: gettext_lazy("Zet er een sleutel in"),
}
ICONS = {
    Deed.SEND: "send",
    Deed.RECALL: "undo",
    Deed.SEND_AGAIN: "send",
    Deed.OPEN: "letter",
    Deed.CALL: "phone",
    Deed.PRINT: "print",
    Deed.READ: "eye",
    Deed.ARRIVED: "check",
    Deed.TOLD: "check",
    Deed.LEAVE_OUT: "cross",
    Deed.PUT_BACK: "undo",
    Deed.KEY: "lock",
}
#: What a press of the button sends; the others are links, or open something.
_SENDS = frozenset(
    {
        Deed.SEND,
        Deed.RECALL,
        Deed.SEND_AGAIN,
        Deed.ARRIVED,
        Deed.TOLD,
        Deed.LEAVE_OUT,
        Deed.PUT_BACK,
    }
)

#: What needs no reading first: nothing is sent by it, or it is read there.
_AT_ONCE = frozenset({Deed.RECALL, Deed.PRINT, Deed.ARRIVED})
#: What is done at once where the whole text is in sight.
_SHORT = frozenset({Deed.SEND, Deed.SEND_AGAIN, Deed.OPEN})


@dataclass(frozen=True, slots=True)
class Button:
    """One deed. `name` is its code; `sends` when it is a button of a form, else `url`, if any."""

    name: str
    label: str
    icon: str
    sends: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One message of a list, with word, shape and colour of how it stands. `folded`: the text is
    long. `opens`: the first button opens the text, and what is done with it stands there.
    `told_inside`: "I told it" stands beneath the opened text, and so not in `more`. `pickable`: it
    may be sent with others. `why`: what is special about it, in a sentence.
    """

    told: Told
    shown: str
    word: str
    shape: str
    colour: str
    beneath: str
    first: Button
    more: tuple[Button, ...]
    folded: bool
    opens: bool
    told_inside: bool
    pickable: bool
    gist: str
    why: str
    number: str

    @property
    def wrong(self) -> bool:
        return self.shown in WRONG


def how_it_stands(one: MessageFacts) -> Shown:
    return shown(
        MessageState(one.state),
        leaves=one.channel in channels.channels(),
        being_sent=one.being_sent,
        by_hand=one.by_hand,
        waits_for=one.waits_for,
        done_how=one.done_how,
    )


def look_word(how: Shown, one: MessageFacts, now: datetime) -> str:
    """Say "klaar", or "wordt om 9:42 verstuurd"."""
    at = one.look_again_at
    return word(LOOKS[how].word) % {"when": moment_words(at, now)}


def row_of(one: MessageFacts, now: datetime) -> Row:
    """Return one message as its row."""
    how, rule = how_it_stands(one), RULES.get(one.template)
    words = told(with_link_in_words(one, how), now)
    leaves = one.channel in channels.channels()
    chances = Chances(
        channel=one.channel,
        sends=may_send(one.by_hand, rule, leaves=leaves),
        recalls=may_recall(rule),
        opens=bool(words.sms_url or words.mail_url),
        calls=bool(_number(one)),
        refused=one.trouble == Trouble.REFUSED or one.by_hand == "no_address",
        has_link=bool(one.spoken_link),
        may_have_key=words.may_have_key,
        may_put_back=words.can_put_back,
    )
    found, look = deeds(how, chances), LOOKS[how]
    folded = len(words.text) > IN_SIGHT
    at_once = found.first in _AT_ONCE or (found.first in _SHORT and not folded)
    to_tell = found.first not in _SENDS and (how is Shown.READY or how in WRONG)
    told_inside = not at_once and (to_tell or found.first in {Deed.CALL, Deed.OPEN})
    more = (deed for deed in found.more if deed is not Deed.TOLD or not told_inside)
    return Row(
        told=words,
        shown=how,
        word=look_word(how, one, now),
        shape=look.shape,
        colour=look.colour,
        beneath=_beneath(how, one),
        first=_button(found.first, one, words),
        more=tuple(_button(deed, one, words) for deed in more),
        folded=folded,
        opens=not at_once,
        told_inside=told_inside,
        pickable=found.first is Deed.SEND,
        gist=words.text if not folded else words.text[:IN_SIGHT].rsplit(maxsplit=1)[0] + " …",
        why=words.happens,
        number=number_of(one),
    )


def _button(deed: Deed, one: MessageFacts, words: Told) -> Button:
    number = _number(one)
    urls: dict[Deed, str] = {
        Deed.OPEN: words.sms_url or words.mail_url,
        Deed.CALL: f"tel:{number}" if number else "",
    }
    label = str(LABELS.get(deed, ""))
    if deed is Deed.OPEN:
        label = _("Open sms") if words.sms_url else _("Open mail")
    return Button(deed.value, label, ICONS.get(deed, ""), deed in _SENDS, urls.get(deed, ""))


def number_of(one: MessageFacts) -> str:
    """Return the number to call, as people read it; empty where calling is not safe or known."""
    number = _number(one)
    return phone_readable(number) if number else ""


def _number(one: MessageFacts) -> str:
    """Return the number that may be called: whoever is helped only where a telephone is safe."""
    to = one.recipient
    rings = one.channel in {"phone", "sms"}
    return to.phone if rings or to.to != Addressee.HELP_SEEKER else ""


def with_link_in_words(one: MessageFacts, how: Shown) -> MessageFacts:
    """Return it with words where its own link comes, when it leaves by itself: the text that
    arrives has one, and nobody here may see it.
    """
    leaves = how in {Shown.LEAVES, Shown.WAITS, Shown.ON_ITS_WAY}
    if one.link or not one.may_have_key or not leaves:
        return one
    return replace(one, link=link_in_words())


def link_in_words() -> str:
    return _("(eigen link)")


def _beneath(how: Shown, one: MessageFacts) -> str:
    """Say the one thing more that belongs beside the word."""
    if how is Shown.LEAVES:
        return ""
    if one.done_at is not None:
        return day_and_time(one.done_at)
    return _("sinds %(at)s") % {"at": day_and_time(one.queued_at)}
