"""What is told: the outbox, the own messages, devices and the calendar feed."""

from loopplank.web.kit.doors import (
    BOTH,
    COORDINATORS,
    EVERYBODY,
    KEY_HOLDERS,
    NETWORK_ADMINS,
    POST,
    VOLUNTEERS,
    Door,
)
from loopplank.web.messages.views import devices, feed, hand_over_keys, messages, own_messages

DOORS: tuple[Door, ...] = (
    Door(
        "afmelden/<str:to>/<uuid:person_id>/<str:token>",
        "unsubscribe",
        own_messages.unsubscribe,
        EVERYBODY,
        BOTH,
    ),
    Door("mijn-week/agenda/", "own_feed", feed.show_own_feed, VOLUNTEERS, BOTH),
    # for a programme that carries no cookie: the address itself is the key
    Door("agenda/<str:token>.ics", "feed", feed.read_feed, EVERYBODY),
    Door("mijn-week/berichten/", "own_messages", own_messages.show_own_messages, VOLUNTEERS),
    Door(
        "mijn-week/berichten/kiezen/",
        "message_wishes",
        own_messages.change_message_wishes,
        VOLUNTEERS,
        BOTH,
    ),
    Door("mijn-week/toestellen/", "devices", devices.show_devices, VOLUNTEERS),
    Door(
        "mijn-week/toestellen/onthouden/",
        "remember_device",
        devices.remember_device,
        VOLUNTEERS,
        POST,
    ),
    Door(
        "mijn-week/toestellen/andere/",
        "end_other_devices",
        devices.end_other_devices,
        VOLUNTEERS,
        POST,
    ),
    Door("mijn-week/toestellen/dit/", "leave_device", devices.leave_device, VOLUNTEERS, POST),
    Door(
        "mijn-week/toestellen/<uuid:device_id>/", "end_device", devices.end_device, VOLUNTEERS, POST
    ),
    Door(
        "mijn-week/toestellen/<uuid:device_id>/van-mij/",
        "confirm_device",
        devices.confirm_device,
        VOLUNTEERS,
        POST,
    ),
    Door("sleutel/", "use_key", hand_over_keys.use_key, EVERYBODY, BOTH),
    Door("met-sleutel/", "with_key", hand_over_keys.with_key, KEY_HOLDERS),
    Door(
        "met-sleutel/vraag/<uuid:proposal_id>/",
        "answer_with_key",
        hand_over_keys.answer_with_key,
        KEY_HOLDERS,
        POST,
    ),
    Door(
        "met-sleutel/kan-niet/<uuid:match_id>/<str:day>/",
        "cannot_with_key",
        hand_over_keys.cannot_with_key,
        KEY_HOLDERS,
        POST,
    ),
    Door("met-sleutel/weg/", "leave_with_key", devices.leave_device, KEY_HOLDERS, POST),
    Door(
        "vrijwilligers/<uuid:volunteer_id>/sleutel/",
        "hand_over_keys",
        hand_over_keys.hand_over_keys,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "vrijwilligers/sleutel/<uuid:key_id>/",
        "withdraw_key",
        hand_over_keys.withdraw_key,
        COORDINATORS,
        POST,
    ),
    Door(
        "vrijwilligers/toestel/<uuid:device_id>/",
        "note_meeting",
        hand_over_keys.note_meeting,
        COORDINATORS,
        POST,
    ),
    Door(
        "vrijwilligers/<uuid:volunteer_id>/herinnering/",
        "volunteer_reminder",
        own_messages.reminder_on_behalf,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "berichten/brieven/sleutels/", "letter_keys", hand_over_keys.letter_keys, COORDINATORS, POST
    ),
    Door(
        "berichten/<uuid:message_id>/sleutel/",
        "message_key",
        hand_over_keys.message_key,
        COORDINATORS,
        POST,
    ),
    Door("berichten/", "messages", messages.show_messages, COORDINATORS),
    Door("berichten/lijst.csv", "messages_csv", messages.messages_csv, COORDINATORS),
    Door("berichten/nalezen/", "read_messages", messages.read_messages, COORDINATORS),
    Door("berichten/versturen/", "send_messages", messages.send_messages, COORDINATORS, POST),
    Door("berichten/brieven/", "letters", messages.show_letters, COORDINATORS),
    Door("berichten/geprint/", "letters_printed", messages.letters_printed, COORDINATORS, POST),
    Door(
        "berichten/<uuid:message_id>/", "close_message", messages.close_message, COORDINATORS, POST
    ),
    Door(
        "berichten/<uuid:message_id>/brief/",
        "message_letter",
        messages.message_letter,
        COORDINATORS,
    ),
    Door(
        "inrichting/netwerk-berichten/",
        "message_hours",
        messages.change_message_hours,
        NETWORK_ADMINS,
        BOTH,
    ),
)
