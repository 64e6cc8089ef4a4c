"""Referrals: of coordinators, of professionals, and of whoever holds the link of one."""

from loopplank.web.kit.doors import (
    BOTH,
    COORDINATORS,
    EVERYBODY,
    PARTIES,
    POST,
    PROFESSIONALS,
    REFER,
    Door,
)
from loopplank.web.referrals.views import (
    hand_over,
    linked_referral,
    refer,
    referral,
    referral_list,
    referral_steps,
)

DOORS: tuple[Door, ...] = (
    Door("overdrachten/", "referrals", referral_list.show_referrals, COORDINATORS),
    Door("overdrachten/<uuid:referral_id>/", "referral", referral.show_referral, COORDINATORS),
    Door(
        "hulpvragen/<uuid:request_id>/overdragen/",
        "hand_over",
        hand_over.hand_over,
        COORDINATORS,
        BOTH,
    ),
    Door("verwijzingen/", "own_referrals", referral_list.show_own_referrals, PROFESSIONALS),
    Door("verwijzingen/nieuw/", "refer_in", refer.refer_in, PROFESSIONALS, BOTH),
    Door("verwijzingen/<uuid:referral_id>/", "own_referral", referral.show_referral, PROFESSIONALS),
    Door(
        "overdracht/<uuid:referral_id>/antwoord/<slug:answer>/",
        "referral_answer",
        referral_steps.answer_referral,
        REFER,
        BOTH,
    ),
    Door(
        "overdracht/<uuid:referral_id>/aangekomen/",
        "referral_acknowledge",
        referral_steps.acknowledge_referral,
        REFER,
        POST,
    ),
    Door(
        "overdracht/<uuid:referral_id>/eerste-contact/",
        "referral_begin",
        referral_steps.begin_referral,
        REFER,
        POST,
    ),
    Door(
        "overdracht/<uuid:referral_id>/wacht/",
        "referral_hold",
        referral_steps.hold_referral,
        REFER,
        BOTH,
    ),
    Door(
        "overdracht/<uuid:referral_id>/afloop/",
        "referral_report",
        referral_steps.report_referral,
        REFER,
        BOTH,
    ),
    # an organisation with records here gives a question back by closing its own
    Door(
        "overdracht/<uuid:referral_id>/teruggeven/",
        "referral_give_back",
        referral_steps.give_back_referral,
        PROFESSIONALS,
        BOTH,
    ),
    Door(
        "overdracht/<uuid:referral_id>/trek-terug/",
        "referral_withdraw",
        referral_steps.withdraw_referral,
        REFER,
        BOTH,
    ),
    Door(
        "overdracht/<uuid:referral_id>/niet-meer-delen/",
        "referral_withdraw_consent",
        referral_steps.withdraw_consent,
        REFER,
        BOTH,
    ),
    Door(
        "overdracht/<uuid:referral_id>/vergissing/",
        "referral_mistake",
        referral_steps.referral_mistake,
        REFER,
        BOTH,
    ),
    Door("verwijzen/<slug:network>/", "refer_start", refer.start, EVERYBODY, BOTH),
    Door("verwijzing/", "linked_referral", linked_referral.show_linked, PARTIES, BOTH),
    Door("verwijzing/code/", "linked_code", linked_referral.confirm_code, PARTIES, POST),
    Door("verwijzing/nieuwe-code/", "linked_new_code", linked_referral.new_code, PARTIES, POST),
    Door(
        "verwijzing/antwoord/<slug:answer>/",
        "linked_answer",
        referral_steps.answer_referral,
        PARTIES,
        BOTH,
    ),
    Door(
        "verwijzing/aangekomen/",
        "linked_acknowledge",
        referral_steps.acknowledge_referral,
        PARTIES,
        POST,
    ),
    Door(
        "verwijzing/eerste-contact/", "linked_begin", referral_steps.begin_referral, PARTIES, POST
    ),
    Door("verwijzing/wacht/", "linked_hold", referral_steps.hold_referral, PARTIES, BOTH),
    Door("verwijzing/afloop/", "linked_report", referral_steps.report_referral, PARTIES, BOTH),
    Door(
        "verwijzing/teruggeven/",
        "linked_give_back",
        referral_steps.give_back_referral,
        PARTIES,
        BOTH,
    ),
    Door(
        "verwijzing/trek-terug/", "linked_withdraw", referral_steps.withdraw_referral, PARTIES, BOTH
    ),
    Door(
        "verwijzing/niet-meer-delen/",
        "linked_withdraw_consent",
        referral_steps.withdraw_consent,
        PARTIES,
        BOTH,
    ),
    Door(
        "verwijzing/vergissing/", "linked_mistake", referral_steps.referral_mistake, PARTIES, BOTH
    ),
)
