"""The rule of every kind of message, one line each. A test demands a line for every text.

What counts towards the few messages a week of a volunteer, and why:

- It waits for a place (WAITS) when nothing goes wrong if the volunteer reads it next week, or when
  silence is safe: a question, a reminder, a thank-you, an arrangement to read.
- It takes a place but never waits for one (TAKES) when somebody stands at a door for nothing if it
  comes too late: where and when to meet, and that visits stop or go on. Whoever had three of those
  gets nothing else that week.
- It takes none (NONE) when the volunteer asked for it a moment ago (a link, an own action), or when
  it guards them: what somebody wrote down in their name, or a limit that went up. Other messages
  may never keep that from anybody.
"""

from collections.abc import Mapping
from types import MappingProxyType

from loopplank.core.messages.rules import Audience, Channel, Do, Hours, Place, Rule, Wish

_ASKER, _VOLUNTEER = frozenset({Audience.ASKER}), frozenset({Audience.VOLUNTEER})
_ACCOUNT, _PARTY = frozenset({Audience.ACCOUNT}), frozenset({Audience.PARTY})
_DUTY, _APPLYING = frozenset({Audience.DUTY}), frozenset({Audience.APPLYING})
_RELATIVE = frozenset({Audience.RELATIVE})
_OTHER_SIDE = _ACCOUNT | _PARTY


def _asker(
    ends: str = "",
    *,
    late: Do = Do.BY_HAND,
    hours: Hours = Hours.ASKER,
    urgent: bool = False,
) -> Rule:
    """Make the rule of news for an asker. When its day has passed a person looks at it: they must
    hear from us."""
    return Rule(_ASKER, hours, ends=ends, late=late, urgent=urgent)


def _waits(
    *, days: int | None = None, ends: str = "", by_hand: bool = True, merges: bool = True
) -> Rule:
    """Make the rule of a message to a volunteer that can wait for a place, for others to join it,
    and for Monday."""
    return Rule(
        _VOLUNTEER,
        Hours.VOLUNTEER,
        Place.WAITS,
        merges=merges,
        digest=merges,
        days=days,
        ends=ends,
        by_hand=by_hand,
    )


def _reminds(ends: str, *, by_hand: bool = False, wish: Wish | None = None) -> Rule:
    """Make the rule of a reminder to a volunteer, who knows it already: without a place in time it
    is dropped."""
    return Rule(_VOLUNTEER, Hours.VOLUNTEER, Place.WAITS, ends=ends, by_hand=by_hand, wish=wish)


def _cannot_wait(ends: str = "") -> Rule:
    """Make the rule of a message to a volunteer that leaves somebody at a door when it is late. It
    is sent soon, unless `ends` says when."""
    return Rule(_VOLUNTEER, Hours.VOLUNTEER, Place.TAKES, ends=ends, urgent=not ends)


def _guards(hours: Hours = Hours.AT_ONCE, *, own_link: bool = False) -> Rule:
    """Make the rule of a message to a volunteer about their own action, or about what was done in
    their name."""
    return Rule(_VOLUNTEER, hours, own_link=own_link, guards=True)


def _colleague(hours: Hours = Hours.OFFICE) -> Rule:
    """Make the rule of a mail to a colleague; the matter stands on their own list as well."""
    return Rule(_ACCOUNT, hours, channel=Channel.EMAIL)


def _own_sign_in(*, own_link: bool = False) -> Rule:
    """Make the rule of news about how somebody signs in: to them alone, at once, or not at all."""
    return Rule(
        _ACCOUNT,
        Hours.AT_ONCE,
        channel=Channel.EMAIL,
        by_hand=False,
        own_link=own_link,
        guards=True,
    )


def _other_side(ends: str = "", *, to: frozenset[Audience] = _OTHER_SIDE) -> Rule:
    """Make the rule of a message to whoever refers or is referred to, during their work; a person
    looks at it when it is late."""
    return Rule(to, Hours.OFFICE, channel=Channel.EMAIL, ends=ends, late=Do.BY_HAND)


#: A letter to who waits: the day in it begins to count when somebody tells it.
_READ_FIRST = Rule(_ASKER, Hours.ASKER, ends="due_on", late=Do.BY_HAND, read_first=True)

