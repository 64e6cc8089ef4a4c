"""Say in words what a plan proposes, where it is, and why a request waits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.matching.week_plan import Helper, Proposed, RunFacts
from loopplank.access.matching.why import NotThisOne
from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.matching.changes import Change, ChangeKind
from loopplank.core.matching.masks import TRAINING, codes_in
from loopplank.core.matching.plan_states import (
    DECISION_WORDS,
    FAILURE_WORDS,
    REFUSED_WORDS,
    Failure,
    HelpForm,
    RunState,
)
from loopplank.core.matching.result import Stage
from loopplank.core.matching.team_state import Kind
from loopplank.core.responsibility.day import Place
from loopplank.core.volunteers.visits import Agreement, rhythm
from loopplank.web.kit.words import day, first_down, first_up, in_sentence, kinds, say, word
from loopplank.web.matching.words import Drawn, drawn
from loopplank.web.volunteers.load_words import proposed_bar

# --- the proposal for the week --------------------------------------------------------------------

STAGE_WORDS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.LOOKING: dutch("Wij kijken wie bij welke vraag past."),
        Stage.PRICING: dutch("Wij kijken wie het hardst nodig is."),
        Stage.BUILDING: dutch("Wij zetten mensen bij elkaar."),
        Stage.MENDING: dutch("Wij ruilen tot het voor meer mensen past."),
        Stage.POLISHING: dutch("Wij maken het voorstel zo goed als we kunnen."),
        Stage.DONE: dutch("Wij controleren het voorstel."),
    }
)
#: What is asked from the page of a plan; of several people one leg at a time, after this.
ASKABLE = frozenset(HelpForm)
#: The groups of Vandaag, by the same function.
GROUPS: tuple[tuple[Place, str], ...] = (
    (Place.SAFETY, dutch("Eerst: veiligheid")),
    (Place.LATE, dutch("Te laat")),
    (Place.TODAY, dutch("Vandaag")),
    (Place.LATER, dutch("Daarna")),
)


def what_is_asked(one: Proposed) -> str:
    """Return the sentence that the volunteer reads."""
    return one.row.summary or first_up(kinds(one.row.kinds or [one.row.kind]))


def groups(proposals: Iterable[Proposed], today: date) -> list[dict[str, object]]:
    """Return the proposals as they stand on Vandaag; without empty groups."""
    shown = list(proposals)
    all_cards = cards(shown, today)
    made: list[dict[str, object]] = []
    for place, title in GROUPS:
        here = [card for one, card in zip(shown, all_cards, strict=True) if one.place is place]
        if here:
            made.append({"key": place.value, "title": word(title), "cards": here})
    return made


def cards(proposals: Sequence[Proposed], today: date) -> list[dict[str, object]]:
    """Show each proposal, in their order. A volunteer is asked so many things at once as the
    network agreed, and never more than fits together: the first can be ticked, and the others say
    which that is.
    """
    earlier: dict[UUID, list[Proposed]] = {}
    made = []
    for one in proposals:
        helper = next((h for h in one.helpers if _too_much(h, one, earlier)), None)
        before = earlier[helper.volunteer_id][0] if helper else None
        made.append(_card(one, today, helper, before))
        if made[-1]["may_ask"]:
            for h in one.helpers:
                earlier.setdefault(h.volunteer_id, []).append(one)
    return made


def _too_much(helper: Helper, one: Proposed, earlier: Mapping[UUID, list[Proposed]]) -> bool:
    """Say whether somebody cannot be asked this too, beside what can be ticked already."""
    before = earlier.get(helper.volunteer_id, [])
    at_once = one.row.organisation.network.open_asks_at_once
    clashes = helper.load is not None and helper.load.clashes
    return bool(before) and (clashes or len(before) >= at_once)


def _card(
    one: Proposed, today: date, twice: Helper | None, before: Proposed | None
) -> dict[str, object]:
    """Show one proposal; see matching/plan_card.html. Whoever belongs elsewhere is asked there.
    `twice` is who stands in one `before` it too.
    """
    elsewhere = [helper for helper in one.helpers if helper.of]
    chosen = f"?aan={elsewhere[0].of_id}" if elsewhere else ""
    return {
        "id": str(one.id),
        "place": place_of_card(one.row.pk),
        "title": title_of(one),
        "request_id": one.row.pk,
        "request_url": reverse("request", args=[one.row.pk]),
        "who": in_sentence(one.who),
        "what": what_is_asked(one),
        "when": _when(one, today),
        "drawn": _drawn(one),
        "helpers": [_helper(helper, one, today) for helper in one.helpers],
        "may_ask": one.how in ASKABLE and one.when.complete and not elsewhere and before is None,
        "before": _before(twice, before) if twice and before and not elsewhere else None,
        "elsewhere": elsewhere[0].of if elsewhere else "",
        "hand_over_url": reverse("hand_over", args=[one.row.pk]) + chosen,
        "complete": one.when.complete,
        "mend": _mend(one),
        "others_url": reverse("candidates", args=[one.row.pk]),
        "ask": _ask(one),
        "read_url": f"{reverse('read_plan')}?voorstel={one.id}",
        "aside_url": reverse("set_plan_aside", args=[one.id]),
        "not_included": ", ".join(one.row.not_included),
    }


def place_of_card(request_id: UUID) -> str:
    """Return the panel of the plan that says what was done for this request."""
    return f"voor-{request_id}"


def _mend(one: Proposed) -> dict[str, object] | None:
    """Return what must be written before somebody can be asked, with what the plan took for it: it
    is a proposal until a person keeps it.
    """
    if one.when.complete:
        return None
    when = one.when
    return {
        "url": f"{reverse('plan_days', args=[one.row.pk])}?naar=weekplan",
        "minutes": when.visit_minutes,
        "last_day": when.last_day.isoformat(),
        "weekday": "" if when.weekday is None else when.weekday,
        "start_time": f"{when.start_time:%H:%M}" if when.start_time else "",
    }


def _before(twice: Helper, before: Proposed) -> dict[str, str]:
    """Say why one cannot be ticked beside the one before it, and where that is."""
    words = {"name": twice.first_name, "who": in_sentence(before.who)}
    pattern = (
        _("Samen met het voorstel bij %(who)s is het te veel voor %(name)s. Kies er één.")
        if twice.load and twice.load.clashes
        else _("%(name)s krijgt één vraag tegelijk. Eerst die bij %(who)s, of zet die opzij.")
    )
    return {"why": pattern % words, "url": f"#card-{before.id}", "who": words["who"]}


def _drawn(one: Proposed) -> Drawn | None:
    """Return the strip of weeks of several people; None for one."""
    if one.how is HelpForm.SOLO:
        return None
    legs = [
        (number, helper.first_name, helper.first_day, helper.last_day)
        for number, helper in enumerate(one.helpers, start=1)
    ]
    return drawn(Kind(one.how.value), legs)


def _ask(one: Proposed) -> str:
    if one.how is HelpForm.SOLO:
        return _("Vraag %(name)s") % {"name": one.helpers[0].first_name}
    return _("Kies dit duo") if one.how is HelpForm.DUO else _("Kies deze estafette")


def asked_words(one: Proposed) -> str:
    """Say what happened: somebody was asked, or several were chosen and are asked one by one."""
    if one.how is HelpForm.SOLO:
        return _("%(name)s is gevraagd.") % {"name": one.helpers[0].first_name}
    return _("Gekozen. Vraag ze nu één voor één, bij de vraag zelf.")


def title_of(one: Proposed) -> str:
    """Say "Ria Smit bij mevrouw De Wit", or several people together or after each other."""
    names = [
        _("%(name)s van %(organisation)s") % {"name": helper.name, "organisation": helper.of}
        if helper.of
        else helper.name
        for helper in one.helpers
    ]
    who = in_sentence(one.who)
    if one.how is HelpForm.SOLO:
        return _("%(name)s bij %(who)s") % {"name": names[0], "who": who}
    together = _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
    pattern = (
        _("%(names)s samen bij %(who)s")
        if one.how is HelpForm.DUO
        else _("%(names)s na elkaar bij %(who)s")
    )
    return pattern % {"names": together, "who": who}


def _when(one: Proposed, today: date) -> str:
    """Say "Elke donderdag, 1½ uur, van 26 november tot en met 18 februari"."""
    plan = one.when
    agreement = Agreement(
        first_day=plan.first_day,
        last_day=plan.last_day,
        visit_minutes=plan.visit_minutes,
        weekday=plan.weekday,
        start_time=plan.start_time,
        visits_per_week=plan.visits_per_week,
        every_weeks=plan.every_weeks,
    )
    return _("%(often)s. Van %(first)s tot en met %(last)s.") % {
        "often": say(rhythm(agreement)).removesuffix("."),
        "first": day(plan.first_day, today),
        "last": day(plan.last_day, today),
    }


def _helper(helper: Helper, one: Proposed, today: date) -> dict[str, object]:
    return {
        "name": helper.name,
        "url": "" if helper.of else reverse("volunteer", args=[helper.volunteer_id]),
        "days": ""
        if one.how is HelpForm.SOLO
        else _("van %(first)s tot en met %(last)s")
        % {
            "first": day(max(helper.first_day, one.when.first_day), today),
            "last": day(min(helper.last_day, one.when.last_day), today),
        },
        "reasons": [{"kind": "for", "text": say(reason)} for reason in helper.reasons],
        "load": _load_of(helper, one) if helper.load and not helper.of else None,
        "room": helper.of and helper.load is not None,
    }


def _load_of(helper: Helper, one: Proposed) -> dict[str, object] | None:
    """Return the bar of one helper; with several of them it says whose it is."""
    if helper.load is None:
        return None
    words = proposed_bar(helper.load)
    if helper.load.together:
        beside = ngettext(
            "%(load)s, met %(n)s ander voorstel erbij",
            "%(load)s, met %(n)s andere voorstellen erbij",
            helper.load.together,
        )
        words["text"] = beside % {"load": words["text"], "n": helper.load.together}
    if one.how is HelpForm.SOLO:
        return words
    return words | {"text": f"{helper.first_name}: {first_down(str(words['text']))}"}


def aside_choices() -> list[tuple[str, str]]:
    return [(code.value, word(words)) for code, words in DECISION_WORDS.items()]


def progress_words(run: RunFacts) -> dict[str, object]:
    """Return where it is: what is done now, and how many steps that is of how many."""
    steps = list(Stage)
    if run.state is RunState.QUEUED or run.stage not in set(Stage):
        return {"now": _("Het voorstel wacht op zijn beurt. Dat duurt meestal een paar tellen.")}
    at = steps.index(Stage(run.stage))
    return {
        "step": _("Stap %(n)s van %(all)s") % {"n": at + 1, "all": len(steps)},
        "now": word(STAGE_WORDS[steps[at]]),
    }


def failure_words(run: RunFacts) -> str:
    """Say why there is no new plan; empty when there is one, or it was stopped before it began."""
    if run.state is RunState.REFUSED:
        return word(REFUSED_WORDS)
    if run.state is RunState.FAILED:
        return word(FAILURE_WORDS[Failure(run.failure)])
    return ""


# --- why a request waits --------------------------------------------------------------------------
# Reasons with the names of training, changes with their days.

#: What a course teaches; what the eight questions ask about it reads badly as the name of a course.
COURSES: Mapping[str, str] = {
    "C4": dutch("omgaan met vergeten, psychose, autisme of hersenletsel"),
    "C5": dutch("helpen waar kinderen zorg krijgen of geven"),
    "K4": dutch("helpen bij sterven en rouw"),
}


def change_rows(changes: Iterable[Change], first: date, today: date) -> list[dict[str, str]]:
    """Return each change as a sentence, with what it comes down to beside it."""
    return [
        {"text": say(one.reason), "note": _note(one, first, today), "kind": one.kind.value}
        for one in changes
    ]


def _note(change: Change, first: date, today: date) -> str:
    if change.kind is ChangeKind.TRAINING:
        return first_up(training_words(1 << change.to)) + "."
    if change.kind is ChangeKind.WEEKS:
        last = first + timedelta(weeks=change.to, days=-1)
        return _("Tot en met %(day)s.") % {"day": day(last, today)}
    if change.kind is ChangeKind.CHANGING_FACES:
        return _("Vraag eerst of de persoon dat goed vindt.")
    if change.kind is ChangeKind.SHARE:
        return _("De vraag blijft bij jullie.")
    return ""


def near_rows(near: Iterable[NotThisOne]) -> list[dict[str, str]]:
    return [
        {
            "name": one.name or _("Iemand van een andere organisatie"),
            "id": str(one.volunteer_id) if one.name else "",
            "why": first_up(reason_words(one.reason)),
        }
        for one in near
    ]


def reason_words(reason: Reason) -> str:
    """Return a reason, with which training is missing where that is what is missing."""
    missing = reason.params.get("missing")
    if isinstance(missing, int) and (what := training_words(missing)):
        return f"{say(reason)}: {what}"
    return say(reason)


def training_words(mask: int) -> str:
    """Return the names of the courses of a mask: what each of them prepares for."""
    return ", ".join(word(COURSES[code]) for code in codes_in(TRAINING, mask))
