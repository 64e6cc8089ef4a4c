"""One visit that its volunteer cannot make: who is called, who comes, and that it was told."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.matching.named_stand_in import Possible, named_page
from loopplank.access.messages.question import question_put
from loopplank.access.volunteers.cover import CoverPage
from loopplank.actions.matching import asking, proposals
from loopplank.actions.matching.asking import Way
from loopplank.actions.volunteers import cover
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.cover import COVER_WORDS, Cover, may_ask_by_message
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import went_well, went_wrong
from loopplank.web.kit.steps import do_and_go_back
from loopplank.web.kit.words import (
    day,
    first_up,
    in_sentence,
    person,
    say,
    say_refused,
    short_person,
    word,
)
from loopplank.web.matching.candidate_options import VISIT
from loopplank.web.matching.views.candidates import plan_asked
from loopplank.web.messages.asking import asked_words
from loopplank.web.volunteers.words import all_of, clock_time, expiry_words


def show_cover(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    now = clock.now()
    found = named_page(actor, visit_id, now)
    page = found.cover
    seek = f"{reverse('candidates', args=[page.request_id])}?{VISIT}={page.day.isoformat()}"
    return show_work(
        request,
        actor,
        "volunteers/cover.html",
        {
            "page": page,
            "who": in_sentence(page.who),
            "person": person(page.who),
            "short": short_person(page.who),
            "when": _when(page),
            "person_phone": phone_readable(page.person_phone) if page.person_phone else "",
            "volunteer_phone": phone_readable(page.volunteer_phone) if page.volunteer_phone else "",
            "state": _state_words(page),
            "seek": "" if page.past or page.seen.state is Cover.FOUND else seek,
            "told": _told_words(page),
            "named": _named_words(page),
            "named_phone": phone_readable(page.named.phone) if page.named else "",
            "possible": [_possible(one) for one in found.possible],
            "somebody": any(one.chosen or one.proposal_id for one in found.possible),
            "no_time": _no_time(page, now),
            "places": ("invaller", "now"),
        },
        current="today",
    )


def plan_stand_in(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """Ask the one who was named, or note the yes that a coordinator heard from them: for this one
    visit. Every rule of a question holds.
    """
    now, back = clock.now(), reverse("cover", args=[visit_id]) + "#invaller"
    found = named_page(actor, visit_id, now)
    page = found.cover
    if page.seen.state is Cover.FOUND:
        # pressed twice, or somebody else was first: what is so is said
        return went_well(request, back, _state_words(page))
    meant = (x for x in found.possible if str(x.volunteer_id) == request.POST.get("volunteer"))
    one = next(meant, None)
    if one is None or found.sought is None:
        return went_wrong(request, back, _("Dit is net veranderd. Lees opnieuw wie er kan."))
    name, spoken = one.name.split(maxsplit=1)[0], request.POST.get("how") == "spoken"
    try:
        if one.proposal_id is not None and spoken:
            proposals.accept(actor=actor, now=now, proposal_id=one.proposal_id)
        elif one.chosen is None:
            return went_wrong(request, back, _why_not(one))
        else:
            asking.ask_by(
                actor=actor,
                now=now,
                request_id=page.request_id,
                volunteer_id=one.volunteer_id,
                plan=plan_asked(found.sought, found.sought.plan, one.chosen),
                way=Way.SAID_YES if spoken else Way.MESSAGE,
            )
    except Refused as refused:
        return went_wrong(request, back, say_refused(refused))
    if spoken:
        said = _("Opgeschreven: %(name)s komt. %(who)s hoort dat, en %(name)s ook.")
        return went_well(
            request, back, said % {"name": name, "who": first_up(in_sentence(page.who))}
        )
    put = question_put(actor, page.request_id, one.volunteer_id, now)
    return went_well(request, back, asked_words(put, now) if put is not None else "")


def told(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: cover.told(actor=actor, now=now, visit_id=visit_id),
        reverse("cover", args=[visit_id]) + "#now",
        _("Opgeschreven. Iedereen weet nu waar die aan toe is."),
    )


def comes_after_all(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """Note that the volunteer says on the telephone that they can come."""
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: cover.can_come(actor=actor, now=now, visit_id=visit_id),
        reverse("today"),
        _("Opgeschreven. Het bezoek gaat gewoon door."),
    )


def _when(page: CoverPage) -> str:
    if page.start is None:
        return day(page.day)
    return _("%(day)s om %(time)s") % {"day": day(page.day), "time": clock_time(page.start)}


def _state_words(page: CoverPage) -> str:
    seen = page.seen
    if seen.state is Cover.FOUND:
        return _("Er komt iemand anders: %(name)s.") % {"name": seen.comes}
    if seen.state is Cover.NOBODY:
        return word(COVER_WORDS[Cover.NOBODY])
    if page.asked:
        return _("Gevraagd: %(names)s. Zoeken kan tot %(until)s.") % {
            "names": all_of(page.asked),
            "until": expiry_words(seen.until),
        }
    return _("Zoeken kan tot %(until)s. Daarna hoort %(who)s dat er niemand komt.") % {
        "until": expiry_words(seen.until),
        "who": in_sentence(page.who),
    }


def _told_words(page: CoverPage) -> str:
    """Return the button for a call that was made; nothing when the person knows it."""
    who = {"who": in_sentence(page.who), "name": page.seen.comes}
    if page.seen.told or page.past:
        return ""
    if page.seen.state is Cover.FOUND:
        return _("Verteld aan %(who)s: %(name)s komt") % who
    return _("Verteld aan %(who)s: er komt niemand") % who


def _named_words(page: CoverPage) -> str:
    if page.named is None:
        return ""
    known = {"name": page.volunteer, "named": page.named.name}
    return _("%(name)s noemt %(named)s. Die zou al ja hebben gezegd.") % known


def _possible(one: Possible) -> dict[str, object]:
    first = one.name.split(maxsplit=1)[0]
    return {
        "id": one.volunteer_id,
        "name": one.name,
        "first": first,
        "phone": phone_readable(one.phone) if one.phone else "",
        "same_number": one.same_number,
        "fits": one.chosen is not None or one.proposal_id is not None,
        "asked": one.proposal_id is not None,
        "why_not": "" if one.chosen else _why_not(one),
    }


def _why_not(one: Possible) -> str:
    first = one.name.split(maxsplit=1)[0]
    if one.why_not is None:
        return _("%(name)s kan deze keer niet. Zoek iemand anders.") % {"name": first}
    return _("%(name)s kan deze keer niet: %(why)s. Zoek iemand anders.") % {
        "name": first,
        "why": say(one.why_not).rstrip("."),
    }


def _no_time(page: CoverPage, now: datetime) -> bool:
    """Say whether only a telephone call is in time: the rule of every question for one visit."""
    try:
        may_ask_by_message(page.seen.until, now, "")
    except Refused:
        return True
    return False