_TO_ASKERS: Mapping[str, Rule] = {
    "received": _asker("due_on", hours=Hours.MAIL_AT_ONCE),
    "new_link": _asker(hours=Hours.MAIL_AT_ONCE),
    "wait": _READ_FIRST,
    "wait_again": _READ_FIRST,
    "search_first": _asker("due_on"),
    "late": _asker("again"),
    "moved": _asker("again"),
    "meeting": _asker("at", late=Do.DROP),
    "meeting_off": _asker("due_on", urgent=True),
    "stopped": _asker("due_on", urgent=True),
    "started": _asker("last_day"),
    "no": Rule(_ASKER, Hours.ASKER, channel=Channel.LETTER),
    "closed": _asker(),
    "last_try": Rule(_ASKER, Hours.ASKER, channel=Channel.LETTER, ends="due_on", late=Do.BY_HAND),
    "reopened": _asker("due_on"),
    "offered_elsewhere": _asker("day"),
    "handed_over": _asker("day"),
    # its day has passed: that is the news
    "contact_missed": _asker(),
    "arrangement": _asker(),
    "visits_still_asker": _asker(urgent=True),
    "on_hold_asker": _asker(urgent=True),
    "on_hold_over_asker": _asker(urgent=True),
    "visits_on_asker": _asker(urgent=True),
    "handover_asker": _asker("at", late=Do.DROP),
    "meeting_near": _asker("at", late=Do.DROP),
    "visit_sought": _asker("day", urgent=True),
    "visit_covered": _asker("day", urgent=True),
    "visit_nobody": _asker("day", urgent=True),
    "visit_on_again": _asker("day", urgent=True),
    # somebody counts on a visit that does not come
    "nobody_found": _asker("at", urgent=True),
    "part_nobody": _asker("at", urgent=True),
    "end_near_asker": _asker("day"),
    # both count on the old day or the new one
    "change_asked": _asker("until"),
    "change_agreed": _asker(urgent=True),
    "change_off": _asker(urgent=True),
    "visit_moved": _asker(urgent=True),
}

_TO_VOLUNTEERS: Mapping[str, Rule] = {
    # its end is that of the question itself
    "proposal": Rule(_VOLUNTEER, Hours.BATCH, Place.WAITS, merges=True, digest=True),
    "arrangement_volunteer": _waits(),
    "thanks": _waits(days=30),
    "not_started": _waits(days=30),
    "join": _waits(days=60),
    "welcome": _waits(days=60, merges=False),
    "meeting_volunteer": _cannot_wait("at"),
    "handover_giver": _cannot_wait("at"),
    "handover_taker": _cannot_wait("at"),
    "visits_still": _cannot_wait(),
    "on_hold": _cannot_wait(),
    "on_hold_over": _cannot_wait(),
    "visits_on": _cannot_wait(),
    "noted_yes": _guards(Hours.VOLUNTEER),
    "noted_last_day": _guards(Hours.VOLUNTEER),
    "changed_for_you": _guards(Hours.VOLUNTEER),
    "limit_raised": _guards(),
    "week_link": _guards(own_link=True),
    "week_link_again": _guards(own_link=True),
    "new_device": _guards(),
    "key_opened": _guards(),
    "device_met": _guards(),
    "address_changed": _guards(),
    "address_changed_former": _guards(),
    "noted_yes_by_key": _guards(Hours.VOLUNTEER),
    # a day on which it ends, and nothing lost by silence
    "same_asked": _waits(ends="until", merges=False),
    "same_merged": _guards(),
    "same_merged_above": _guards(),
    "check_in": _waits(days=21, by_hand=False),
    "observation_answered": _waits(days=60),
    "meeting_near_volunteer": _cannot_wait("at"),
    "proposal_near": _reminds("at"),
    "visit_near": _reminds("at", wish=Wish.VISIT_REMINDER),
    "end_near": _reminds("day", by_hand=True),
    "goodbye": _waits(days=30, merges=False),
    "change_asked_volunteer": _waits(ends="until"),
    "change_agreed_volunteer": _cannot_wait(),
    "change_off_volunteer": _cannot_wait(),
    "visit_moved_volunteer": _cannot_wait(),
    **dict.fromkeys(
        (
            "thanks_rest",
            "thanks_year",
            "thanks_limit_kept",
            "thanks_said_no",
            "thanks_said_heavy",
            "thanks_came",
            "thanks_saw",
        ),
        _waits(days=30),
    ),
}

