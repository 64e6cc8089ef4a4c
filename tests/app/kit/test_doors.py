"""The table of doors: every page by every role. A page that is not in the table fails the build.

Who may open a page stands here by hand, apart from the code: whoever adds a door decides it twice.
`shows` says whether the page shows data about a person; then it leaves an access record.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing, checking_in, on_devices, quoting, referring, relaying
from tests.app.applying import applied
from tests.app.arranging import Arranged
from tests.app.cast import NOW, TODAY, Cast
from tests.app.growing import creeping_at
from tests.app.joining import join
from tests.app.looking_along import let_in
from tests.app.planned import plan_now, sought
from tests.app.questionnaire import FOR_MYSELF, fill_in
from tests.app.questionnaire import address as draft_address
from tests.app.words_in_addresses import words_in_addresses
from tests.databases import Databases

from loopplank.access.account import links
from loopplank.access.account.actors import SYSTEM, Actor, actor_of
from loopplank.access.matching.match_change import rhythm_of
from loopplank.access.volunteers.volunteer_sharing import shared_volunteers
from loopplank.actions.account import links as account_links
from loopplank.actions.gaps import gaps
from loopplank.actions.matching import match_change
from loopplank.actions.messages import hand_over_keys
from loopplank.actions.organisations import colleagues, invitations, organisations
from loopplank.actions.requests import closing, handling
from loopplank.actions.responsibility import absence, intake_stop, rota
from loopplank.actions.volunteers import (
    limits,
    same_volunteer,
    visits,
    volunteer_sharing,
    volunteers,
)
from loopplank.actions.wellbeing import concern, safety, signal, volunteer_concern
from loopplank.core.account.roles import AS_VOLUNTEER, MEMBER_ROLES, Role
from loopplank.core.account.security_log import Kind, details
from loopplank.core.arrangements import Side
from loopplank.core.requests.closing import Lack
from loopplank.core.requests.intake import ForWhom
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import (
    AccessRecord,
    Affiliation,
    LimitsRaise,
    Link,
    Match,
    Membership,
    Message,
    Proposal,
    Referral,
    Request,
    SecurityEvent,
    Signature,
    Visit,
)
from loopplank.web.kit import clock
from loopplank.web.urls import urlpatterns

#: Doors that show words about a person and yet leave no access record (-), each with the reason.
NO_RECORD = {
    **dict.fromkeys(
        ("ask", "ask_organisation", "check_answers", "check_answers_organisation"),
        "only what this browser typed itself and did not send: nobody's row, and nobody who reads"
        " it but its maker; after a day it is gone",
    ),
    "link": "leads on without showing anything; a member who holds a volunteer's link is recorded",
}
# name · who · methods · shows a person (p) or not (-)
TABLE = """
home                        everybody    GET       -
start                       everybody    GET,POST  -
start_organisation          everybody    GET,POST  -
ask                         everybody    GET,POST  -
ask_organisation            everybody    GET,POST  -
check_answers               everybody    GET,POST  -
check_answers_organisation  everybody    GET,POST  -
privacy                     everybody    GET       -
privacy_organisation        everybody    GET       -
link                        everybody    GET       -
language                    everybody    GET,POST  -
health                      everybody    GET       -
unsubscribe                 everybody    GET,POST  -
set_up                      everybody    GET,POST  -
demo                        everybody    GET       -
demo_sign_in                everybody    POST      -
demo_outbox                 everybody    GET       -
accept_invitation           everybody    GET,POST  -
ask_password                everybody    GET,POST  -
asked_password              everybody    GET       -
new_password                everybody    GET,POST  -
keep_second_step            everybody    GET,POST  -
status                      asker        GET       p
confirm_digits              asker        POST      -
report_change               asker        GET,POST  -
answer_partial_offer        asker        POST      -
raise_concern               asker        GET,POST  -
answer_arrangement          asker        POST      -
answer_own_change           asker        POST      -
own_relatives               asker        GET,POST  p
change_own_relative         asker        POST      -
looking_along               relative     GET,POST  p
sign                        signatory    GET,POST  p
week                        volunteer    GET       p
cannot_visit                volunteer    POST      -
can_come                    volunteer    POST      -
join                        volunteer    POST      -
proposals                   volunteer    GET       p
proposal                    volunteer    GET,POST  p
ask_first                   volunteer    GET,POST  p
name_stand_in               volunteer    GET,POST  p
other_visit                 volunteer    GET       p
visit                       volunteer    GET,POST  p
own_arrangement             volunteer    GET,POST  p
own_change                  volunteer    GET,POST  p
too_heavy                   volunteer    GET,POST  p
not_safe                    volunteer    GET,POST  p
say_heard                   volunteer    POST      -
check_in                    volunteer    GET       p
check_in_question           volunteer    GET,POST  p
check_in_thanks             volunteer    GET,POST  p
skip_check_in               volunteer    POST      -
check_in_by_phone           volunteer    POST      -
share_check_in              volunteer    POST      -
erase_check_in              volunteer    POST      -
observations                volunteer    GET,POST  p
own_quote                   volunteer    GET,POST  p
permit_quote                volunteer    POST      -
erase_quote                 volunteer    POST      -
limits                      volunteer    GET,POST  p
pause                       volunteer    GET,POST  p
end_pause                   volunteer    POST      -
away                        volunteer    GET,POST  p
not_away                    volunteer    POST      p
own_details                 volunteer    GET,POST  p
own_messages                volunteer    GET       p
message_wishes              volunteer    GET,POST  p
own_feed                    volunteer    GET,POST  p
feed                        everybody    GET       p
erase_me                    volunteer    GET,POST  p
end_rest                    volunteer    POST      -
stop_helping                volunteer    GET,POST  p
stay                        volunteer    POST      -
stop_with                   volunteer    GET,POST  p
stay_with                   volunteer    POST      -
devices                     volunteer    GET       p
remember_device             volunteer    POST      -
own_same                    volunteer    GET,POST  p
make_same_code              volunteer    POST      -
answer_same                 volunteer    POST      -
end_device                  volunteer    POST      -
end_other_devices           volunteer    POST      -
leave_device                volunteer    POST      -
confirm_device              volunteer    POST      -
address_change              everybody    GET,POST  -
apply                       everybody    GET,POST  -
apply_organisation          everybody    GET,POST  -
applied_organisation        everybody    GET       -
own_application             everybody    GET,POST  p
applications                coordinator  GET       p
application                 coordinator  GET       p
application_step            coordinator  POST      -
start_application           coordinator  POST      -
stop_application            coordinator  GET,POST  p
take_application            coordinator  POST      -
erase_application           coordinator  POST      -
vouch_address               coordinator  POST      -
use_key                     everybody    GET,POST  -
with_key                    key_holder   GET       p
answer_with_key             key_holder   POST      -
cannot_with_key             key_holder   POST      -
leave_with_key              key_holder   POST      -
hand_over_keys              coordinator  GET,POST  p
withdraw_key                coordinator  POST      -
note_meeting                coordinator  POST      -
letter_keys                 coordinator  POST      -
message_key                 coordinator  POST      -
offline                     volunteer    GET       -
no_internet                 everybody    GET       -
form_mark                   volunteer    GET       -
worker                      everybody    GET       -
manifest                    everybody    GET       -
ask_week_link               everybody    GET,POST  -
asked_week_link             everybody    GET       -
today                       runs         GET       p
board_today                 runs         GET       p
late                        coordinator  GET,POST  p
week_plan                   coordinator  GET       p
ask_plan                    coordinator  POST      -
stop_plan                   coordinator  POST      -
read_plan                   coordinator  GET,POST  p
set_plan_aside              coordinator  POST      -
requests                    coordinator  GET,POST  p
requests_csv                coordinator  GET       p
new_request                 coordinator  GET,POST  -
paste_mail                  coordinator  GET,POST  -
request                     coordinator  GET       p
amend_request               coordinator  GET,POST  p
log_contact                 coordinator  GET,POST  p
triage                      coordinator  GET,POST  p
impression                  coordinator  POST      -
follow_advice               coordinator  POST      -
decide                      coordinator  GET,POST  p
agree                       coordinator  GET,POST  p
candidates                  coordinator  GET       p
candidates_csv              coordinator  GET       p
ask_volunteer               coordinator  GET,POST  p
answer_proposal             coordinator  POST      -
why_waits                   coordinator  GET       p
choose_team                 coordinator  POST      -
dated_parts                 coordinator  GET,POST  p
no_to_part                  coordinator  GET,POST  p
let_go_team                 coordinator  POST      -
plan_handover               coordinator  GET,POST  p
handover_note               coordinator  GET,POST  p
wait                        coordinator  GET,POST  p
tell_waiting                coordinator  POST      -
search_on                   coordinator  POST      -
plan_days                   coordinator  POST      -
undo_step                   coordinator  POST      -
move_day                    coordinator  GET,POST  p
urgency                     coordinator  GET,POST  p
passed_over                 coordinator  GET,POST  p
wait_rhythm                 coordinator  POST      -
wait_messages               coordinator  GET,POST  p
withdrawn                   coordinator  POST      -
last_letter                 coordinator  POST      -
applicant_sees              coordinator  GET,POST  p
relatives                   coordinator  GET,POST  p
change_relative             coordinator  POST      -
concern                     coordinator  GET,POST  p
take_over                   coordinator  POST      -
refer                       coordinator  GET,POST  p
close                       coordinator  GET,POST  p
say_no                      coordinator  GET,POST  p
next_party_withdrew         coordinator  POST      -
gap_of_no                   coordinator  GET,POST  p
gaps                        keeps_gaps   GET       -
gaps_agenda                 keeps_gaps   GET       -
gap                         runs         GET,POST  -
name_gap                    keeps_gaps   POST      -
network_gaps                network_gaps GET       -
no_follow_up                unfollowed   GET       p
most_help                   unfollowed   GET       -
report_refusal              professional GET,POST  -
reopen                      coordinator  POST      -
called_back                 coordinator  GET,POST  p
renew_status_link           coordinator  POST      -
erase_request               coordinator  GET,POST  p
who_looked                  coordinator  GET       p
print_request               coordinator  GET       p
request_text                coordinator  GET       p
arrangement                 coordinator  GET       p
begin_arrangement           coordinator  POST      -
change_arrangement          coordinator  GET,POST  p
offer_arrangement           coordinator  POST      -
resume_arrangement          coordinator  POST      -
print_arrangement           coordinator  GET       p
note_signature              coordinator  GET,POST  p
party_left                  coordinator  POST      -
referrals                   coordinator  GET       p
referral                    coordinator  GET       p
hand_over                   coordinator  GET,POST  p
own_referrals               professional GET       p
refer_in                    professional GET,POST  -
own_referral                professional GET       p
referral_answer             refers       GET,POST  p
referral_acknowledge        refers       POST      -
referral_begin              refers       POST      -
referral_hold               refers       GET,POST  p
referral_report             refers       GET,POST  p
referral_give_back          professional GET,POST  p
referral_withdraw           refers       GET,POST  p
referral_withdraw_consent   refers       GET,POST  p
referral_mistake            refers       GET,POST  p
refer_start                 everybody    GET,POST  -
linked_referral             party        GET,POST  p
linked_code                 party        POST      -
linked_new_code             party        POST      -
linked_answer               party        GET,POST  p
linked_acknowledge          party        POST      -
linked_begin                party        POST      -
linked_hold                 party        GET,POST  p
linked_report               party        GET,POST  p
linked_give_back            party        GET,POST  p
linked_withdraw             party        GET,POST  p
linked_withdraw_consent     party        GET,POST  p
linked_mistake              party        GET,POST  p
meeting                     coordinator  GET,POST  p
start_match                 coordinator  POST      -
not_started                 coordinator  GET,POST  p
end_match                   coordinator  GET,POST  p
evaluation                  coordinator  GET,POST  p
change_match                coordinator  GET,POST  p
move_visit                  coordinator  GET,POST  p
answer_change               coordinator  POST      -
volunteers                  coordinator  GET,POST  p
team_week                   coordinator  GET       p
phone_list                  coordinator  GET       p
sheets                      coordinator  GET       p
fridge_sheet                coordinator  GET,POST  p
fridge_sheet_told           coordinator  POST      -
stand_in_paper              coordinator  GET       p
volunteers_csv              coordinator  GET       p
observation                 coordinator  GET,POST  p
quotes                      runs         GET       p
read_quote                  coordinator  POST      -
withdraw_quote              coordinator  POST      -
note_quote                  coordinator  GET,POST  p
check_in_call               coordinator  GET,POST  p
skip_check_in_call          coordinator  POST      -
check_in_wish               coordinator  POST      -
check_in_totals             unfollowed   GET       -
new_volunteer               coordinator  GET,POST  -
volunteer                   coordinator  GET       p
keep_about                  coordinator  GET,POST  p
volunteer_spoken            coordinator  POST      -
renew_week_link             coordinator  POST      -
volunteer_details           coordinator  GET,POST  p
volunteer_limits            coordinator  GET,POST  p
volunteer_pause             coordinator  GET,POST  p
volunteer_reminder          coordinator  GET,POST  p
end_pause_on_behalf         coordinator  POST      -
volunteer_away              coordinator  GET,POST  p
not_away_on_behalf          coordinator  POST      -
ask_same                    coordinator  GET,POST  p
share_volunteer             coordinator  POST      -
note_sharing                coordinator  POST      -
note_death                  coordinator  GET,POST  p
take_back_death             coordinator  POST      -
erase_volunteer             coordinator  GET,POST  p
talk_creep                  coordinator  POST      -
thank_volunteer             coordinator  POST      -
volunteer_stop              coordinator  GET,POST  p
volunteer_stays             coordinator  POST      -
stop_on_behalf              coordinator  GET,POST  p
stay_on_behalf              coordinator  POST      -
answer_signal               coordinator  POST      -
note_signal                 coordinator  GET,POST  p
signals                     runs         GET       p
signal                      runs         GET,POST  p
acknowledge_signal          runs         POST      -
safety_files                runs         GET       p
safety_file                 runs         GET,POST  p
acknowledge_safety          runs         POST      -
close_safety                runs         GET,POST  p
suspend_match               runs         POST      -
pass_on_safety              runs         POST      -
hear                        runs         GET,POST  p
decide_safety               runs         GET,POST  p
keep_near                   runs         POST      -
note_concern                coordinator  GET,POST  p
confirm_raise               coordinator  POST      -
visit_on_behalf             coordinator  GET,POST  p
cannot_visit_on_behalf      coordinator  GET,POST  p
cover                       coordinator  GET       p
note_read                   coordinator  POST      -
cover_told                  coordinator  POST      -
comes_on_behalf             coordinator  POST      -
plan_stand_in               coordinator  POST      -
import_volunteers           coordinator  GET,POST  -
import_example              coordinator  GET       -
messages                    coordinator  GET       p
messages_csv                coordinator  GET       p
message_letter              coordinator  GET       p
read_messages               coordinator  GET       p
send_messages               coordinator  POST      -
letters                     coordinator  GET       p
letters_printed             coordinator  POST      -
close_message               coordinator  POST      -
search                      member       GET,POST  -
keys                        member       GET       -
how_it_works                network_gaps GET       -
settings                    member       GET       -
settings_organisation       runs         GET,POST  -
settings_contact            runs         GET,POST  p
settings_privacy            runs         GET,POST  -
settings_trusted            runs         GET,POST  p
settings_form               runs         GET,POST  -
offers                      runs         GET       -
offers_csv                  runs         GET       -
new_offer                   runs         GET,POST  -
offer                       runs         GET,POST  -
own_limits                  runs         GET,POST  -
practice                    runs         GET       -
practice_begin              runs         POST      -
practice_remove             runs         GET,POST  -
clocks                      runs         GET,POST  -
intake_stop                 runs         GET,POST  -
end_intake_stop             runs         POST      -
colleagues                  runs         GET       p
colleagues_csv              runs         GET       p
invite_colleague            runs         GET,POST  -
colleague                   runs         GET,POST  p
invitation                  runs         GET       p
invite_colleague_again      runs         POST      -
withdraw_invitation         runs         POST      -
send_colleague_password     runs         POST      -
second_step_lost            runs         POST      -
let_colleague_leave         runs         POST      -
colleague_invitation        runs         GET       p
absence                     runs         GET,POST  p
say_ill                     runs         POST      -
end_absence                 runs         POST      -
read_back                   runs         GET,POST  p
closures                    runs         GET,POST  p
open_again                  runs         POST      -
pass_on                     runs         GET,POST  p
take_all                    coordinator  POST      -
rota                        runs         GET,POST  p
remove_turn                 runs         POST      -
network_overview            network      GET       p
routing                     network      GET,POST  -
network_clocks              network      GET,POST  -
plan_settings               network      GET,POST  -
network_trusted             network      GET,POST  p
message_hours               network      GET,POST  -
rest_setting                network      GET,POST  -
areas                       network      GET,POST  -
add_organisation            network      GET,POST  -
invite_newcomer_again       network      POST      -
security_log                network      GET       -
account                     member       GET,POST  p
own_sessions                member       GET,POST  p
keep_own_second_step        member       POST      -
kept_form                   member       GET,POST  -
session_left                member       POST      -
choose_membership           member       GET,POST  -
account_login               library      *         -
account_logout              library      *         -
account_inactive            library      *         -
account_reauthenticate      library      *         -
account_change_password     library      *         -
mfa_authenticate            library      *         -
mfa_reauthenticate          library      *         -
mfa_reauthenticate_webauthn library      *         -
mfa_index                   library      *         -
mfa_activate_totp           library      *         -
mfa_deactivate_totp         library      *         -
mfa_list_webauthn           library      *         -
mfa_add_webauthn            library      *         -
mfa_edit_webauthn           library      *         -
mfa_remove_webauthn         library      *         -
mfa_view_recovery_codes     library      *         -
mfa_generate_recovery_codes library      *         -
mfa_download_recovery_codes library      *         -
"""
WHO = {
    "everybody": set(Role),
    "asker": {Role.HELP_SEEKER},
    "volunteer": {Role.VOLUNTEER},
    "key_holder": {Role.KEY_HOLDER},
    "signatory": {Role.SIGNATORY},
    "relative": {Role.RELATIVE},
    "coordinator": {Role.COORDINATOR},
    "professional": {Role.PROFESSIONAL},
    "refers": {Role.COORDINATOR, Role.PROFESSIONAL},
    "party": {Role.PARTY},
    "runs": {Role.COORDINATOR, Role.BOARD},
    "network": {Role.NETWORK_ADMIN},
    "keeps_gaps": {Role.COORDINATOR, Role.BOARD, Role.PROFESSIONAL},
    "network_gaps": {Role.COORDINATOR, Role.BOARD, Role.PROFESSIONAL, Role.NETWORK_ADMIN},
    "unfollowed": {Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN},
    "member": set(MEMBER_ROLES),
}
MEMBERS = set(MEMBER_ROLES)
# pages that name a thing of Noord: for Zuid they are not there
OF_NOORD = {"request_id", "match_id", "volunteer_id", "proposal_id", "message_id", "offer_id"} | {
    "membership_id",
    "signal_id",
    "sign_id",
    "file_id",
    "raise_id",
    "affiliation_id",
    "absence_id",
    "turn_id",
    "gap_id",
    "concern_id",
    "stop_id",
    "signature_id",
    "referral_id",
    "run_id",
    "plan_proposal_id",
    "team_id",
    "visit_id",
    "observation_id",
    "check_in_id",
    "invitation_id",
    "application_id",
    "match_change_id",
    "pair_id",
    "relative_id",
}
# whoever comes without their own link is told that they need it
BY_LINK = {"asker", "volunteer", "key_holder", "signatory", "relative", "party"}


@dataclass(frozen=True)
class Row:
    name: str
    who: str
    methods: frozenset[str]
    shows: bool


ROWS = {
    row.name: row
    for line in TABLE.split("\n")
    if line.strip()
    for name, who, methods, shows in [line.split()]
    for row in [Row(name, who, frozenset(methods.split(",")), shows == "p")]
}
PAGES = {
    name: row
    for name, row in ROWS.items()
    if row.who not in {"library", "everybody"} and "GET" in row.methods
}
PATTERNS = {pattern.name: pattern for pattern in urlpatterns}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(scope="session")
def built(
    databases: Databases,
    template: str,
    who_is_who: Path,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[tuple[str, bytes]]:
    """A database in which the scene stands, made once a worker; and who and what is in it."""
    name = databases.copy(template)
    with django_db_blocker.unblock():
        with databases.pointing_at(name), pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda: NOW)
            cast = pickle.loads(who_is_who.read_bytes())
            made = pickle.dumps((cast, something_of_noord(cast)))
        yield name, made
        databases.drop(name)


@pytest.fixture
def stands(
    built: tuple[str, bytes], databases: Databases, django_db_blocker: Any
) -> Iterator[None]:
    """Until the end of this test the scene's database is the one that `db` rolls back."""
    with django_db_blocker.unblock():
        around = databases.pointing_at(built[0])
        around.__enter__()
    yield
    with django_db_blocker.unblock():
        around.__exit__(None, None, None)


