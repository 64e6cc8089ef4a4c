"""Volunteers, with their own link."""

from loopplank.web.arrangements.views import own_arrangement
from loopplank.web.kit.doors import EVERYBODY, VOLUNTEERS, Door
from loopplank.web.matching.views import proposal
from loopplank.web.messages.views import devices, feed, own_messages
from loopplank.web.volunteers.views import (
    away,
    farewell,
    limits,
    offline,
    own_details,
    pause,
    visit,
    week,
)
from loopplank.web.wellbeing.views import check_in, observation, quote, too_heavy

BOTH, POST = ("GET", "POST"), ("POST",)
ME = "mijn-week/"
LEAVE = f"{ME}stoppen/<uuid:match_id>/"
CHECK = f"{ME}check-in/"
GIVES = f"{ME}wat-mijn-bezoek-geeft/"
ONE = f"{ME}voorstel/<uuid:proposal_id>/"

DOORS: tuple[Door, ...] = (
    Door(ME, "week", week.show_own_week, VOLUNTEERS),
    Door(
        f"{ME}kan-niet/<uuid:match_id>/<str:day>/",
        "cannot_visit",
        week.cannot_visit,
        VOLUNTEERS,
        POST,
    ),
    Door(f"{ME}meedoen/<uuid:affiliation_id>/", "join", week.join, VOLUNTEERS, POST),
    Door(f"{ME}voorstellen/", "proposals", proposal.show_proposals, VOLUNTEERS),
    Door(ONE, "proposal", proposal.show_proposal, VOLUNTEERS, BOTH),
    Door(f"{ONE}vraag/", "ask_first", proposal.ask_first, VOLUNTEERS, BOTH),
    Door(f"{ME}kan-toch/<uuid:visit_id>/", "can_come", week.can_come, VOLUNTEERS, POST),
    Door(f"{ME}bezoek/", "other_visit", visit.choose_visit, VOLUNTEERS),
    Door(f"{ME}bezoek/<uuid:match_id>/<str:day>/", "visit", visit.log_visit, VOLUNTEERS, BOTH),
    Door(
        f"{ME}wie-doet-wat/<uuid:signature_id>/",
        "own_arrangement",
        own_arrangement.show_own_arrangement,
        VOLUNTEERS,
        BOTH,
    ),
    Door(f"{ME}te-zwaar/", "too_heavy", too_heavy.say_too_heavy, VOLUNTEERS, BOTH),
    Door(
        f"{ME}niet-veilig/<uuid:signal_id>/",
        "not_safe",
        too_heavy.show_not_safe,
        VOLUNTEERS,
        BOTH,
    ),
    Door(f"{ME}gesproken/<uuid:signal_id>/", "say_heard", too_heavy.say_heard, VOLUNTEERS, POST),
    Door(CHECK, "check_in", check_in.show_check_in, VOLUNTEERS),
    Door(f"{CHECK}<int:number>/", "check_in_question", check_in.answer_question, VOLUNTEERS, BOTH),
    Door(f"{CHECK}klaar/", "check_in_thanks", check_in.thank, VOLUNTEERS, BOTH),
    Door(f"{CHECK}bellen/", "check_in_by_phone", check_in.by_phone, VOLUNTEERS, POST),
    Door(f"{CHECK}overslaan/", "skip_check_in", check_in.skip, VOLUNTEERS, POST),
    Door(f"{CHECK}<uuid:check_in_id>/delen/", "share_check_in", check_in.share, VOLUNTEERS, POST),
    Door(f"{CHECK}<uuid:check_in_id>/wissen/", "erase_check_in", check_in.erase, VOLUNTEERS, POST),
    Door(f"{ME}dit-zie-ik/", "observations", observation.tell, VOLUNTEERS, BOTH),
    Door(GIVES, "own_quote", quote.own_quote, VOLUNTEERS, BOTH),
    Door(f"{GIVES}<uuid:quote_id>/wie/", "permit_quote", quote.permit, VOLUNTEERS, POST),
    Door(f"{GIVES}<uuid:quote_id>/wissen/", "erase_quote", quote.erase, VOLUNTEERS, POST),
    Door(f"{ME}grenzen/", "limits", limits.set_limits, VOLUNTEERS, BOTH),
    Door(f"{ME}weg/", "away", away.say_away, VOLUNTEERS, BOTH),
    Door(f"{ME}weg/toch-niet/", "not_away", away.not_away, VOLUNTEERS, POST),
    Door(f"{ME}pauze/", "pause", pause.take_pause, VOLUNTEERS, BOTH),
    Door(f"{ME}pauze/voorbij/", "end_pause", pause.end_pause, VOLUNTEERS, POST),
    Door(f"{ME}agenda/", "own_feed", feed.show_own_feed, VOLUNTEERS, BOTH),
    # for a programme that carries no cookie: the address itself is the key
    Door("agenda/<str:token>.ics", "feed", feed.read_feed, EVERYBODY),
    Door(f"{ME}rust/voorbij/", "end_rest", farewell.end_rest, VOLUNTEERS, POST),
    Door(f"{ME}stoppen/", "stop_helping", farewell.stop_helping, VOLUNTEERS, BOTH),
    Door(f"{ME}stoppen/toch-niet/", "stay", farewell.stay, VOLUNTEERS, POST),
    Door(LEAVE, "stop_with", farewell.stop_with, VOLUNTEERS, BOTH),
    Door(f"{LEAVE}toch-niet/", "stay_with", farewell.stay_with, VOLUNTEERS, POST),
    Door(f"{ME}gegevens/", "own_details", own_details.set_details, VOLUNTEERS, BOTH),
    Door(f"{ME}berichten/", "own_messages", own_messages.show_own_messages, VOLUNTEERS),
    Door(
        f"{ME}berichten/kiezen/",
        "message_wishes",
        own_messages.change_message_wishes,
        VOLUNTEERS,
        BOTH,
    ),
    Door(f"{ME}toestellen/", "devices", devices.show_devices, VOLUNTEERS),
    Door(
        f"{ME}toestellen/onthouden/", "remember_device", devices.remember_device, VOLUNTEERS, POST
    ),
    Door(
        f"{ME}toestellen/andere/", "end_other_devices", devices.end_other_devices, VOLUNTEERS, POST
    ),
    Door(f"{ME}toestellen/dit/", "leave_device", devices.leave_device, VOLUNTEERS, POST),
    Door(f"{ME}toestellen/<uuid:device_id>/", "end_device", devices.end_device, VOLUNTEERS, POST),
    Door(f"{ME}zonder-internet/", "offline", offline.show_offline, VOLUNTEERS),
    Door(f"{ME}geen-internet/", "no_internet", offline.show_no_internet, EVERYBODY),
    Door(f"{ME}merk/", "form_mark", offline.show_mark, VOLUNTEERS),
    Door(f"{ME}worker.js", "worker", offline.show_worker, EVERYBODY),
    Door(f"{ME}app.webmanifest", "manifest", offline.show_manifest, EVERYBODY),
    Door(f"{ME}wissen/", "erase_me", own_details.erase_me, VOLUNTEERS, BOTH),
)
