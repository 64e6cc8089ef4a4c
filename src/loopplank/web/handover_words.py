"""Where a request went, on its own page: each handover, and what the other may see."""

from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.handovers import Handover
from loopplank.core.contact import phone_readable
from loopplank.core.referral import WITH_RECEIVER, Status
from loopplank.core.sharing import SHARE_WORDS, Share
from loopplank.web.referral_words import stands
from loopplank.web.words import day, word


def handover_rows(handovers: tuple[Handover, ...]) -> list[dict[str, object]]:
    """Each handover with its state; the open one with whom to call and how to take it back."""
    return [
        {
            "heading": (_("Aan %(party)s") if one.ours else _("Van %(party)s"))
            % {"party": one.party},
            "state": stands(one.status, one.why),
            "line": _line(one),
            "phone": phone_readable(one.phone) if one.phone and _is_open(one) else "",
            "url": reverse("referral", args=[one.referral_id]),
            "withdraw_url": reverse("referral_withdraw", args=[one.referral_id])
            if one.ours and one.status is Status.REQUESTED
            else "",
        }
        for one in handovers
    ]


def _is_open(one: Handover) -> bool:
    return one.status is Status.REQUESTED or one.status in WITH_RECEIVER


def _line(one: Handover) -> str:
    if one.status is Status.REQUESTED and one.answer_by:
        return _("Antwoord uiterlijk %(day)s.") % {"day": day(one.answer_by)}
    if one.status in WITH_RECEIVER and one.ours:
        return _("Eigenaar is nu %(owner)s.") % {"owner": one.taken_by}
    return ""


def handover_viewers(handovers: tuple[Handover, ...]) -> list[dict[str, str]]:
    """What the other side may see now; nothing when nobody is asked any more."""
    found = []
    for one in handovers:
        if not one.ours or not _is_open(one):
            continue
        facts = ", ".join(word(SHARE_WORDS[part]) for part in Share if part in one.shared)
        what = _("Zonder naam: %(facts)s") % {"facts": facts}
        if one.status in WITH_RECEIVER:
            what = _("Naam en nummer, en: %(facts)s") % {"facts": facts}
        found.append({"who": one.party, "what": what})
    return found
