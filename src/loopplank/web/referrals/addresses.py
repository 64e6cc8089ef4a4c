"""Referrals: of coordinators, of professionals, and of whoever holds the link of one."""

from loopplank.core.account.roles import Role
from loopplank.web.kit.doors import COORDINATORS, EVERYBODY, PARTIES, PROFESSIONALS, Door
from loopplank.web.referrals.views import (
    hand_over,
    linked_referral,
    refer,
    referral,
    referral_steps,
    referrals,
)

BOTH, POST = ("GET", "POST"), ("POST",)
BY_MEMBERS = COORDINATORS | PROFESSIONALS
# an organisation with records here gives a question back by closing its own
_WITHOUT_RECORDS = {"give_back": PROFESSIONALS}
_STEPS = (
    ("antwoord/<slug:answer>/", "answer", referral_steps.answer_referral, BOTH),
    ("aangekomen/", "acknowledge", referral_steps.acknowledge_referral, POST),
    ("eerste-contact/", "begin", referral_steps.begin_referral, POST),
    ("wacht/", "hold", referral_steps.hold_referral, BOTH),
    ("afloop/", "report", referral_steps.report_referral, BOTH),
    ("teruggeven/", "give_back", referral_steps.give_back_referral, BOTH),
    ("trek-terug/", "withdraw", referral_steps.withdraw_referral, BOTH),
    ("niet-meer-delen/", "withdraw_consent", referral_steps.withdraw_consent, BOTH),
    ("vergissing/", "mistake", referral_steps.referral_mistake, BOTH),
)


def _steps(folder: str, prefix: str, roles: frozenset[Role]) -> tuple[Door, ...]:
    """The same steps for whoever signs in and for whoever holds a link."""
    return tuple(
        Door(
            f"{folder}{address}",
            f"{prefix}_{name}",
            view,
            _WITHOUT_RECORDS.get(name, roles) & roles or roles,
            methods,
        )
        for address, name, view, methods in _STEPS
    )


DOORS: tuple[Door, ...] = (
    Door("overdrachten/", "referrals", referrals.show_referrals, COORDINATORS),
    Door("overdrachten/<uuid:referral_id>/", "referral", referral.show_referral, COORDINATORS),
    Door(
        "hulpvragen/<uuid:request_id>/overdragen/",
        "hand_over",
        hand_over.hand_over,
        COORDINATORS,
        BOTH,
    ),
    Door("verwijzingen/", "own_referrals", referrals.show_own_referrals, PROFESSIONALS),
    Door("verwijzingen/nieuw/", "refer_in", refer.refer_in, PROFESSIONALS, BOTH),
    Door("verwijzingen/<uuid:referral_id>/", "own_referral", referral.show_referral, PROFESSIONALS),
    *_steps("overdracht/<uuid:referral_id>/", "referral", BY_MEMBERS),
    Door("verwijzen/<slug:network>/", "refer_start", refer.start, EVERYBODY, BOTH),
    Door("verwijzing/", "linked_referral", linked_referral.show_linked, PARTIES, BOTH),
    Door("verwijzing/code/", "linked_code", linked_referral.confirm_code, PARTIES, POST),
    Door("verwijzing/nieuwe-code/", "linked_new_code", linked_referral.new_code, PARTIES, POST),
    *_steps("verwijzing/", "linked", PARTIES),
)