@pytest.fixture
def cast_and_scene(
    stands: None, db: None, built: tuple[str, bytes]
) -> tuple[Cast, dict[str, object]]:
    made: tuple[Cast, dict[str, object]] = pickle.loads(built[1])
    return made


@pytest.fixture
def cast(cast_and_scene: tuple[Cast, dict[str, object]]) -> Cast:
    """Everybody, with the scene around them."""
    return cast_and_scene[0]


@pytest.fixture
def scene(cast_and_scene: tuple[Cast, dict[str, object]]) -> dict[str, object]:
    """Something of Noord for every part of an address."""
    return cast_and_scene[1]


def something_of_noord(cast: Cast) -> dict[str, object]:
    """Make it with the real actions."""
    # asked by somebody for another, who knows of it
    request_id = cast.ready(for_whom=ForWhom.FAMILY, applicant_name="Els Kramer")
    proposal_id = cast.asked(cast.bram)
    helper = cast.volunteer("Ria Loopt")
    match_id = cast.running(helper)
    match_change_id = asked_to_move(cast, match_id)
    organisations.save_offer(
        actor=cast.anna,
        now=NOW,
        text=organisations.OfferText("shopping", "Boodschappen", "Samen met u."),
    )
    from loopplank.store.models import Offer

    toon = cast.volunteer("Toon Telefoon", channel="phone", email="")
    assert toon.id
    limits.set_limits(actor=cast.anna, now=NOW, volunteer_id=toon.id, wanted=Limits(270, 600, 3, 1))
    signal_id = signal.send_signal(actor=helper, now=NOW, reason="time", match_id=match_id)
    thursday = TODAY + timedelta(days=9)
    visits.cannot_visit(actor=helper, now=NOW, match_id=match_id, day=thursday)
    safety.set_trusted(
        actor=cast.anna,
        now=NOW,
        safety_contact_id=cast.anna.id,
        safety_stand_in_id=cast.gerda.id,
    )
    signal.send_signal(actor=helper, now=NOW, reason="not_right", words="Blauwe plekken van Noord")
    about = volunteer_concern.note_about_volunteer(
        actor=cast.anna,
        now=NOW,
        request_id=Match.objects.get(pk=match_id).request_id,
        match_id=match_id,
        words="Leende geld van Noord",
        suspend=False,
    )
    who, later = cast.henk.id, TODAY + timedelta(days=7)
    assert who
    by: dict[str, Any] = {"actor": cast.henk, "now": NOW, "membership_id": who}
    days: dict[str, Any] = {"first": later, "last": later}
    said_no = cast.said_no()
    gap_id = gaps.attach(
        actor=cast.anna, now=NOW, request_id=said_no, name="Avondhulp", example="Oppas in de avond"
    )
    waits = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=waits, lack=Lack.PLACE)
    Request.objects.filter(pk=waits).update(due_on=TODAY)
    concern_id = concern.raise_concern(
        actor=Actor(Role.HELP_SEEKER, id=Match.objects.get(pk=match_id).request_id),
        now=NOW,
        request_id=Match.objects.get(pk=match_id).request_id,
        words="Zorg van Noord",
    )
    stop_id = intake_stop.stop_intake(
        actor=cast.anna,
        now=NOW,
        kind="buddy",
        first_day=TODAY,
        until=TODAY + timedelta(days=30),
        words="Onze maatjes zitten vol.",
    )
    arranged = Arranged(cast, Match.objects.get(pk=match_id).request_id, match_id, helper)
    arranged.begin().change().offer()
    # asked of the wijkteam, so that a coordinator and a professional both have a side of it
    referral_id = referring.offered(cast, to=cast.wijkteam_id)
    sought(cast)
    cast.volunteer("Willem Vrij")
    run = plan_now(cast)
    return {
        "network": "waterstad",
        "organisation": "noord",
        "step": 1,
        "topic": "inrichting",
        "token": "x" * 22,
        "request_id": request_id,
        "proposal_id": proposal_id,
        "match_id": match_id,
        "visit_id": Visit.objects.get(match_id=match_id).pk,
        "volunteer_id": cast.bram_id,
        "day": "2026-11-19",
        "message_id": Message.objects.filter(template="received").latest("queued_at").pk,
        "offer_id": Offer.objects.get().pk,
        "membership_id": cast.henk.id,
        "signal_id": signal_id,
        "file_id": about,
        "helped": Match.objects.get(pk=match_id).request_id,
        "device_id": on_devices.remembered(cast.bram).pk,
        "change_id": on_devices.new_address(cast)[0],
        "match_change_id": match_change_id,
        "pair_id": same_volunteer.ask(
            actor=cast.anna,
            now=NOW,
            volunteer_id=cast.bram_id,
            other_id=cast.volunteer("Bram Vrijwilliger").id,  # type: ignore[arg-type]
        ),
        "key_id": hand_over_keys.make(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id),
        "raise_id": LimitsRaise.objects.get().pk,
        "sign_id": creeping_at(cast, match_id),
        "concern_id": concern_id,
        "stop_id": stop_id,
        "signature_id": arranged.signature(Side.VOLUNTEER).pk,
        "affiliation_id": Affiliation.objects.get(volunteer_id=cast.bram_id).pk,
        "absence_id": absence.note(**by, **days),
        "turn_id": rota.add_turn(**by, **days),
        "gap_id": gap_id,
        "said_no": said_no,
        "referral_id": referral_id,
        "run_id": run.pk,
        "plan_proposal_id": run.proposals.get().pk,
        "answer": "nee",
        "team_id": relaying.running(cast).team_id,
        "number": 2,
        "to": "volunteer",
        "person_id": cast.bram_id,
        "pk": 1,
        "observation_id": checking_in.observed(cast, "Zorg van Noord"),
        "quote_id": quoting.said(cast),
        "check_in_id": checking_in.called(cast).pk,
        "application_id": applied(cast),
        "relative_id": let_in(cast, request_id),
        "invitation_id": invitations.invite(
            actor=cast.anna,
            now=NOW,
            organisation_id=cast.noord_id,
            person=colleagues.Person("Nora van Noord", "nora@example.nl"),
            role=Role.COORDINATOR,
        ),
    }


