"""How a text is filled: which one by channel, and every placeholder in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.privacy import ERASED
from loopplank.core.referrals.states import WHY_WORDS, Why
from loopplank.core.requests.waiting import WaitRange, wait_told
from loopplank.core.wellbeing.volunteer_concern import TOLD_PERSON, TOLD_VOLUNTEER
from loopplank.letters import referral_texts, reminder_texts, short, texts
from loopplank.letters.text import KEY, KEY_SHORT, Text
from loopplank.letters.words import day, short_day

SHORT_CHANNELS = frozenset({"sms"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Sender:
    """The organisation, as a message names it."""

    organisation: str
    short_name: str
    phone: str
    complaints_to: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A message ready to copy, print or read aloud."""

    subject: str
    text: str


def fill(
    template: str,
    channel: str,
    params: Mapping[str, object],
    *,
    sender: Sender,
    link: str = "",
    language: str = "nl",
    key_until: date | None = None,
) -> Filled:
    """Fill one text. Raises KeyError for a template or a placeholder that does not exist.

    With `key_until` the link is a hand-over key, which opens less than the text may promise.
    """
    chosen = texts.TEXTS[template]
    with translation.override(language):
        values = {
            **{name: _shown(value) for name, value in params.items() if value != ERASED},
            **{name: _(texts.SOMEBODY) for name, value in params.items() if value == ERASED},
            "organisation": sender.organisation,
            "sender": sender.short_name,
            "phone": phone_readable(sender.phone) or _(texts.A_COLLEAGUE),
            "complaints": f" ({sender.complaints_to})" if sender.complaints_to else "",
            "link": link,
            "key_until": day(key_until) if key_until else "",
            **_moment(params),
            **_promise(template, params),
            **_again(template, params, sender, shortened=channel in SHORT_CHANNELS),
            **_what_next(template, params, sender),
            **_of_referral(params),
            **_waiting(template, params),
            **_of_digest(template, params),
            **_of_decision(template, params),
        }
        text = (
            _short(chosen, values) if channel in SHORT_CHANNELS else _long(_(chosen.long), values)
        )
        return Filled(_(chosen.subject) % values, text)


def _short(chosen: Text, values: Mapping[str, str]) -> str:
    source = _(chosen.short)
    if "%(link)s" in source and values["key_until"]:
        source = _(KEY_SHORT)
    elif "%(link)s" in source and not values["link"]:
        source = _(texts.WITHOUT_LINK)
    called = {
        name: short.first_word(value)
        if name in texts.NAMES and value != _(texts.SOMEBODY)
        else value
        for name, value in values.items()
    }
    greeting = _(texts.GREETING) % called if chosen.greets and called.get("first_name") else ""
    return short.fit(greeting, source % called)


