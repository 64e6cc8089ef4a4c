"""A gateway for text messages and a mail server, both on this machine and both made up."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scripts.pace import patient


@dataclass
class Gateway:
    """Takes text messages. `honours_keys`: the second one with the same key is not delivered.

    `answers` are the codes for the next requests, one each; then 200. With `hold` the next request
    to /killed is delivered and not answered: `held` says that it came so far, `let_go` ends it.
    Until then a request to another place takes three seconds, so that something is left to send.
    """

    honours_keys: bool = False
    address: str = ""
    delivered: list[tuple[str, str]] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    answers: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    hold: threading.Event = field(default_factory=threading.Event)
    held: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def numbers(self) -> list[str]:
        """To which numbers something was delivered, in that order."""
        with self.lock:
            return [number for number, _text in self.delivered]

    def take(self, path: str, headers: dict[str, str], body: dict[str, str]) -> int:
        """Deliver one request; gives the code to answer."""
        to_hold = path == "/killed"
        if self.hold.is_set() and not to_hold:
            self.held.wait(3)
        with self.lock:
            self.requests.append({**headers, **body})
            code = self.answers.pop(0) if self.answers else 200
            key = headers["Idempotency-Key"]
            if code == 200 and not (self.honours_keys and key in self.keys):
                self.keys.add(key)
                self.delivered.append((body["to"], body["text"]))
            stops = to_hold and self.hold.is_set()
        if stops:
            self.hold.clear()
            self.held.set()
            self.let_go.wait(patient(60))
        return code


@contextmanager
def gateway(*, honours_keys: bool = False) -> Iterator[Gateway]:
    made = Gateway(honours_keys)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code = made.take(self.path, dict(self.headers), body)
            try:
                self.send_response(code)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:
                pass  # who asked was killed

        def log_message(self, *_args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_args: object) -> None:
            pass  # who asked was killed

    with Server(("127.0.0.1", 0), Handler) as server:
        made.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.let_go.set()
            server.shutdown()
            thread.join(10)


# --- mail -----------------------------------------------------------------------------------------


@dataclass
class MailServer:
    """Takes mail. `refuses` are addresses with the code they get; `cuts` says after how many mails
    it hangs up where it should say that it took one.
    """

    port: int = 0
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)
    cuts: int = 0


@contextmanager
def mail_server() -> Iterator[MailServer]:
    made = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            to = ""
            while line := self.rfile.readline():
                word, _, rest = line.decode().strip().partition(" ")
                if word.upper() in {"EHLO", "HELO"}:
                    self.say("250 here")
                elif word.upper() == "RCPT":
                    to = rest.partition("<")[2].partition(">")[0]
                    self.say(f"{made.refuses.get(to, 250)} so")
                elif word.upper() == "DATA":
                    self.say("354 go on")
                    made.mails.append((to, self._data()))
                    if made.cuts:
                        made.cuts -= 1
                        return
                    self.say("250 taken")
                elif word.upper() == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 so")

        def _data(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        made.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join(10)