def asked_to_move(cast: Cast, match_id: UUID) -> UUID:
    """Ask for the same help a quarter later."""
    now_so = rhythm_of(Match.objects.get(pk=match_id))
    assert now_so.start_time is not None
    later = replace(now_so, start_time=now_so.start_time.replace(minute=15))
    day = TODAY + timedelta(days=6)
    return match_change.ask(
        actor=cast.anna, now=NOW, match_id=match_id, rhythm=later, first_day=day
    )


#: A no stands at a closed request only; the request of the scene is open.
OF_A_NO = {"gap_of_no"}
#: Something about the help of a volunteer stands at a request with help.
OF_HELP = {"note_concern"}
#: This page shows what was chosen on the page before it.
OF_A_CHOICE = {"read_plan"}


#: What went to one person is not there for a colleague in another role.
FOR_ANOTHER = {("signal", Role.BOARD), ("board_today", Role.COORDINATOR)}


def address(name: str, scene: dict[str, object]) -> str:
    parts = PATTERNS[name].pattern.converters
    if name in OF_A_NO:
        scene = {**scene, "request_id": scene["said_no"]}
    if name in OF_HELP:
        scene = {**scene, "request_id": scene["helped"]}
    query = f"?voorstel={scene['plan_proposal_id']}" if name in OF_A_CHOICE else ""
    return reverse(name, kwargs={part: scene[part] for part in parts}) + query


