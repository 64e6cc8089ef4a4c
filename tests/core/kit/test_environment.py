"""The settings: typed, and an unknown or a wrong one is refused with what to write instead."""

from dataclasses import replace
from pathlib import Path

import pytest

from loopplank.config.environment import (
    BadSetting,
    Environment,
    Mail,
    Sms,
    database_settings,
    mail_server,
)


def environment(**values: str) -> Environment:
    return Environment({f"LOOPPLANK_{name}": value for name, value in values.items()})


def test_a_setting_that_nobody_declared_is_refused_by_name() -> None:
    env = Environment({"LOOPPLANK_MODE": "demo", "LOOPPLANK_MODUS": "demo", "HOME": "/"})
    env.choice("MODE", ("demo", "real"), "real", "why")
    with pytest.raises(BadSetting, match=r"LOOPPLANK_MODUS.*no such setting.*LOOPPLANK_MODE"):
        env.refuse_unknown()


def test_declared_settings_and_those_of_others_are_accepted() -> None:
    env = Environment({"LOOPPLANK_MODE": "demo", "PATH": "/bin", "LPTEST_DIR": "x"})
    assert env.choice("MODE", ("demo", "real"), "real", "why") == "demo"
    env.refuse_unknown()


@pytest.mark.parametrize("raw", ["", "   "])
def test_an_empty_setting_is_the_default(raw: str) -> None:
    env = environment(PORT=raw, MODE=raw, NAME=raw)
    assert env.whole("PORT", 8000, "why", least=1, most=65535) == 8000
    assert env.choice("MODE", ("demo", "real"), "real", "why") == "real"
    assert env.text("NAME", "x", "why") == "x"


def test_a_missing_setting_is_the_default() -> None:
    assert environment().path("DATA_DIR", Path("var"), "why") == Path("var")


@pytest.mark.parametrize("raw", ["0", "65536", "-1", "80.5", "80 80", "eighty", "1e3", "²"])
def test_a_number_outside_its_range_is_refused(raw: str) -> None:
    with pytest.raises(BadSetting, match=r"LOOPPLANK_PORT=.*whole number from 1 to 65535"):
        environment(PORT=raw).whole("PORT", 8000, "why", least=1, most=65535)


def test_a_number_is_a_number() -> None:
    assert environment(PORT=" 8080 ").whole("PORT", 1, "why", least=1, most=65535) == 8080


@pytest.mark.parametrize("raw", ["DEMO", "yes", "demo,real"])
def test_a_choice_outside_the_list_is_refused(raw: str) -> None:
    with pytest.raises(BadSetting, match="write one of: demo, real"):
        environment(MODE=raw).choice("MODE", ("demo", "real"), "real", "why")


def test_a_path_becomes_a_full_path() -> None:
    path = environment(DATA_DIR="~/data").path("DATA_DIR", Path("var"), "why")
    assert path.is_absolute()
    assert "~" not in str(path)


