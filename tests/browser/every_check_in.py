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
    from loopplank.actions import check_ins, observations
    from loopplank.core.check_in import QUESTIONS
    from loopplank.store.models import Organisation
    from loopplank.web import clock

    now = clock.now()
    # named: of two houses where somebody helps it might go to the other
    here = Organisation.objects.get(slug=house).pk
    asked, answered, wrote = (who_helps(house, n) for n in range(3))
    for one in (asked, answered):
        ask(one, now)
    for question, answer in zip(QUESTIONS, ANSWERS, strict=True):
        check_ins.answer(actor=_as(answered), now=now, question=question, answer=answer)
    told = [
        observations.send(actor=_as(wrote), now=now, kind=kind, words=words, organisation_id=here)
        for kind, words in (
            ("seen", "De bus stopt hier niet meer. Mensen komen nergens."),
            ("begin", "Ik zou op zondag willen koken met de buurt."),
        )
    ]
    said = observations.Answer("no", "De gemeente gaat hierover.")
    observations.answer(actor=_marleen(), now=now, observation_id=told[0], answer=said)
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
        "observations": [(writer, {}), (open_one, {})],
        "observation": [("coordinator", {"observation_id": pk}) for pk in told],
    }


def who_helps(house: str, number: int) -> UUID:
    """Somebody who helps at this house, joined long ago, and has nothing else going on."""
    from loopplank.core.calendar import local_day
    from loopplank.store.models import Affiliation, CheckIn, Limits, Match, VolunteerSignal
    from loopplank.web import clock

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
    from loopplank.access.actors import SYSTEM
    from loopplank.actions import check_ins

    assert check_ins.begin(actor=SYSTEM, now=now, volunteer_id=volunteer_id)


def _as(volunteer_id: UUID) -> Any:
    from loopplank.access.actors import Actor
    from loopplank.core.roles import Role

    return Actor(Role.VOLUNTEER, id=volunteer_id)


def _marleen() -> Any:
    from loopplank.access.actors import actor_of
    from loopplank.store.models import Membership

    rows = Membership.objects.select_related("account", "organisation")
    return actor_of(rows.get(account__email__startswith="marleen"))
