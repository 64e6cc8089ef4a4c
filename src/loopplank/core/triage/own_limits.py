"""The organisation's own limits as reasons: what it gives, how much, how long, and what never.

Limits are versioned data of the organisation and are recomputed exactly (promise P8). Every
sentence that compares prints both numbers, so that nobody has to look one up.
"""

from loopplank.core.kit.kinds import Kind, kind_word
from loopplank.core.kit.reason import Minutes, dutch
from loopplank.core.organisations.limit_words import says_itself
from loopplank.core.triage.codes import Answer
from loopplank.core.triage.facts import ExcludedAct, Facts
from loopplank.core.triage.flags import kinds_refused
from loopplank.core.triage.grounds import Ground, Tone, ground
from loopplank.core.triage.rule import kinds_not_offered

_OVER = dutch("%(asked)s per week is gevraagd. Onze grens is %(limit)s per week.")
_WITHIN = dutch("%(asked)s per week. Onze grens is %(limit)s per week.")
_NO_END = dutch("Geen einddatum. Spreek een laatste dag af; verlengen kan altijd.")
_TOO_LONG = dutch(
    "Gevraagd aantal maanden: %(asked)s. Onze grens: %(limit)s. Kies een laatste dag."
)
_LONG_ENOUGH = dutch("Gevraagd aantal maanden: %(asked)s. Onze grens: %(limit)s.")
_GIVEN = dutch("%(kind)s: dat staat op onze lijst.")
_NOT_GIVEN = dutch("%(kind)s: dat staat niet op onze lijst.")
_EXCLUDED = dutch("Dit doet onze organisatie niet: %(act)s")
#: The same for a limit that is written as a whole sentence and says "niet" itself.
_EXCLUDED_SAID = dutch("Onze grens: %(act)s")
_EXCLUDED_ASK = dutch("Vraagt iemand hierom? %(act)s")
_EXCLUDED_ASK_SAID = dutch("Gaat het over deze grens? %(act)s")
_SHORT_NOTICE = dutch("Het begint binnen twee dagen. Vraag alleen wie dat goed vindt.")


def limit_grounds(facts: Facts) -> list[Ground]:
    """Return every ground that comes from the organisation's own limits, gate by gate."""
    return [*_acts(facts), *_hours(facts), *_duration(facts), *_kinds(facts), *_notice(facts)]


def needs_last_day(facts: Facts) -> bool:
    """Say whether a last day must be agreed: no end is in sight, or a later one than we allow."""
    longest = facts.limits.max_months
    too_long = longest is not None and facts.months is not None and facts.months > longest
    return (facts.open_ended or too_long) and not facts.single_event


def unanswered_acts(facts: Facts) -> tuple[tuple[str, Ground], ...]:
    """Return key and question of each excluded act that nobody answered; none once one is a yes."""
    if facts.acts_yes:
        return ()
    return tuple(
        (
            act.key,
            ground(
                "X",
                Tone.UNKNOWN,
                _words(act, _EXCLUDED_ASK, _EXCLUDED_ASK_SAID),
                "ask",
                {"act": act.sentence, "key": act.key},
            ),
        )
        for place, act in enumerate(facts.limits.excluded_acts)
        if not facts.acts_no >> place & 1
    )


def _acts(facts: Facts) -> list[Ground]:
    if not facts.acts_yes:
        return []
    answers = facts.act_answers()
    return [
        ground(
            "X",
            Tone.AGAINST,
            _words(act, _EXCLUDED, _EXCLUDED_SAID),
            "act",
            {"act": act.sentence, "key": act.key},
        )
        for act in facts.limits.excluded_acts
        if answers[act.key] is Answer.YES
    ]


def _words(act: ExcludedAct, done: str, said: str) -> str:
    return said if says_itself(act.sentence) else done


def _hours(facts: Facts) -> list[Ground]:
    asked = facts.minutes_per_week
    limit = facts.limits.max_minutes
    if asked is None or limit is None:
        return []
    params = {"asked": Minutes(asked), "limit": Minutes(limit)}
    if asked > limit:
        return [ground("K2", Tone.AGAINST, _OVER, "over", params)]
    return [ground("K2", Tone.SUPPORTS, _WITHIN, "within", params)]


def _duration(facts: Facts) -> list[Ground]:
    if facts.single_event:
        return []
    if facts.open_ended:
        return [ground("K3", Tone.CONDITION, _NO_END, "no_end")]
    limit = facts.limits.max_months
    if facts.months is None or limit is None:
        return []
    params = {"asked": facts.months, "limit": limit}
    if facts.months > limit:
        return [ground("K3", Tone.CONDITION, _TOO_LONG, "too_long", params)]
    return [ground("K3", Tone.SUPPORTS, _LONG_ENOUGH, "within", params)]


def _kinds(facts: Facts) -> list[Ground]:
    given = facts.limits.kinds
    if not given:
        return []
    # One kind that we do give is still an offer; the rest is then for somebody else.
    tone = Tone.AGAINST if kinds_not_offered(facts) else Tone.CONDITION
    return [
        ground("M1", Tone.SUPPORTS, _GIVEN, f"kind.{kind.value}", {"kind": kind_word(kind)})
        for kind in Kind
        if kind in facts.kinds and kind in given
    ] + [
        ground("M1", tone, _NOT_GIVEN, f"not_kind.{kind.value}", {"kind": kind_word(kind)})
        for kind in kinds_refused(facts)
    ]


def _notice(facts: Facts) -> list[Ground]:
    return [ground("M3", Tone.CONDITION, _SHORT_NOTICE, "soon")] if facts.short_notice else []
