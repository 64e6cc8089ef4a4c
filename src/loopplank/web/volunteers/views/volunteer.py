"""Show one volunteer to a coordinator, and take the steps that begin on that page."""

from datetime import date, datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.volunteer import VolunteerPage, volunteer_brief, volunteer_page
from loopplank.access.volunteers.volunteer_sharing import sharing_of
from loopplank.access.volunteers.volunteers import kept_of
from loopplank.access.wellbeing.signal import holds_questions
from loopplank.actions.account import links
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import death_of_volunteer, limits, volunteer_sharing, volunteers
from loopplank.actions.wellbeing import signal_steps
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.requests.intake import WORDS, Channel
from loopplank.core.triage import CODE_TEXTS
from loopplank.core.volunteers.no_gos import NO_GO_WORDS
from loopplank.core.volunteers.thanks import FOR_WHAT
from loopplank.core.volunteers.volunteer_sharing import WHAT_OTHERS_SEE, is_shared, missing
from loopplank.core.wellbeing.signal import OUTCOME_WORDS, outcomes_of
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import TOP, went_well
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import (
    day,
    day_and_time,
    day_with_year,
    first_up,
    hours,
    in_sentence,
    kinds,
    person,
    say,
    when_words,
    word,
)
from loopplank.web.volunteers.forms.away import DeathForm
from loopplank.web.volunteers.forms.volunteer import AboutForm
from loopplank.web.volunteers.load_words import load_bar_of
from loopplank.web.volunteers.views.volunteer_list import last_spoken
from loopplank.web.volunteers.words import lines_of, not_known_words, wider
from loopplank.web.wellbeing.words import (
    answered_lines,
    check_ins_card,
    creep_card,
    opening,
    outcomes,
    signal_words,
    to_lighten,
)

# --- whether other organisations may see them -----------------------------------------------------


def sharing_card(page: VolunteerPage, now: datetime) -> dict[str, object]:
    """Say what others see, who said yes, and what can be done now."""
    found = sharing_of(page.own, now)
    said = {"own_yes": found.own_yes, "coordinators_yes": bool(found.by)}
    by = {"by": found.by, "day": day_with_year(found.on) if found.on else ""}
    return {
        "what": word(WHAT_OTHERS_SEE),
        "missing": say(missing(page.row.first_name, **said)),
        "shared": is_shared(**said),
        "by": _("%(by)s zei ja op %(day)s.") % by if found.by else "",
        "own_yes": found.own_yes,
        "may_note": found.may_note,
    }


