"""Say what was found: a heading, a line under it, and where it leads."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.messages.messages import MessageFacts
from loopplank.access.requests.request_list import Listed
from loopplank.access.search.search import GapHit, Hit, PartyHit, VolunteerHit
from loopplank.core.account.roles import Role
from loopplank.core.gaps.gaps import STATE_WORDS, GapState
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.folding import marked
from loopplank.core.messages.looks import LOOKS
from loopplank.core.requests import intake
from loopplank.core.requests.closing import CLOSING, ClosingReason
from loopplank.core.requests.states import RULES, State
from loopplank.web.kit.words import (
    day_and_time,
    day_with_year,
    first_up,
    kinds,
    person,
    short_day,
    word,
)
from loopplank.web.messages.render_message import CHANNELS, name_of
from loopplank.web.messages.rows import how_it_stands, look_word
from loopplank.web.messages.words import filled
from loopplank.web.volunteers.load_words import how_much

_LONGEST = 90
_LINK = re.compile(r"https?://\S+")
_COLOURS = {GapState.SEEN: "rope", GapState.DISCUSSED: "water", GapState.TAKEN_UP: "reed"}


@dataclass(frozen=True, slots=True)
class Line:
    """One hit. `colour` and `icon` of the label are empty where it says nothing to look at."""

    url: str
    title: SafeString
    under: SafeString
    label: str = ""
    colour: str = ""
    icon: str = ""
    load: str = ""
    owner: str = ""


class Lines:
    """Makes lines for one actor, with the found words marked."""

    def __init__(self, actor: Actor, words: tuple[str, ...], now: datetime) -> None:
        self.actor, self.words, self.now = actor, words, now

    def line(self, hit: Hit) -> Line:
        if isinstance(hit, Listed):
            return self._request(hit)
        if isinstance(hit, VolunteerHit):
            return self._volunteer(hit)
        if isinstance(hit, PartyHit):
            return self._party(hit)
        if isinstance(hit, MessageFacts):
            return self._message(hit)
        return self._gap(hit)

    def mark(self, text: str) -> SafeString:
        return format_html_join(
            "", "{}", ((self._piece(piece, found),) for piece, found in marked(text, self.words))
        )

    @staticmethod
    def _piece(piece: str, found: bool) -> str:  # noqa: FBT001  a pair of `marked`
        return format_html('<mark class="found">{}</mark>', piece) if found else piece

    def _under(self, *parts: str) -> SafeString:
        return self.mark(", ".join(part for part in parts if part))

    def _request(self, hit: Listed) -> Line:
        late = bool(hit.due_on and is_late(hit.due_on, self.now))
        colour, icon = ("buoy", "warning") if late else ("rope", "clock")
        label = word(RULES[hit.state].label)
        if hit.state is State.CLOSED:
            colour, icon = "", ""
            if hit.closing_reason:
                label = f"{label}: {word(CLOSING[ClosingReason(hit.closing_reason)].label)}"
        elif hit.state is State.RUNNING:
            colour, icon = "reed", "check"
        elif hit.due_on:
            label = _("%(state)s, uiterlijk %(day)s") % {
                "state": label,
                "day": short_day(hit.due_on),
            }
        return Line(
            url=reverse("request", args=[hit.id]),
            title=self.mark(f"{person(hit.who)}: {kinds(hit.kinds)}"),
            under=self._under(
                hit.number,
                hit.postcode,
                _("binnen op %(day)s") % {"day": day_with_year(hit.received_on)},
                _("gevraagd door %(name)s") % {"name": hit.asked_by} if hit.asked_by else "",
            ),
            label=label,
            colour=colour,
            icon=icon,
            owner=_("eigenaar %(name)s") % {"name": hit.owner},
        )

    def _volunteer(self, hit: VolunteerHit) -> Line:
        spoken = local_day(hit.spoken_at) if hit.spoken_at else None
        return Line(
            url=reverse("volunteer", args=[hit.id]),
            title=self.mark(hit.name),
            under=self._under(
                how_much(hit.fullness),
                _("gesproken op %(day)s") % {"day": day_with_year(spoken)} if spoken else "",
            ),
            load=str(hit.fullness.state),
        )

    def _party(self, hit: PartyHit) -> Line:
        relation = word(intake.WORDS[intake.ForWhom(hit.relation)]) if hit.relation else ""
        about = _("vroeg hulp voor %(name)s") % {"name": person(hit.about)} if hit.about else ""
        phone = phone_readable(hit.phone) if hit.phone else ""
        return Line(
            url=self._of_party(hit),
            title=self.mark(hit.name or first_up(relation) or hit.works_at),
            under=self._under(hit.works_at if hit.name else "", about, phone),
            owner=_("organisatie") if not hit.about and self._is_organisation(hit) else relation,
        )

    @staticmethod
    def _is_organisation(hit: PartyHit) -> bool:
        return hit.referral_id is None and hit.arrangement_of is None

    def _of_party(self, hit: PartyHit) -> str:
        if hit.request_id:
            return reverse("request", args=[hit.request_id])
        if hit.referral_id:
            return reverse("referral", args=[hit.referral_id])
        if hit.arrangement_of:
            return reverse("arrangement", args=[hit.arrangement_of])
        if hit.page:
            return reverse("start_organisation", args=hit.page)
        return reverse("referrals" if self.actor.role is Role.COORDINATOR else "own_referrals")

    def _message(self, hit: MessageFacts) -> Line:
        words = filled(hit)
        # a link opens somebody's own page, and has no business here
        said = " ".join(_LINK.sub("…", words.text).split())
        if len(said) > _LONGEST:
            said = f"{said[:_LONGEST].rsplit(' ', 1)[0]} …"
        how = how_it_stands(hit)
        look = LOOKS[how]
        channel = str(CHANNELS.get(hit.channel, hit.channel))
        return Line(
            url=self._of_message(hit),
            title=self.mark(
                _("Aan %(name)s: %(subject)s") % {"name": name_of(hit), "subject": words.subject}
            ),
            under=self.mark(f"“{said}”"),
            label=look_word(how, hit, self.now),
            colour=look.colour,
            icon=look.shape,
            owner=f"{channel}, {day_and_time(hit.done_at or hit.queued_at)}",
        )

    @staticmethod
    def _of_message(hit: MessageFacts) -> str:
        if hit.request_id:
            return reverse("request", args=[hit.request_id])
        if hit.volunteer_id:
            return reverse("volunteer", args=[hit.volunteer_id])
        return reverse("messages")

    def _gap(self, hit: GapHit) -> Line:
        state = GapState(hit.state)
        return Line(
            url=self._of_gap(hit),
            title=self.mark(hit.name),
            under=self._under("" if hit.own else _("genoemd in het netwerk")),
            label=word(STATE_WORDS[state]),
            colour=_COLOURS.get(state, ""),
        )

    def _of_gap(self, hit: GapHit) -> str:
        if not hit.own:
            return reverse("network_gaps")
        if self.actor.role in {Role.COORDINATOR, Role.BOARD}:
            return reverse("gap", args=[hit.id])
        return reverse("gaps")
