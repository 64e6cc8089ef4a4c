"""Which volunteers other organisations of the network may see: two yeses, the volunteer's own
first."""

from loopplank.core.kit.reason import Reason, Refused, dutch

#: What others see after both; it stands on the page of each of the two before their yes.
WHAT_OTHERS_SEE = dutch(
    "Andere organisaties in het netwerk zien dan de voornaam, wat iemand doet en wanneer. Ook"
    " ongeveer hoe ver, en ‘ruimte’ of ‘vol’. Meer niet."
)
OWN_YES_FIRST = Reason(
    "share.own_yes_first",
    dutch("%(name)s zei nog geen ja. Vraag het eerst aan %(name)s."),
)
SAYS_IT_THEMSELVES = Reason(
    "share.says_it_themselves",
    dutch(
        "%(name)s zegt dit zelf, met de eigen link. Alleen wie geen link gebruikt, zegt het jou."
    ),
)


def is_shared(*, own_yes: bool, coordinators_yes: bool) -> bool:
    return own_yes and coordinators_yes


def missing(name: str, *, own_yes: bool, coordinators_yes: bool) -> Reason:
    """Return in one sentence who said yes and who did not."""
    named = {"name": name}
    if is_shared(own_yes=own_yes, coordinators_yes=coordinators_yes):
        return Reason("share.both", dutch("%(name)s zei ja, en jullie ook."), named)
    if own_yes:
        return Reason("share.only_own", dutch("%(name)s zei ja; jij nog niet."), named)
    return Reason("share.nobody", dutch("%(name)s zei nog geen ja."), named)


def refuse_before_own_yes(name: str, *, own_yes: bool) -> None:
    """Refuse the yes of a coordinator before the volunteer's own. Raises Refused."""
    if not own_yes:
        raise Refused(Reason(OWN_YES_FIRST.code, OWN_YES_FIRST.sentence, {"name": name}))


def refuse_speaking_for(name: str, *, only_telephone: bool) -> None:
    """Refuse to write down a yes for anybody who has more than a telephone. Raises Refused."""
    if not only_telephone:
        raise Refused(Reason(SAYS_IT_THEMSELVES.code, SAYS_IT_THEMSELVES.sentence, {"name": name}))
