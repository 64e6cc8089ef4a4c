"""Start Loopplank, back it up, or put a backup back.

    scripts/run.py                    prepare what is needed, then web server and background loop
    scripts/run.py --backup FILE
    scripts/run.py --restore FILE

It is run by `make run`, `make backup` and `make restore`, with the Python of .venv.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError

import backup
import prepare
from options import PROJECT, Options, Stop, read_options
from pace import patient
from processes import die_with_parent

ANSWERS_WITHIN = 30
STOPS_WITHIN = 10
HEALTH = "/gezond/"
WORKERS, THREADS = 2, 2


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--backup", metavar="FILE", help="copy everything to FILE, also while it runs"
    )
    what.add_argument("--restore", metavar="FILE", help="put the copy in FILE back")
    asked = parser.parse_args()
    os.umask(0o077)
    sys.path.insert(0, str(PROJECT / "src"))
    try:
        if asked.backup is not None:
            backup.back_up(_file(asked.backup, "backup"))
        elif asked.restore is not None:
            backup.restore(_file(asked.restore, "restore"))
        else:
            _serve(read_options())
    except Stop as why:
        print(why, file=sys.stderr)
        return 1
    except PermissionError as wrong:
        print(
            f"{wrong.filename} is not yours. Start Loopplank as the user who began with it, or"
            " choose another folder: LOOPPLANK_DATA_DIR=…",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def _file(given: str, target: str) -> Path:
    if not given:
        raise Stop(f"Which file? For example: make {target} FILE=/root/loopplank.tar")
    return Path(given).expanduser().resolve()


def _serve(options: Options) -> None:
    # SIGINT too: whoever starts it in the background of a script has it ignored otherwise
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    begun = time.monotonic()
    prepare.make_folder(options)
    with prepare.hold(options):
        _port_is_free(options)
        code = _get_ready(options)
        children = [_start(options, _web_server(options))]
        try:
            _wait_until_it_answers(options, children)
            _welcome(options, code, time.monotonic() - begun)
            children.append(_start(options, [sys.executable, "manage.py", "loop"]))
            _watch(children)
        finally:
            _end(children)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _get_ready(options: Options) -> str:
    """Make everything ready. Returns the code for the first set-up, or "" when it is done."""
    prepare.django(options)
    from django.db import connections
    from django.db.utils import DatabaseError

    try:
        prepare.translations()
        prepare.database(options)
        prepare.static_files()
        prepare.demo(options)
        code = prepare.setup_code(options)
    except DatabaseError as wrong:
        # the driver's own words name the host or the table, and nobody's data: no row is read here
        raise Stop(f"The database cannot be used: {str(wrong).strip()}") from None
    # nothing that a child would inherit
    connections.close_all()
    return code


# --- children ------------------------------------------------------------------------------------


def _web_server(options: Options) -> list[str]:
    granian = [sys.executable, "-m", "granian", "--interface=wsgi", "--log-level=warning"]
    granian += [f"--host={options.host}", f"--port={options.port}", f"--workers={WORKERS}"]
    granian += [f"--blocking-threads={THREADS}", "--no-ws", "--respawn-failed-workers"]
    granian += [f"--workers-kill-timeout={STOPS_WITHIN - 2}"]
    return [*granian, "loopplank.config.wsgi:application"]


def _start(options: Options, command: list[str]) -> subprocess.Popen[bytes]:
    # a server that starts every day keeps its bytecode, whatever a developer's tools do
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**kept, **options.settings, "PYTHONPATH": str(PROJECT / "src")},
        stdin=subprocess.DEVNULL,
        # a group of its own: Ctrl-C comes to us alone, and we end the whole group
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509  one prctl, no threads
    )


def _port_is_free(options: Options) -> None:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except PermissionError:
            raise Stop(
                f"Port {options.port} is for root only. Try: {options.again(8001)}"
            ) from None
        except OSError:
            other = options.port + 1 if options.port < 65535 else 8001
            raise Stop(
                f"Port {options.port} is taken by another program. Try: {options.again(other)}"
            ) from None


def _wait_until_it_answers(options: Options, children: list[subprocess.Popen[bytes]]) -> None:
    host = options.host if options.host not in {"0.0.0.0", "::"} else "127.0.0.1"
    host = f"[{host}]" if ":" in host else host
    # the proxy in front would say so; without it an https installation redirects
    headers = {"Host": options.origin.split("//")[1], "X-Forwarded-Proto": "https"}
    asking = urllib.request.Request(f"http://{host}:{options.port}{HEALTH}", headers=headers)
    begun = time.monotonic()
    # how slow this machine is gets measured only when it seems to be
    while (taken := time.monotonic() - begun) < ANSWERS_WITHIN or taken < patient(ANSWERS_WITHIN):
        _all_run(children)
        try:
            with urllib.request.urlopen(asking, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise Stop(f"The web server did not answer within {taken:.0f} seconds.")


def _watch(children: list[subprocess.Popen[bytes]]) -> None:
    while True:
        _all_run(children)
        time.sleep(0.5)


def _all_run(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is not None:
            raise Stop(
                f"{' '.join(map(str, child.args[1:4]))} ended by itself with {child.returncode}, so"
                " everything is stopped. What it said is above."
            )


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to end; then kill what is left of its group, its workers too."""
    for child in children:
        _send(child, signal.SIGTERM)
    until = time.monotonic() + STOPS_WITHIN
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        _send(child, signal.SIGKILL)
        child.wait()


def _send(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


# --- what whoever started it reads ----------------------------------------------------------------


def _welcome(options: Options, code: str, seconds: float) -> None:
    from django.urls import reverse

    def address(name: str, *parts: str) -> str:
        return options.origin + reverse(name, args=parts)

    def in_english(name: str) -> str:
        # without the language the address changes nothing, and without a page it leads elsewhere
        return f"{address('language')}?to=en&next={reverse(name)}"

    print(f"\nLoopplank draait: {options.origin}   ({seconds:.1f} s)   Stoppen: Ctrl-C\n")
    if options.mode == "demo":
        from loopplank.access.demo.demo import DEMO_PASSWORD

        print(
            f"  Rondkijken {address('demo')}   met links van vrijwilligers en hulpvragers\n"
            f"  Vragen     {address('start', 'waterstad')}   als iemand die hulp zoekt\n"
            f"  Inloggen   {address('account_login')}   wachtwoord: {DEMO_PASSWORD}\n"
            "             marleen@waterstad.example   coördinator van Buurtkracht Oost\n"
            "             yusuf@waterstad.example     haar achterwacht\n"
            "             ineke@waterstad.example     coördinator van Thuisgenoten\n"
            "\n"
            "  Probeer eerst: log in als Marleen. Open de hulpvraag van mevrouw De Wit. Lees het\n"
            "  advies, neem een besluit en vraag Ria. Alles is verzonnen; er gaat niets uit.\n"
            "\n"
            "English: sign in as marleen@waterstad.example, open the request of Mrs De Wit, weigh\n"
            "the advice and ask Ria. All of it is invented and nothing is sent. In English:\n"
            f"{in_english('account_login')}\n"
            "An empty start for real use: make run DEMO=0\n"
        )
    elif code:
        print(
            f"  Eerste keer: open {address('set_up')} op deze computer.\n"
            f"  De code is:  {code}\n"
            "\n"
            "English: open this address on this machine, and set up with the code.\n"
            f"{in_english('set_up')}\n"
        )
    else:
        print("  Echt gebruik. Reservekopie maken: make backup FILE=…\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
