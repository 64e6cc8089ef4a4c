"""Signing in, links and the own account."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, path

from loopplank.web.account.views import (
    account,
    ask_week_link,
    invitation,
    kept_form,
    link_entry,
    own_safety,
    passwords,
    security_log,
    sign_in,
)
from loopplank.web.kit.doors import BOTH, EVERYBODY, MEMBERS, NETWORK_ADMINS, POST, Door

DOORS: tuple[Door, ...] = (
    Door("l/<str:token>", "link", link_entry.open_link, EVERYBODY),
    Door("vrijwilliger/", "ask_week_link", ask_week_link.ask_week_link, EVERYBODY, BOTH),
    Door("vrijwilliger/gevraagd/", "asked_week_link", ask_week_link.asked_week_link, EVERYBODY),
    Door("taal/", "language", account.switch_language, EVERYBODY, BOTH),
    Door("uitnodiging/", "accept_invitation", invitation.accept_invitation, EVERYBODY, BOTH),
    Door("wachtwoord-vergeten/", "ask_password", passwords.ask_password, EVERYBODY, BOTH),
    Door("wachtwoord-vergeten/gevraagd/", "asked_password", passwords.asked_password, EVERYBODY),
    Door("nieuw-wachtwoord/", "new_password", passwords.new_password, EVERYBODY, BOTH),
    Door("tweede-stap-houden/", "keep_second_step", own_safety.keep_second_step, EVERYBODY, BOTH),
    Door("mijn-account/ingelogd/", "own_sessions", own_safety.show_sessions, MEMBERS, BOTH),
    Door(
        "mijn-account/tweede-stap-houden/",
        "keep_own_second_step",
        own_safety.keep_own_second_step,
        MEMBERS,
        POST,
    ),
    Door("mijn-account/", "account", account.show_account, MEMBERS, BOTH),
    Door("netwerk/logboek/", "security_log", security_log.show_security_log, NETWORK_ADMINS),
    Door("nog-niet-verstuurd/", "kept_form", kept_form.show_kept_form, MEMBERS, BOTH),
    Door("sessie/", "session_left", kept_form.session_left, MEMBERS, POST),
    Door("wissel/", "choose_membership", account.choose_membership, MEMBERS, BOTH, pinned=False),
)

# Pages of the sign-in library, which are no doors of ours; the table of doors lists them too. They
# are named one by one: no page for signing up or for changing an address, and a new password by
# mail is a page of ours.
PATTERNS: list[URLPattern] = [
    path("inloggen/", sign_in.Login.as_view(), name="account_login"),
    path("uitloggen/", account_views.logout, name="account_logout"),
    path("inloggen/gesloten/", account_views.account_inactive, name="account_inactive"),
    path("inloggen/bevestigen/", account_views.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/", passwords.ChangePassword.as_view(), name="account_change_password"),
    path("inloggen/code/", mfa.authenticate, name="mfa_authenticate"),
    path("inloggen/bevestigen/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "inloggen/bevestigen/sleutel/",
        keys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("tweede-stap/", sign_in.Overview.as_view(), name="mfa_index"),
    path("tweede-stap/app/", sign_in.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("tweede-stap/app/uit/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tweede-stap/sleutels/", sign_in.to_overview, name="mfa_list_webauthn"),
    path("tweede-stap/sleutels/nieuw/", sign_in.AddKey.as_view(), name="mfa_add_webauthn"),
    path("tweede-stap/sleutels/<int:pk>/naam/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("tweede-stap/sleutels/<int:pk>/weg/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path(
        "tweede-stap/noodcodes/",
        sign_in.RecoveryCodes.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "tweede-stap/noodcodes/nieuw/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "tweede-stap/noodcodes/bestand/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