def admin_of_noord(cast: Cast) -> Actor:
    membership_id = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Netty Netwerk", "netty@example.nl"),
        role=Role.NETWORK_ADMIN,
    )
    return actor_of(
        Membership.objects.select_related("account", "organisation").get(pk=membership_id)
    )


#: What the answer to whoever may not says. To be sent to sign in is no refusal: nobody was known.
DENIALS = {403, 404}


@contextmanager
def denials() -> Iterator[list[SecurityEvent]]:
    """The refusals that were written down meanwhile."""
    last = SecurityEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    written: list[SecurityEvent] = []
    yield written
    written.extend(SecurityEvent.objects.filter(pk__gt=last, kind=Kind.DENIED))


def told_of(written: list[SecurityEvent]) -> list[str]:
    """The doors of refusals, each of which holds a door and nothing else."""
    for row in written:
        assert set(row.data) == {"door"}
        assert details(row.data) == row.data
        assert not row.actor_role or row.actor_id
    return [row.data["door"] for row in written]


def _professional(request_id: UUID) -> UUID:
    """The signature that a professional gives by a link."""
    rows = Signature.objects.filter(arrangement__request_id=request_id)
    return rows.get(side=Side.PROFESSIONAL.value).pk


def everyone(cast: Cast, scene: dict[str, object]) -> dict[Role, Client]:
    """A browser for each role, all of Noord where that makes a difference."""
    match = Match.objects.get(pk=scene["match_id"])
    assert isinstance(scene["request_id"], UUID)
    assert isinstance(scene["relative_id"], UUID)
    return {
        Role.VISITOR: browsing.visitor(),
        Role.VOLUNTEER: browsing.by_link(links.WEEK, match.volunteer_id),
        Role.KEY_HOLDER: browsing.with_key(cast.anna, cast.bram),
        Role.HELP_SEEKER: browsing.asker(scene["request_id"]),
        Role.SIGNATORY: browsing.by_link(links.ARRANGEMENT, _professional(match.request_id)),
        Role.RELATIVE: browsing.by_link(links.RELATIVE, scene["relative_id"]),
        Role.PARTY: browsing.party(referring.to_practice(cast)),
        Role.COORDINATOR: browsing.member(cast.anna),
        Role.BOARD: browsing.member(cast.gerda),
        Role.PROFESSIONAL: browsing.member(cast.ella),
        Role.READER: browsing.member(cast.fred),
        Role.NETWORK_ADMIN: browsing.member(admin_of_noord(cast)),
    }


