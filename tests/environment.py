"""The environment of every test run, set before Django reads its settings.

Without DATABASE_URL the embedded server is started under var/; with it, the same tests run against that PostgreSQL.
"""

import os
from pathlib import Path

from firstpoint.core.database import embedded

ROOT = Path(__file__).resolve().parent.parent

if "DATABASE_URL" not in os.environ:
    addresses = embedded.start(ROOT / "var" / "test-postgres")
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = addresses.application, addresses.owner

os.environ.update(
    SECRET_KEY="a-key-for-tests-alone-0123456789abcdefghijklmnopqrstuvwxyz",
    FIRSTPOINT_DEMO="1",
    DEBUG="0",
    SITE_URL="http://testserver",
    LIVE_URL="http://127.0.0.1:8001",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    DATABASE_POOL_SIZE="4",
    EMAIL_FROM="help@aldercounty.example",
    LOG_LEVEL="WARNING",
    DATA_FOLDER=str(ROOT / "var" / "test"),
)
