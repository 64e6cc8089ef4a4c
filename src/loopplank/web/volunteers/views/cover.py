"""One visit that its volunteer cannot make: who is called, who comes, and that it was told."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.cover import CoverPage, cover_page
from loopplank.actions.volunteers import cover
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.volunteers.cover import COVER_WORDS, Cover
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.steps import do_and_go_back
from loopplank.web.kit.words import day, in_sentence, person, short_person, word
from loopplank.web.matching.candidate_options import VISIT
from loopplank.web.volunteers.words import all_of, clock_time, expiry_words


def show_cover(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    page = cover_page(actor, visit_id, clock.now())
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
        },
        current="today",
    )


def told(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: cover.told(actor=actor, now=now, visit_id=visit_id),
        reverse("cover", args=[visit_id]),
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