@pytest.mark.parametrize(
    ("raw", "origin"),
    [
        ("https://hulp.example.nl", "https://hulp.example.nl"),
        ("https://hulp.example.nl/", "https://hulp.example.nl"),
        ("https://hulp.example.nl:8443", "https://hulp.example.nl:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_origin_is_https_or_this_machine(raw: str, origin: str) -> None:
    assert environment(ORIGIN=raw).origin("ORIGIN", "", "why") == origin


@pytest.mark.parametrize(
    "raw",
    [
        "http://hulp.example.nl",
        "http://localhost.example.nl",
        "hulp.example.nl",
        "ftp://localhost",
        "https://",
        "https://hulp.example.nl/pad",
        "https://hulp.example.nl?vraag=1",
    ],
)
def test_another_origin_is_refused(raw: str) -> None:
    with pytest.raises(BadSetting, match="LOOPPLANK_ORIGIN="):
        environment(ORIGIN=raw).origin("ORIGIN", "", "why")


def test_sqlite_takes_turns_and_survives_a_power_cut() -> None:
    found = database_settings("sqlite:////data/with%20space.sqlite3")
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == "/data/with space.sqlite3"
    options = found["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]
    assert "foreign_keys=ON" in options["init_command"]


def test_postgresql_on_a_host_and_on_a_socket() -> None:
    far = database_settings("postgresql://anna:p%40ss@db.example.nl:5433/loopplank")
    wanted = {"NAME": "loopplank", "USER": "anna", "PASSWORD": "p@ss"}
    assert wanted.items() <= far.items()
    assert (far["HOST"], far["PORT"]) == ("db.example.nl", "5433")
    near = database_settings("postgresql://loopplank_app@/loopplank?host=/run/socket")
    assert (near["HOST"], near["PORT"], near["USER"]) == ("/run/socket", "", "loopplank_app")


@pytest.mark.parametrize("raw", ["mysql://x/y", "postgresql://host", "postgresql:///", "file.db"])
def test_another_database_is_refused(raw: str) -> None:
    with pytest.raises(BadSetting, match="LOOPPLANK_DATABASE_URL="):
        environment(DATABASE_URL=raw).database("DATABASE_URL", "sqlite:////x", "why")


def test_an_error_never_shows_a_password() -> None:
    with pytest.raises(BadSetting, match="LOOPPLANK_DATABASE_URL=") as wrong:
        environment(DATABASE_URL="mysql://anna:geheim@x/y").database(
            "DATABASE_URL", "sqlite:////x", ""
        )
    assert "geheim" not in str(wrong.value)


# --- mail -----------------------------------------------------------------------------------------


def mail(**values: str) -> Mail:
    return environment(**values).mail("MAIL", "why", "MAIL_FROM", "why")


@pytest.mark.parametrize(
    ("raw", "server"),
    [
        ("smtp://localhost", Mail("localhost", 25)),
        ("smtp://[::1]:2525/", Mail("::1", 2525)),
        (
            "smtps://anna:p%40s%2Fs@mail.example.nl",
            Mail("mail.example.nl", 465, "anna", "p@s/s", tls=True),
        ),
        (
            "smtp+starttls://anna%40example.nl:x@mail.example.nl:2587",
            Mail("mail.example.nl", 2587, "anna@example.nl", "x", starttls=True),
        ),
    ],
)
def test_a_mail_server_in_three_kinds(raw: str, server: Mail) -> None:
    assert mail_server(raw) == server
    assert mail(MAIL=raw, MAIL_FROM="hulp@example.nl") == replace(server, sender="hulp@example.nl")


def test_without_a_server_no_mail_leaves() -> None:
    assert not mail().host
    assert not mail(MAIL=" ", MAIL_FROM="hulp@example.nl").host


def test_a_server_needs_an_address_to_write_from() -> None:
    with pytest.raises(BadSetting, match=r"LOOPPLANK_MAIL_FROM: LOOPPLANK_MAIL is set") as wrong:
        mail(MAIL="smtps://anna:geheim@mail.example.nl")
    assert "geheim" not in str(wrong.value)


@pytest.mark.parametrize(
    "raw", ["hulp", "hulp@", "@example.nl", "a b@example.nl", "a@b.nl\nBcc: c@d.nl"]
)
def test_another_address_to_write_from_is_refused(raw: str) -> None:
    with pytest.raises(BadSetting, match="LOOPPLANK_MAIL_FROM="):
        mail(MAIL="smtp://localhost", MAIL_FROM=raw)


@pytest.mark.parametrize(
    "raw",
    [
        "anna:geheim@mail.example.nl",
        "https://anna:geheim@mail.example.nl",
        "smtp://anna:geheim@",
        "smtp://anna:ge/heim@mail.example.nl",
        "smtp://anna:ge#heim@mail.example.nl",
        "smtp://anna:ge?heim@mail.example.nl",
        "smtp://anna:ge[heim@mail.example.nl",
        "smtp://mail.example.nl:geheim",
        "smtp://anna:geheim@mail.example.nl:99999",
        "smtp://anna:geheim@mail.example.nl/inbox",
    ],
)
def test_another_mail_server_is_refused_without_its_password(raw: str) -> None:
    with pytest.raises(BadSetting, match="LOOPPLANK_MAIL=…: write ") as wrong:
        mail(MAIL=raw, MAIL_FROM="hulp@example.nl")
    said = str(wrong.value)
    assert "heim" not in said
    assert "anna" not in said
    assert wrong.value.__suppress_context__


def test_a_password_stands_in_no_picture_of_the_settings() -> None:
    assert "geheim" not in repr(mail_server("smtp://anna:geheim@mail.example.nl"))


# --- text messages --------------------------------------------------------------------------------


def sms(**values: str) -> Sms:
    return environment(**values).sms("SMS", "why", "why", "why")


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("console", Sms("console")),
        ("file:/var/sms", Sms("file", "/var/sms")),
        ("https://sms.example.nl/send", Sms("http", "https://sms.example.nl/send")),
        ("http://127.0.0.1:8899/send", Sms("http", "http://127.0.0.1:8899/send")),
    ],
)
def test_text_messages_go_to_a_gateway_a_file_or_the_screen(raw: str, place: Sms) -> None:
    assert sms(SMS=raw) == place
    found = sms(SMS=raw, SMS_TOKEN="geheim", SMS_KEYS="yes")
    assert (found.token, found.honours_keys) == ("geheim", True)
    assert "geheim" not in repr(found)


def test_without_a_gateway_no_text_message_leaves() -> None:
    assert not sms().kind
    assert not sms(SMS=" ", SMS_TOKEN="geheim").kind


@pytest.mark.parametrize(
    "raw",
    [
        "sms.example.nl",
        "http://sms.example.nl/send",
        "https://anna:geheim@sms.example.nl",
        "https://sms.example.nl/send?token=geheim",
        "https://sms.example.nl:geheim",
        "file:sms",
        "ftp://sms.example.nl",
    ],
)
def test_another_gateway_is_refused_without_its_secret(raw: str) -> None:
    with pytest.raises(BadSetting, match="LOOPPLANK_SMS=…: write console") as wrong:
        sms(SMS=raw)
    assert "geheim" not in str(wrong.value)