def _long(source: str, values: Mapping[str, str]) -> str:
    """Leave out a paragraph that leads to a link where there is none, since it would end in
    nothing; of a hand-over key say what it opens."""
    paragraphs = source.split("\n\n")
    with_link = [p for p in paragraphs if "%(link)s" in p]
    if values["key_until"] and with_link:
        paragraphs[paragraphs.index(with_link[0])] = _(KEY)
    if not values["link"] or values["key_until"]:
        paragraphs = [p for p in paragraphs if p not in with_link]
    return "\n\n".join(paragraphs) % values


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    return day(date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def _moment(params: Mapping[str, object]) -> dict[str, str]:
    """Return a day with a time, short and in full."""
    if "at" not in params:
        return {}
    if _DAY.fullmatch(str(params["at"])):
        # only the day is fixed
        on = date.fromisoformat(str(params["at"]))
        return {"at": short_day(on), "at_long": day(on)}
    at = datetime.fromisoformat(str(params["at"]))
    time = f"{local_time(at):%-H:%M}"
    return {
        "at": f"{short_day(local_day(at))} {time}",
        "at_long": _("%(day)s om %(time)s uur") % {"day": day(local_day(at)), "time": time},
    }


def _promise(template: str, params: Mapping[str, object]) -> dict[str, str]:
    """Return that somebody will call, but not to a person who has been spoken to already."""
    if template != "received":
        return {}
    source = texts.HEARD_BY if params.get("spoken") else texts.CALLED_BY
    until = params.get("full_until")
    full = f"{_(texts.FULL_UNTIL) % {'day': _shown(until)}}\n\n" if until else ""
    return {"promise": _(source) % {"day": _shown(params.get("due_on"))}, "full": full}


def _waiting(template: str, params: Mapping[str, object]) -> dict[str, str]:
    """Return how long waiting takes, as far as that is known, and what can be done meanwhile."""
    if template not in {"wait", "wait_again"}:
        return {}
    low, high = params.get("low"), params.get("high")
    found = (
        WaitRange(low, high if isinstance(high, int) else None) if isinstance(low, int) else None
    )
    waited = params.get("waited")
    told = wait_told(found, waited if isinstance(waited, int) else 0)
    what = str(params.get("meanwhile") or "").strip()
    meantime = _(texts.MEANWHILE) % {"what": f"{what.rstrip('.')}."} if what else ""
    return {
        "range": _(told.sentence) % dict(told.params),
        "meantime": f"{meantime}\n\n" if meantime else "",
    }


def _of_digest(template: str, params: Mapping[str, object]) -> dict[str, str]:
    """Return "5 dingen", "dinsdag", and a line for each kind of which there is any."""
    if template != "digest":
        return {}
    counts = {
        name: found
        for name in reminder_texts.DIGEST_LINES
        if isinstance(found := params.get(name), int) and found
    }
    total = sum(counts.values())
    on = datetime.strptime(str(params["on"]), "%Y%m%d").replace(tzinfo=UTC)
    return {
        "things": ngettext("%(n)s ding", "%(n)s dingen", total) % {"n": total},
        "weekday": date_format(on, "l"),
        "lines": "\n".join(
            _(reminder_texts.DIGEST_LINES[name]) % {"count": n} for name, n in counts.items()
        ),
    }


def _of_decision(template: str, params: Mapping[str, object]) -> dict[str, str]:
    """Return what was decided about a volunteer, as each side reads it: never why."""
    said = {"on_hold_over": TOLD_VOLUNTEER, "on_hold_over_asker": TOLD_PERSON}.get(template)
    if said is None:
        return {}
    until = str(params.get("until") or "")
    words = said[str(params["decision"])]
    named = {"until": _shown(until) if until else "", "volunteer": str(params["volunteer"])}
    return {"decided": _(words) % named}


def _of_referral(params: Mapping[str, object]) -> dict[str, str]:
    """Return in words why the other side said no, or how it went."""
    made = {}
    if why := str(params.get("why") or ""):
        made["why_words"] = _(WHY_WORDS[Why(why)])
    if outcome := str(params.get("outcome") or ""):
        made["outcome_words"] = _(referral_texts.OUTCOMES[outcome])
    return made


def _again(
    template: str, params: Mapping[str, object], sender: Sender, *, shortened: bool
) -> dict[str, str]:
    """Return the apology for a day that passed or was moved, and who is there on the new one."""
    if template not in {"late", "moved"}:
        return {}
    again, missed = (date.fromisoformat(str(params[name])) for name in ("again", "missed"))
    named = str(params["caller"])
    caller = (short.first_word(named) or sender.short_name) if shortened else ""
    said = {
        "missed": day(missed),
        "again": short_day(again) if shortened else day(again),
        "caller": caller or named or sender.organisation,
    }
    call, first = bool(params["call"]), bool(params["first"])
    sorry = (texts.SORRY_WORD, texts.SORRY_WORD_SHORT)
    if call and first:
        sorry = (texts.SORRY_CALL, texts.SORRY_CALL_SHORT)
    why = texts.SOONER if again < missed else texts.MOVED.get(str(params.get("reason")), "")
    why = why or texts.MOVED["busy"]
    return {
        "sorry": _(sorry[shortened]) % said,
        "promise": _(texts.AGAIN_CALL if call else texts.AGAIN_WORD) % said,
        "why": _(why) % said,
    }


def _what_next(template: str, params: Mapping[str, object], sender: Sender) -> dict[str, str]:
    """Return the parts of a refusal that depend on what was really arranged."""
    if template not in {"no", "closed"}:
        return {}
    party, day = str(params.get("next_party") or ""), str(params.get("next_contact_on") or "")
    shown_day = _shown(day) if day else ""
    if party and shown_day:
        after = _(texts.NEXT_PARTY_BEFORE) % {"party": party, "day": shown_day}
    elif party:
        after = _(texts.NEXT_PARTY) % {"party": party}
    else:
        after = _(texts.CALL_BACK) % {"day": shown_day} if shown_day else ""
    offer = str(params.get("partial_offer") or "").strip()
    offer = f"{offer.rstrip('.')}." if offer else ""
    no = texts.NO_WORDS.get(str(params.get("reason")), texts.NO_WORDS["no_place"])
    ended = texts.ENDED_WORDS.get(str(params.get("reason")), texts.ENDED)
    return {
        "no": _(no),
        "ended": _(ended) % {"organisation": sender.organisation},
        "next": f"{after}\n\n" if after else "",
        "partly": f"{_(texts.PARTLY) % {'offer': offer}}\n\n" if offer else "",
    }
