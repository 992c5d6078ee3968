"""The servers that journeys visit: their address, and what they sent to whom."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg


@dataclass
class Servers:
    """Running servers: the site's address, the databases' and the file that sets their clocks."""

    url: str
    database_url: str
    owner_url: str
    clock: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def latest_mail(self, to: str, *, containing: str = "") -> str:
        """Return the newest mail or text message to an address, waiting some seconds for it."""
        for _attempt in range(150):
            rows = self.query(
                'SELECT body FROM channels_demomessage WHERE "to" = %s AND body LIKE %s ORDER BY id DESC LIMIT 1',
                to,
                f"%{containing}%",
            )
            if rows:
                return str(rows[0][0])
            time.sleep(0.1)
        raise AssertionError(f"nothing with “{containing}” was sent to {to}")

    def latest_code(self, to: str) -> str:
        """Return the digits of the newest one-time code sent to an address; each is handed out once."""
        mail = self.latest_mail(to, containing="15 min")
        self.change('DELETE FROM channels_demomessage WHERE "to" = %s AND body = %s', to, mail)
        found = re.search(r"\b\d{6}\b", mail)
        assert found, mail
        return found.group()

    def link_in(self, mail: str) -> str:
        """Return the one link of a mail."""
        (link,) = re.findall(rf"{re.escape(self.url)}/\S+", mail)
        return str(link)

    def query(self, sql: str, *values: object) -> list[Any]:
        """Return rows of the servers' database, for what no page shows."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()

    def change(self, sql: str, *values: object) -> None:
        """Change the database as its owner, for what nobody can do on a page."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            connection.execute(sql, values)

    @contextmanager
    def later(self, passed: timedelta) -> Iterator[None]:
        """Let the servers believe that some time has passed."""
        self.clock.write_text(str(passed.total_seconds()))
        yield
        self.clock.unlink()