def share(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now, yes = clock.now(), _said_yes(request)
    return do_and_go_back(
        request,
        lambda: volunteer_sharing.share(actor=actor, now=now, volunteer_id=volunteer_id, yes=yes),
        _back(volunteer_id),
        _("Opgeschreven. Andere organisaties in het netwerk mogen nu aan deze vrijwilliger denken.")
        if yes
        else _("Opgeschreven. Andere organisaties zien deze vrijwilliger niet meer."),
    )


def note_sharing(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Note what the volunteer said on the telephone."""
    now, yes = clock.now(), _said_yes(request)
    return do_and_go_back(
        request,
        lambda: volunteer_sharing.note_sharing(
            actor=actor, now=now, volunteer_id=volunteer_id, yes=yes
        ),
        _back(volunteer_id),
        _("Opgeschreven. De vrijwilliger hoort dat jij dit opschreef."),
    )


def _said_yes(request: HttpRequest) -> bool:
    return request.POST.get("yes") == "yes"


#: The panels that say what was done in them.
PLACES = (TOP, "signals", "check-ins", "reach", "link", "sharing")


def _back(volunteer_id: UUID) -> str:
    return reverse("volunteer", args=[volunteer_id]) + "#sharing"


# --- one volunteer --------------------------------------------------------------------------------
# The talk first, then what they carry, and what this organisation keeps.


def page_of(volunteer_id: UUID, part: str = "") -> str:
    return reverse("volunteer", args=[volunteer_id]) + part


def show_volunteer(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    try:
        page = volunteer_page(actor, volunteer_id, now)
    except NotFound:
        # an address from before two rows were made one
        kept = kept_of(actor, volunteer_id)
        if kept is None:
            raise
        return HttpResponseRedirect(page_of(kept))
    row, today = page.row, local_day(now)
    spoken = local_day(page.own.spoken_at) if page.own.spoken_at else None
    return show_work(
        request,
        actor,
        "volunteers/volunteer.html",
        {
            "page": page,
            "row": row,
            "places": PLACES,
            "shared_check_ins": [
                (day_with_year(one.on), answered_lines(one.answers))
                for one in page.shared_check_ins
            ],
            "check_ins": check_ins_card(page.check_ins),
            "name": f"{row.first_name} {row.last_name}",
            "first_name": row.first_name,
            "died": day(row.death_noted_on) if row.death_noted_on else "",
            "phone": phone_readable(row.phone) if row.phone and not row.death_noted_on else "",
            "load": load_bar_of(page.fullness),
            "spoken": last_spoken(spoken, today),
            "set_words": _set_words(page),
            "wishes": _wishes(page),
            "pairs": [
                {
                    "id": p.match_id,
                    "url": reverse("request", args=[p.request_id]),
                    "who": person(p.who),
                    "state": p.state,
                    "last_day": day(p.last_day),
                    "first_day": day(p.first_day),
                    "heavy": p.heavy,
                    "stops_on": day(page.aside.leaving[p.match_id])
                    if p.match_id in page.aside.leaving
                    else "",
                }
                for p in page.pairs
            ],
            "signals": [
                {
                    "row": s,
                    "at": day_and_time(s.at),
                    "why": signal_words(s.reason, s.words),
                    "about": in_sentence(s.person) if s.person else "",
                    "before": day(s.call_before),
                    "outcome": word(OUTCOME_WORDS.get(s.outcome, "")),
                    "answered": day_and_time(s.answered_at) if s.answered_at else "",
                }
                for s in page.signals
            ],
            "outcomes": [
                (key, word(words))
                for key, words in outcomes_of(died=row.death_noted_on is not None).items()
            ],
            "waiting": _waiting_words(page),
            "address_changes": [
                {"row": one, "on": day(one.changed_on), "key_from": day(one.key_from)}
                for one in page.address_changes
            ],
            "not_known": not_known_words(page.limits.away, page.today),
            "back_by_phone": _may_be_back_by_phone(page, today),
            "certificate": _certificate_words(page),
            "weeks_words": _weeks_words(page),
            "reach": _reach(page),
            "sharing": sharing_card(page, now),
            "creeps": [creep_card(one, today) for one in page.aside.signs],
            "opening": opening(row.first_name),
            "creep_outcomes": outcomes(),
            "left_alone": first_up(say(page.aside.left_alone)) if page.aside.left_alone else "",
            "too_much": to_lighten(page.aside, page.limits),
            "thanks": [(key, word(words)) for key, words in FOR_WHAT.items()],
            "trained": ", ".join(word(CODE_TEXTS[c].line) for c in page.own.trained_for),
        },
        current="volunteers",
    )


def _set_words(page: VolunteerPage) -> str:
    facts = page.limits
    said = ngettext(
        "%(limit)s per week, %(people)s mens, waarvan zwaar: %(heavy)s.",
        "%(limit)s per week, %(people)s mensen, waarvan zwaar: %(heavy)s.",
        facts.max_people,
    ) % {
        "limit": hours(facts.max_minutes),
        "people": facts.max_people,
        "heavy": facts.max_heavy,
    }
    on = {"name": page.row.first_name, "day": day(local_day(page.set_at))}
    by = (
        _("Door %(name)s bepaald op %(day)s.") % on
        if page.set_by_self
        else _("Opgeschreven voor %(name)s op %(day)s.") % on
    )
    return f"{said} {by}"


def _wishes(page: VolunteerPage) -> list[tuple[str, str]]:
    facts = page.limits
    pairs = [
        (_("Doet graag"), hours(facts.liked_minutes)),
        (_("Wanneer"), when_words(page.day_parts) if page.day_parts else _("Maakt niet uit")),
        (_("Wat"), kinds(page.kinds) if page.kinds else _("Maakt niet uit")),
        (_("Liever niet"), ", ".join(word(NO_GO_WORDS.get(c, c)) for c in page.no_gos)),
        (_("Ten hoogste"), f"{page.max_km} km" if page.max_km else ""),
        (_("Tot en met"), day_with_year(facts.until) if facts.until else ""),
        (_("Weg"), "; ".join(lines_of(facts.away, page.today))),
        (_("Korte termijn"), _("mag gebeld worden") if page.short_notice else ""),
    ]
    return [(label, value) for label, value in pairs if value]


def _waiting_words(page: VolunteerPage) -> str:
    waiting = page.waiting
    if waiting is None:
        return ""
    what = wider(waiting.limits, page.limits, to_them=False)
    if waiting.needs_second and not waiting.confirmed:
        return _(
            "%(by)s schreef op: %(what)s. Een collega bevestigt dat, in een ander gesprek."
        ) % {"by": waiting.asked_by or _("Iemand"), "what": what}
    return _("Vanaf %(day)s geldt: %(what)s.") % {"day": day(waiting.effective_on), "what": what}


def _certificate_words(page: VolunteerPage) -> str:
    seen = page.own.certificate_seen_on
    if seen is None:
        return _("Nog niet gezien. Tot die tijd geen voorstellen.")
    return _("Gezien op %(day)s door %(who)s") % {
        "day": day_with_year(seen),
        "who": page.certificate_seen_by,
    }


def _weeks_words(page: VolunteerPage) -> str:
    """Return the picture in a sentence: how many of the last weeks were over the limit."""
    limit = page.limits.max_minutes
    over = sum(minutes > limit for minutes in page.weeks)
    if not over:
        return _("Geen enkele week over de grens van %(limit)s.") % {"limit": hours(limit)}
    return ngettext(
        "%(n)s week over de grens van %(limit)s.", "%(n)s weken over de grens van %(limit)s.", over
    ) % {"n": over, "limit": hours(limit)}


def _reach(page: VolunteerPage) -> list[tuple[str, str]]:
    row = page.row
    pairs = [
        (_("Telefoon"), phone_readable(row.phone) if row.phone else ""),
        (_("E-mail"), row.email),
        (_("Liefst per"), word(WORDS[Channel(row.channel)])),
        (_("Postcode"), row.postcode),
    ]
    return [(label, value) for label, value in pairs if value]


def keep_about(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = volunteer_brief(actor, volunteer_id, "keep_about", now)
    own = brief.own
    form = AboutForm(
        posted(request),
        today=local_day(now),
        initial={
            "certificate_seen_on": own.certificate_seen_on,
            "trained_for": own.trained_for,
            "note": own.note,
        },
    )
    return step(
        request,
        actor,
        form,
        lambda typed: volunteers.keep_about(
            actor=actor,
            now=now,
            volunteer_id=volunteer_id,
            note=typed["note"],
            trained_for=tuple(typed["trained_for"]),
            certificate_seen_on=typed["certificate_seen_on"],
        ),
        back=page_of(volunteer_id),
        done=_("Bewaard."),
        words={
            "heading": _("Wat jullie zelf bewaren"),
            "who": brief.row.first_name,
            "lead": _("Een andere organisatie ziet dit nooit."),
            "action": _("Bewaar"),
        },
        current="volunteers",
    )


def spoken(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: volunteers.spoken(actor=actor, now=now, volunteer_id=volunteer_id),
        _back_to(request.POST.get("terug", ""), volunteer_id),
        _("Opgeschreven dat jullie spraken."),
    )


def _back_to(list_: str, volunteer_id: UUID) -> str:
    """Return the list on which the button stood, or the page of the volunteer."""
    if list_ == "volunteers":
        return f"{reverse('volunteers')}?stil=ja"
    return reverse("today") if list_ == "today" else page_of(volunteer_id)


def answer_signal(request: HttpRequest, actor: Actor, signal_id: UUID) -> HttpResponse:
    now = clock.now()
    back = request.POST.get("terug", "")
    outcome = request.POST.get("outcome", "")
    outcome = outcome if outcome in OUTCOME_WORDS else "talked"
    holds = holds_questions(actor, signal_id)
    match_id = signal_steps.answer_signal(
        actor=actor, now=now, signal_id=signal_id, outcome=outcome
    )
    if outcome == "stopped" and match_id:
        messages.success(request, _("Opgeschreven. Stop hier de koppeling."))
        return HttpResponseRedirect(reverse("end_match", args=[match_id]))
    if outcome == "pause" and _is_id(back):
        messages.success(request, _("Opgeschreven. Zet hier de pauze."))
        return HttpResponseRedirect(reverse("volunteer_pause", args=[back]))
    back = page_of(UUID(back), "#signals") if _is_id(back) else reverse("today")
    done = _("Opgeschreven. Nieuwe voorstellen mogen weer.") if holds else _("Opgeschreven.")
    return went_well(request, back, done)


def _may_be_back_by_phone(page: VolunteerPage, today: date) -> bool:
    """Say whether who is in a pause has only a telephone to say that it is over; the action looks
    again.
    """
    row, paused = page.row, page.limits.pause_left(today)
    return paused and row.channel == "phone" and not row.email and page.waiting is None


def confirm_raise(request: HttpRequest, actor: Actor, raise_id: UUID) -> HttpResponse:
    now = clock.now()
    back = request.POST.get("terug", "")
    return do_and_go_back(
        request,
        lambda: limits.confirm_raise(actor=actor, now=now, raise_id=raise_id),
        page_of(UUID(back)) if _is_id(back) else reverse("volunteers"),
        _("Bevestigd."),
    )


def renew_link(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: links.renew_week(actor=actor, now=now, volunteer_id=volunteer_id),
        page_of(volunteer_id, "#link"),
        _("Er is een nieuwe link. De oude werkt niet meer, ook niet op andere toestellen."),
    )


def erase(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = volunteer_brief(actor, volunteer_id, "erase_volunteer", now)
    return step(
        request,
        actor,
        forms.Form(posted(request)),
        lambda _typed: erasure.erase_volunteer(actor=actor, now=now, volunteer_id=volunteer_id),
        back=reverse("volunteers"),
        done=_("Alles over deze vrijwilliger is gewist. Alleen aantallen blijven over."),
        words={
            "heading": _("Wis deze vrijwilliger"),
            "who": brief.row.first_name,
            "lead": _(
                "Naam, nummer, grenzen, notities en berichten verdwijnen. Wat nog loopt, stopt"
                " vandaag en komt terug bij de eigenaar. Dit kan niet terug."
            ),
            "action": _("Wis alles over deze vrijwilliger"),
        },
        current="volunteers",
    )


def note_death(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Write down that a volunteer died."""
    now = clock.now()
    brief = volunteer_brief(actor, volunteer_id, "note_death", now)
    name = brief.row.first_name
    return step(
        request,
        actor,
        DeathForm(posted(request), name=name),
        lambda _typed: death_of_volunteer.note_death_of_volunteer(
            actor=actor, now=now, volunteer_id=volunteer_id
        ),
        back=page_of(volunteer_id),
        done=_("Opgeschreven. Bij Vandaag staat wie je belt, en vóór welke dag."),
        words={
            "heading": _("%(name)s is overleden") % {"name": name},
            "who": f"{brief.row.first_name} {brief.row.last_name}",
            "lead": _(
                "Alle hulp van %(name)s stopt vandaag. Wie geholpen wordt, krijgt geen bericht:"
                " jij of een collega belt. Andere organisaties van %(name)s lezen het vandaag ook."
            )
            % {"name": name},
            "action": _("Schrijf op dat %(name)s is overleden") % {"name": name},
        },
        current="volunteers",
    )


def take_back_death(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: death_of_volunteer.take_back_death(actor=actor, now=now, volunteer_id=volunteer_id),
        page_of(volunteer_id),
        _("Teruggedraaid. Bel, en kijk samen welke hulp weer begint."),
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