_TO_OTHERS: Mapping[str, Rule] = {
    # somebody looks at a page and waits for it
    "code": Rule(_PARTY, Hours.AT_ONCE, channel=Channel.EMAIL),
    "address_changed_house": _colleague(),
    "same_merged_house": _colleague(),
    "same_merged_above_house": _colleague(),
    "invitation": Rule(_ACCOUNT, Hours.AT_ONCE, channel=Channel.EMAIL, own_link=True),
    # somebody may be in danger: whatever the hour
    "alert": Rule(_ACCOUNT, Hours.AT_ONCE, channel=Channel.PHONE),
    "signal_unsafe": Rule(_ACCOUNT, Hours.AT_ONCE, channel=Channel.PHONE),
    "signal_yours_now": Rule(_ACCOUNT, Hours.AT_ONCE, channel=Channel.PHONE),
    # the danger phone: when it waits for its hours, the message itself says from when
    "danger": Rule(_DUTY, Hours.AT_ONCE, channel=Channel.SMS),
    # of whoever applied as a volunteer: how it stands, behind their own link
    "application_received": Rule(_APPLYING, Hours.MAIL_AT_ONCE, ends="due_on"),
    # of whoever may look along: without their own link it says nothing
    "relative_named": Rule(_RELATIVE, Hours.MAIL_AT_ONCE, days=30, own_link=True),
    # security: whoever did not do it themselves must know now
    "new_sign_in": _colleague(Hours.AT_ONCE),
    # it opens or guards a sign-in: nobody carries it by hand
    "password_reset": _own_sign_in(own_link=True),
    "password_changed": _own_sign_in(),
    "password_link_printed": _own_sign_in(),
    "second_step_asked": _own_sign_in(own_link=True),
    "second_step_gone": _own_sign_in(),
    "invitation_accepted": _colleague(Hours.AT_ONCE),
    "invitation_declined": _colleague(),
    "export_made": _colleague(Hours.AT_ONCE),
    "cover": _colleague(),
    "nobody_found_owner": _colleague(Hours.AT_ONCE),
    "take_over": _colleague(),
    "signal_sent": _colleague(Hours.AT_ONCE),
    "signal_yours": _colleague(),
    "signal_watch": _colleague(),
    "signal_watch_named": _colleague(),
    "concern_yours": _colleague(Hours.AT_ONCE),
    "concern_watch": _colleague(Hours.AT_ONCE),
    "safety_contact_changed": _colleague(Hours.AT_ONCE),
    "named_by_network": _colleague(),
    "no_longer_named": _colleague(),
    # counts of one morning: useless the next day
    "digest": Rule(
        _ACCOUNT, Hours.OFFICE, channel=Channel.EMAIL, days=1, by_hand=False, sums_up=True
    ),
    # a meeting of the board in the same month still has some use for it
    "quarter_figures": Rule(_ACCOUNT, Hours.OFFICE, channel=Channel.EMAIL, days=21, by_hand=False),
    "arrangement_party": Rule(_PARTY, Hours.OFFICE, channel=Channel.EMAIL, own_link=True),
    "referral_offered": _other_side("day"),
    "referral_reminder": _other_side("day"),
    "referral_stopped": _other_side(),
    "referral_how_did_it_go": _other_side(to=_PARTY),
    "referral_yes": _other_side(),
    "referral_no": _other_side(),
    "referral_consult": _other_side(),
    "referral_silent": _other_side(),
    "referral_missed": _other_side(),
    "referral_given_back": _other_side(),
    "referral_outcome": _other_side(),
    "referral_new_owner": _other_side("day"),
    "end_near_party": Rule(_PARTY, Hours.OFFICE, channel=Channel.EMAIL, ends="day", own_link=True),
}

RULES: Mapping[str, Rule] = MappingProxyType({**_TO_ASKERS, **_TO_VOLUNTEERS, **_TO_OTHERS})
