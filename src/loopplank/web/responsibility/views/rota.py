"""The rota: who stands in, week by week, and the yes behind it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.chain import ChainPage, chain_page
from loopplank.access.responsibility.rota import RotaPage, Said, Week, rota_page
from loopplank.actions.responsibility import rota
from loopplank.core.kit.calendar import local_day
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, hours, short_day
from loopplank.web.responsibility.forms import TurnForm
from loopplank.web.responsibility.words import days_between, on_duty_words

MOST_HOLES = 8


def show_rota(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = rota_page(actor, now)
    form = TurnForm(
        posted(request),
        could=page.could,
        initial={"who": actor.id, "first": local_day(now)},
    )
    return step(
        request,
        actor,
        form,
        lambda typed: rota.add_turn(
            actor=actor,
            now=now,
            membership_id=typed["who"],
            first=typed["first"],
            last=typed["last"],
            heard_yes=typed["heard_yes"],
        ),
        back=reverse("rota"),
        done=_("Bewaard."),
        words={**_words(page), **_chain(chain_page(actor, now))},
        template="responsibility/rota.html",
        current="settings",
        places={
            "turn.no_yes": "heard_yes",
            "turn.ends_first": "last",
            "turn.is_over": "last",
            "turn.too_long": "last",
        },
    )


def remove_turn(request: HttpRequest, actor: Actor, turn_id: UUID) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: rota.remove_turn(actor=actor, now=clock.now(), turn_id=turn_id),
        reverse("rota"),
        _("Deze dienst is weg."),
    )


def _words(page: RotaPage) -> dict[str, object]:
    return {
        "page": page,
        "weeks": [_week(one) for one in page.weeks],
        "turns": [_turn(one) for one in page.turns],
    }


def _chain(page: ChainPage) -> dict[str, object]:
    """Return the days on which nobody would hear of danger, and what each colleague carries."""
    return {
        "holes": [day(one) for one in page.holes[:MOST_HOLES]],
        "more_holes": max(0, len(page.holes) - MOST_HOLES),
        "loads": [
            {
                "name": one.name,
                "requests": one.requests,
                "matches": one.matches,
                "hours": hours(one.minutes_a_week),
                "agreed": hours(one.agreed_minutes) if one.agreed_minutes else "",
            }
            for one in page.loads
        ],
    }


def _week(one: Week) -> dict[str, object]:
    return {
        "title": _("Week van %(day)s") % {"day": short_day(one.monday)},
        "lines": on_duty_words(one.on_duty),
    }


def _turn(one: Said) -> dict[str, object]:
    said = (
        _("Zei ja, genoteerd door %(name)s.") % {"name": one.noted_by}
        if one.noted_by
        else _("Zei zelf ja.")
    )
    return {
        "id": one.turn_id,
        "name": one.name,
        "days": days_between(one.first, one.last),
        "said": said,
    }
