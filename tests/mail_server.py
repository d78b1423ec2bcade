"""A mail server for tests that kill the worker: it really speaks SMTP, and can take a letter and not say so."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Any


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: list[Message] = []
        self.refused: set[str] = set()
        self.says_so = threading.Event()
        self.says_so.set()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            word = line.decode().strip()
            if word.upper().startswith("QUIT"):
                return self.say("221 bye")
            if word.upper() == "DATA":
                self.take()
            elif any(f"<{address}>" in word for address in self.server.refused):
                self.say("550 no such user")
            else:
                self.say("250 ok")

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken.append(email.message_from_bytes(b"".join(lines)))
        self.server.says_so.wait(60)
        self.say("250 taken")

    def say(self, words: str) -> None:
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:  # whoever wrote is gone
            return


@contextmanager
def mail_server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.says_so.set()
        server.shutdown()