def test_every_address_stands_in_the_table_and_the_other_way_round() -> None:
    assert set(PATTERNS) == set(ROWS)


def test_the_code_lets_in_whom_the_table_lets_in() -> None:
    from loopplank.web.urls import DOORS

    for door in DOORS:
        row = ROWS[door.name]
        wanted = {Role.VISITOR} if row.who == "everybody" else WHO[row.who]
        assert set(door.roles) == wanted, door.name
        assert set(door.methods) == row.methods, door.name


@pytest.mark.parametrize("name", sorted(PAGES))
def test_each_role_gets_the_page_or_gets_nothing(
    name: str, cast: Cast, scene: dict[str, object]
) -> None:
    row = PAGES[name]
    if row.who == "volunteer" and name in {"proposal", "ask_first"}:
        open_question = Proposal.objects.get(pk=scene["proposal_id"])
        match = Match.objects.get(pk=scene["match_id"])
        Proposal.objects.filter(pk=open_question.pk).update(volunteer=match.volunteer_id)
    if name == "raise_concern":
        Request.objects.filter(pk=scene["request_id"]).update(state="running")
    where = address(name, scene)
    for role, client in everyone(cast, scene).items():
        with denials() as written:
            answer = client.get(where)
        got = answer.status_code
        assert not words_in_addresses(answer), (name, role)
        assert told_of(written) == ([name] if got in DENIALS else []), (name, role, got)
        if (name, role) in FOR_ANOTHER:
            assert got == 404, (name, role, got)
        elif role in WHO[row.who]:
            assert got in {200, 302}, (name, role, got)
        elif WHO[row.who] | {role} == AS_VOLUNTEER:
            # each is led on to the page that is theirs
            assert got == 302, (name, role, got)
        elif row.who in BY_LINK:
            assert got == 403, (name, role, got)
        elif role in MEMBERS:
            assert got == 404, (name, role, got)
        else:
            # whoever is not signed in is sent to the sign-in page, and learns nothing
            assert got == 302, (name, role, got)


