"""The peer, django-helpdesk from PyPI: its environment, its database on the same server, and its running server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from bench import databases, servers

HERE = Path(__file__).parent / "helpdesk"
PYTHON = databases.VAR / "helpdesk" / "bin" / "python"


@contextmanager
def helpdesk(tickets: int) -> Iterator[servers.Server]:
    """Run it on a database with so many tickets."""
    _install()
    database = databases.create("helpdesk")
    address = conninfo_to_dict(database.owner)
    environment = {
        **os.environ,
        "PYTHONPATH": str(databases.ROOT),
        "HELPDESK_DATABASE": str(address["dbname"]),
        "HELPDESK_USER": str(address["user"]),
        "HELPDESK_HOST": str(address["host"]),
        "HELPDESK_PORT": str(address["port"]),
    }
    subprocess.run([PYTHON, "-m", "bench.helpdesk.fill", str(tickets)], env=environment, cwd=databases.ROOT, check=True)
    with servers.wsgi("bench.helpdesk.wsgi:application", environment, python=PYTHON) as server:
        yield server


def _install() -> None:
    wanted, installed = HERE / "requirements.txt", databases.VAR / "helpdesk" / "installed.txt"
    if installed.exists() and installed.read_text() == wanted.read_text():
        return
    subprocess.run([sys.executable, "-m", "venv", databases.VAR / "helpdesk"], check=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", wanted], check=True)
    installed.write_text(wanted.read_text())
