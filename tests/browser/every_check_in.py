"""Where volunteers tell how it goes and what they see, for `every_address`: each page that only
stands there for somebody who was asked, answered or wrote.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from tests.browser.every_address import More
    from tests.browser.everybody import Everybody

#: An answer to each of the four questions.
ANSWERS = ("right", "fair", "long", "often")


def visits_of(everybody: "Everybody", house: str) -> "More":
    """Three who help: one is asked, one answered, and one wrote and reads the answer."""
    from loopplank.actions.wellbeing import check_in, observation
    from loopplank.core.wellbeing.check_in import QUESTIONS
    from loopplank.store.models import Organisation
    from loopplank.web.kit import clock

    now = clock.now()
    # named: of two houses where somebody helps it might go to the other
    here = Organisation.objects.get(slug=house).pk
    asked, answered, wrote = (who_helps(house, n) for n in range(3))
    for one in (asked, answered):
        ask(one, now)
    for question, answer in zip(QUESTIONS, ANSWERS, strict=True):
        check_in.answer(actor=_as(answered), now=now, question=question, answer=answer)
    told = [
        observation.send(actor=_as(wrote), now=now, kind=kind, words=words, organisation_id=here)
        for kind, words in (
            ("seen", "De bus stopt hier niet meer. Mensen komen nergens."),
            ("begin", "Ik zou op zondag willen koken met de buurt."),
        )
    ]
    said = observation.Answer("no", "De gemeente gaat hierover.")
    observation.answer(actor=_marleen(), now=now, observation_id=told[0], answer=said)
    say_what_a_visit_gives(house, wrote, answered)
    called = _called(who_helps(house, 6), now)
    open_one = everybody.by_link("volunteer_who_is_asked", "week", asked)
    done = everybody.by_link("volunteer_who_answered", "week", answered)
    writer = everybody.by_link("volunteer_who_wrote", "week", wrote)
    return {
        "check_in": [(open_one, {}), (done, {}), (writer, {})],
        "check_in_question": [
            *((open_one, {"number": n}) for n in (1, 2, 3, 4)),
            (done, {"number": 4}),
        ],
        "check_in_thanks": [(done, {})],
        "check_in_call": [("coordinator", {"check_in_id": called})],
        "observations": [(writer, {}), (open_one, {})],
        "observation": [("coordinator", {"observation_id": pk}) for pk in told],
        "own_quote": [(writer, {}), (open_one, {}), (done, {})],
        "quotes": [("coordinator", {}), ("board", {})],
        "note_quote": [("coordinator", {"volunteer_id": one}) for one in (by_phone(house), wrote)],
    }


def who_helps(house: str, number: int) -> UUID:
    """Somebody who helps at this house, joined long ago, and has nothing else going on."""
    from loopplank.core.kit.calendar import local_day
    from loopplank.store.models import Affiliation, CheckIn, Limits, Match, VolunteerSignal
    from loopplank.web.kit import clock

    open_signals = VolunteerSignal.objects.filter(answered_at=None).values("volunteer_id")
    helping = Match.objects.filter(state="running", organisation__slug=house)
    rows = helping.exclude(volunteer_id__in=open_signals).order_by("agreed_at", "pk")
    found = list(dict.fromkeys(rows.values_list("volunteer_id", flat=True)))[number]
    long_ago = local_day(clock.now()) - timedelta(weeks=40)
    Affiliation.objects.filter(volunteer_id=found, state="active").update(since=long_ago)
    VolunteerSignal.objects.filter(volunteer_id=found).delete()
    CheckIn.objects.filter(volunteer_id=found).delete()
    Limits.objects.filter(pk=found).update(pause_from=None, pause_to=None)
    return UUID(str(found))


def ask(volunteer_id: UUID, now: Any) -> None:
    """Put the four questions on somebody's page, as the background loop does."""
    from loopplank.access.account.actors import SYSTEM
    from loopplank.actions.wellbeing import check_in

    assert check_in.begin(actor=SYSTEM, now=now, volunteer_id=volunteer_id)


def say_what_a_visit_gives(house: str, *volunteers: UUID) -> None:
    """One was read and may stand with the figures, one is to be said otherwise, one is new."""
    from loopplank.actions.wellbeing import quote
    from loopplank.core.wellbeing.quote import Permission, Reading
    from loopplank.store.models import Organisation, Quote
    from loopplank.web.kit import clock

    here = Organisation.objects.get(slug=house).pk
    given = {
        "Ik heb de tijd. Wij lachen samen om vroeger.": (Permission.FIGURES, Reading.FINE),
        "Een gewoon gesprek, zonder formulier ertussen.": (Permission.HERE, Reading.REWORD),
    }
    for one, (words, (permission, reading)) in zip(volunteers, given.items(), strict=True):
        by, now = _as(one), clock.now()
        pk = quote.say(actor=by, now=now, words=words, permission=permission, organisation_id=here)
        version = Quote.objects.get(pk=pk).version
        quote.read(actor=_marleen(), now=now, quote_id=pk, version=version, reading=reading)
    quote.note(
        actor=_marleen(),
        now=clock.now(),
        volunteer_id=by_phone(house),
        words="Ik vraag niet wat er mis is. Ik vraag hoe het vandaag gaat.",
        permission=Permission.FIGURES,
    )


def by_phone(house: str) -> UUID:
    """Somebody of this house with only a telephone."""
    from loopplank.store.models import Affiliation

    rows = Affiliation.objects.filter(
        organisation__slug=house, state="active", volunteer__channel="phone", volunteer__email=""
    )
    return UUID(str(rows.order_by("pk")[0].volunteer_id))


def _called(volunteer_id: UUID, now: Any) -> UUID:
    """Somebody who would rather be called for them."""
    from loopplank.actions.wellbeing import check_in
    from loopplank.store.models import CheckIn

    ask(volunteer_id, now)
    check_in.want_call(actor=_as(volunteer_id), now=now, volunteer_id=volunteer_id, yes=True)
    return UUID(str(CheckIn.objects.get(volunteer_id=volunteer_id, state="open").pk))


def _as(volunteer_id: UUID) -> Any:
    from loopplank.access.account.actors import Actor
    from loopplank.core.account.roles import Role

    return Actor(Role.VOLUNTEER, id=volunteer_id)


def _marleen() -> Any:
    from loopplank.access.account.actors import actor_of
    from loopplank.store.models import Membership

    rows = Membership.objects.select_related("account", "organisation")
    return actor_of(rows.get(account__email__startswith="marleen"))