def test_nor_does_a_page_for_everybody_put_words_in_an_address(
    cast: Cast, scene: dict[str, object]
) -> None:
    visitor = browsing.visitor()
    for name, row in ROWS.items():
        if row.who == "everybody" and "GET" in row.methods and name != "link":
            assert not words_in_addresses(visitor.get(address(name, scene))), name


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_whoever_may_not_do_it_is_refused_and_it_is_written_down(
    role: Role, cast: Cast, scene: dict[str, object]
) -> None:
    """Every door that is only posted to, by each role that may not: nothing is done."""
    client = everyone(cast, scene)[role]
    closed = [n for n, row in ROWS.items() if row.methods == {"POST"} and role not in WHO[row.who]]
    for number, name in enumerate(closed):
        # each from a place of its own: from one place no more than a few an hour are written
        place = f"10.0.{number // 250}.{number % 250}"
        with denials() as written:
            got = client.post(address(name, scene), REMOTE_ADDR=place).status_code
        if ROWS[name].who in BY_LINK:
            assert got == 403, (name, role, got)
        else:
            assert got == (404 if role in MEMBERS else 302), (name, role, got)
        assert told_of(written) == ([name] if got in DENIALS else []), (name, role, got)
    by_whom = SecurityEvent.objects.filter(kind=Kind.DENIED).values_list("actor_role", flat=True)
    assert set(by_whom) <= {"", role.value}
    assert len(by_whom) == len(closed) or role not in MEMBERS


