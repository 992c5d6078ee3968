"""The operator's knobs: every setting that comes from outside, typed, in one place.

Whatever an agency decides about its work (hours, limits, targets, words) is rows edited at the desk, not a knob here.
docs/operate.md has a line for each.
"""

from dataclasses import dataclass
from pathlib import Path

from environs import Env as Reader


@dataclass(frozen=True, slots=True)
class Env:
    """The knobs with their defaults."""

    database_url: str
    database_owner_url: str
    database_pool_size: int
    secret_key: str
    debug: bool
    demo: bool
    site_url: str
    live_url: str
    allowed_hosts: list[str]
    trusted_proxies: int
    https_only: bool
    default_language: str
    time_zone: str
    email_url: str
    email_from: str
    sms_url: str
    file_store_url: str
    oidc_server_url: str
    oidc_client_id: str
    oidc_client_secret: str
    search_semantic: bool
    log_level: str
    data_folder: Path


def read() -> Env:
    """Return the knobs as the process's environment and an optional `.env` file set them."""
    reader = Reader(prefix="")
    reader.read_env()
    demo = reader.bool("FIRSTPOINT_DEMO", False)
    site_url = reader.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
    return Env(
        database_url=reader.str("DATABASE_URL", ""),
        database_owner_url=reader.str("DATABASE_OWNER_URL", ""),
        database_pool_size=reader.int("DATABASE_POOL_SIZE", 8),
        secret_key=reader.str("SECRET_KEY", ""),
        debug=reader.bool("DEBUG", False),
        demo=demo,
        site_url=site_url,
        live_url=reader.str("LIVE_URL", "http://127.0.0.1:8001").rstrip("/"),
        allowed_hosts=reader.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"]),
        trusted_proxies=reader.int("TRUSTED_PROXIES", 0),
        https_only=reader.bool("HTTPS_ONLY", site_url.startswith("https://")),
        default_language=reader.str("DEFAULT_LANGUAGE", "en"),
        time_zone=reader.str("TIME_ZONE", "America/New_York"),
        email_url=reader.str("EMAIL_URL", "demo:" if demo else "smtp://localhost:25"),
        email_from=reader.str("EMAIL_FROM", "help@aldercounty.example"),
        sms_url=reader.str("SMS_URL", "demo:" if demo else ""),
        file_store_url=reader.str("FILE_STORE_URL", "database:"),
        oidc_server_url=reader.str("OIDC_SERVER_URL", ""),
        oidc_client_id=reader.str("OIDC_CLIENT_ID", ""),
        oidc_client_secret=reader.str("OIDC_CLIENT_SECRET", ""),
        search_semantic=reader.bool("SEARCH_SEMANTIC", True),
        log_level=reader.str("LOG_LEVEL", "INFO"),
        data_folder=Path(reader.str("DATA_FOLDER", "var")).absolute(),
    )
