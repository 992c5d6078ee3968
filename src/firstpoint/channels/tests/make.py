"""A mail server for tests that answers every recipient with the code it is told to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def a_mail_server(answer_to_recipients: str) -> Iterator[int]:
    """Serve on a port of the loopback until the block ends; yields the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, answer_to_recipients), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def _serve(server: socket.socket, answer_to_recipients: str) -> None:
    while True:
        try:
            client, _address = server.accept()
        except OSError:
            return
        with client, client.makefile("rwb") as lines:
            lines.write(b"220 mail.example\r\n")
            lines.flush()
            for line in lines:
                word = line[:4].upper()
                answer = {b"RCPT": answer_to_recipients, b"DATA": "354 go on", b"QUIT": "221 bye"}.get(word, "250 ok")
                lines.write(answer.encode() + b"\r\n")
                lines.flush()
                if word == b"DATA":
                    while next(lines) != b".\r\n":
                        pass
                    lines.write(b"250 kept\r\n")
                    lines.flush()