@pytest.mark.parametrize(
    "name", sorted(n for n in PAGES if set(PATTERNS[n].pattern.converters) & OF_NOORD)
)
def test_what_is_of_noord_is_not_there_for_zuid(
    name: str, cast: Cast, scene: dict[str, object]
) -> None:
    row = PAGES[name]
    if row.who == "volunteer":
        stranger = browsing.volunteer(cast.volunteer("Zora Zuid", of=cast.carla))
    else:
        stranger = browsing.member(cast.dirk)
    with denials() as written:
        assert stranger.get(address(name, scene)).status_code == 404, name
    assert told_of(written) == [name]


@pytest.mark.parametrize("name", sorted(n for n, r in ROWS.items() if "GET" not in r.methods))
def test_what_changes_something_does_not_answer_to_a_get(
    name: str, cast: Cast, scene: dict[str, object]
) -> None:
    if ROWS[name].who == "library":
        return
    assert browsing.member(cast.anna).get(address(name, scene)).status_code == 405


@pytest.mark.parametrize("name", sorted(n for n, row in PAGES.items() if row.shows))
def test_a_page_with_a_person_leaves_an_access_record(
    name: str, cast: Cast, scene: dict[str, object], settings: Any
) -> None:
    if name in {"proposal", "ask_first"}:
        match = Match.objects.get(pk=scene["match_id"])
        Proposal.objects.filter(pk=scene["proposal_id"]).update(volunteer=match.volunteer_id)
    if name == "read_back":
        away = absence.note(
            actor=cast.anna,
            now=NOW,
            membership_id=cast.anna.own_membership,
            first=TODAY,
            last=TODAY,
        )
        absence.end(actor=cast.anna, now=NOW, absence_id=away)
    where = address(name, scene)
    if name == "read_messages":
        # only what leaves by itself is read together
        settings.SENDS_SMS = True
        Message.objects.filter(channel="sms", state="queued").update(by_hand="old")
        where += "?alles=1"
    there = {role for role in WHO[PAGES[name].who] if (name, role) not in FOR_ANOTHER}
    role = min(there, key=lambda r: r is not Role.COORDINATOR)
    client = everyone(cast, scene)[role]
    last = AccessRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    assert client.get(where).status_code in {200, 302}
    left = AccessRecord.objects.filter(pk__gt=last)
    assert left.exists(), name
    assert left.filter(actor_role=role).exists()
    assert all(record.subjects.exists() or name == "volunteers" for record in left), name


def test_no_page_of_a_member_holds_a_standing_key_of_a_volunteer(
    cast: Cast, scene: dict[str, object]
) -> None:
    """Not the link of the week, not that of the calendar; not on a page, in a file or on paper."""
    volunteer = Actor(Role.VOLUNTEER, id=cast.bram_id)
    account_links.renew_feed(actor=volunteer, now=NOW)
    for template in ("proposal", "welcome"):
        # a message of each kind of page: on the list, and as a letter of the pile
        Message.objects.filter(template=template).update(channel="letter")
    scene["message_id"] = Message.objects.filter(volunteer_id=cast.bram_id).latest("queued_at").pk
    standing = {
        links.token_of(row.pk, row.generation)
        for row in Link.objects.filter(purpose__in=[links.WEEK, links.FEED])
    }
    clients = everyone(cast, scene)
    looked = 0
    for name, row in PAGES.items():
        for role in WHO[row.who] & MEMBERS:
            answer = clients[role].get(address(name, scene))
            words = answer.content.decode(errors="replace") + answer.get("Location", "")
            assert not [token for token in standing if token in words], (name, role)
            looked += answer.status_code == 200
    assert looked > 100


def test_what_leaves_no_record_is_open_to_everybody_and_reads_no_person(
    cast: Cast, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    """A draft lies under the hash of a cookie; the pages with it ask no table about people."""
    assert all(ROWS[name].who == "everybody" and not ROWS[name].shows for name in NO_RECORD)
    client = browsing.visitor()
    fill_in(client, FOR_MYSELF, organisation="")
    people = ("store_helpseeker", "store_request", "store_volunteer", "store_applicant")
    for where in (draft_address(6, organisation=""), draft_address("controleren", organisation="")):
        with queries() as asked:
            assert "De Wit" in client.get(where).content.decode()
        assert any("store_draft" in sql for sql in asked)
        assert not [sql for sql in asked for table in people if f'"{table}"' in sql]


@pytest.mark.parametrize("name", ["request", "today", "volunteers", "status", "week"])
def test_when_the_record_cannot_be_written_nothing_is_shown(
    name: str, cast: Cast, scene: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {role for role in WHO[PAGES[name].who] if (name, role) not in FOR_ANOTHER}
    role = min(there, key=lambda r: r is not Role.COORDINATOR)
    client = everyone(cast, scene)[role]
    client.raise_request_exception = False

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(AccessRecord.objects, "create", broken)
    response = client.get(address(name, scene))
    assert response.status_code == 500
    assert b"De Wit" not in response.content
    assert b"Bram" not in response.content


def say_yes_to_sharing(one: Actor) -> None:
    """The volunteer's own yes, which is the first of two."""
    assert one.id
    wishes = volunteers.Wishes(share_in_network=True)
    volunteers.set_wishes(actor=one, now=NOW, volunteer_id=one.id, wishes=wishes)


#: What Dirk sends to whatever takes it: nothing, or a question to a volunteer.
TYPED: tuple[dict[str, str], ...] = ({}, {"how": "link"}, {"how": "said_yes"})
#: After these his own request is not as it was, or he himself is not there any more.
ENDS_IT = {"triage", "close", "erase_request", "erase_volunteer", "wait", "reopen", "sign_out"}


def test_nothing_of_noord_shows_on_any_page_that_dirk_may_open(
    cast: Cast, scene: dict[str, object]
) -> None:
    """Promise P6, also for a volunteer who belongs to both and keeps their hours to themselves;
    also in what a page says when it refuses.
    """
    cast.web_request(last_name="Geheimnoord", story="Verhaal van Noord", phone="0699999999")
    both = cast.volunteer("Bea Beide", phone="0688888888")
    match_id = cast.running(both)
    signal.send_signal(actor=both, now=NOW, reason="not_safe", match_id=match_id)
    volunteers.register(
        actor=cast.carla,
        now=NOW,
        details=volunteers.Details("Bea", "Beide", phone="0688888888"),
        limits=Limits(60, 120, 1, 0),
        wishes=volunteers.Wishes(),
    )
    pending = Affiliation.objects.get(volunteer_id=both.id, organisation_id=cast.zuid_id)
    volunteers.join(actor=both, now=NOW, affiliation_id=pending.pk, yes=True)
    Affiliation.objects.filter(pk=pending.pk).update(certificate_seen_on=TODAY)
    own_request = cast.ready(of=cast.carla, last_name="Vanzuid")
    shared, half = (cast.volunteer(f"{name} Achternoord") for name in ("Fien", "Gerhardus"))
    for one in (shared, half):
        say_yes_to_sharing(one)
    volunteer_sharing.share(actor=cast.anna, now=NOW, volunteer_id=shared.id, yes=True)
    # Zuid was asked to take one over: the facts, and nothing that names the person
    referring.offered(cast, summary="Gedeelde zin")
    written = {"visit_minutes": 60, "last_day": TODAY + timedelta(weeks=6)}
    handling.agree(actor=cast.carla, now=NOW, request_id=own_request, agreed=written)
    dirk = browsing.member(cast.dirk)
    markers = [
        "gaf ‘te zwaar’ aan",
        "Geheimnoord",
        "Verhaal van Noord",
        "06 99 99 99 99",
        "0699999999",
        "De Wit",
        "Bram Vrijwilliger",
        "Anna Prins",
        "Ria Loopt",
        "Zorg van Noord",
        "Blauwe plekken van Noord",
        "Els Kramer",
        "1½ uur",
        "90 minuten",
        "Avondhulp",
        "Oppas in de avond",
        "Achternoord",
        "Gerhardus",
    ]
    opened = refused = 0
    for name, row in ROWS.items():
        if row.who in {"library", *BY_LINK}:
            continue
        parts = set(PATTERNS[name].pattern.converters)
        of_zuid = {**scene, "request_id": own_request, "volunteer_id": both.id}
        if parts & OF_NOORD - {"request_id", "volunteer_id"} or "organisation" in parts:
            continue
        where, answers = address(name, of_zuid), []
        if "GET" in row.methods:
            answers.append(dirk.get(where))
        if "POST" in row.methods and row.who == "coordinator" and name not in ENDS_IT:
            answers += [dirk.post(where, typed, follow=True) for typed in TYPED]
        for response in answers:
            opened += response.status_code == 200
            refused += response.status_code in {409, 422}
            text = response.content.decode()
            assert not [m for m in markers if m in text], (name, [m for m in markers if m in text])
    seen = shared_volunteers(cast.dirk, "1013", NOW)
    assert [one.first_name for one in seen] == ["Fien"], (
        "Bram and Gerhardus said yes alone, or not at all"
    )
    assert opened > 20
    assert refused > 8
    assert Request.objects.get(pk=own_request).state == "searching"
    assert (
        "Gedeelde zin"
        in dirk.get(
            reverse("referral", args=[Referral.objects.get(to_organisation_id=cast.zuid_id).pk])
        ).content.decode()
    )
