"""Checkouts of their own, for tests of what somebody starts in one."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUPPORT = ROOT / "script" / "support"
PURPOSES = ("development", "test", "bench")
OF_A_CHECKOUT_ITSELF = {".git", ".venv", "script", "var"}
SECONDS_FOR_A_COMMAND = 300
SECRETS = ("SECRET_KEY", "FACTOR_KEYS")
SET_BY_THE_LAUNCHER = (
    "DATABASE_URL",
    "OWNER_DATABASE_URL",
    "REDIS_URL",
    *SECRETS,
    "ENVIRONMENT",
    "DJANGO_SETTINGS_MODULE",
    "MAIL_FOLDER",
    "PUBLIC_ADDRESS",
)
SHOW_VARIABLES = "import json, os; print(json.dumps(dict(os.environ)))"


class Checkout:
    """A folder with a launcher of its own in it, and beside it the rest of the portal where that is asked for."""

    def __init__(self, folder, *, whole=False):
        self.folder = folder
        shutil.copytree(
            SUPPORT,
            folder / "script" / "support",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        for path in ROOT.iterdir() if whole else ():
            if path.name not in OF_A_CHECKOUT_ITSELF:
                (folder / path.name).symlink_to(path)

    def command(self, action, *arguments, purpose="development"):
        launcher = self.folder / "script" / "support" / "services.py"
        return [sys.executable, str(launcher), action, "--for", purpose, *arguments]

    def environment(self, **variables):
        plain = {name: value for name, value in os.environ.items() if name not in SET_BY_THE_LAUNCHER}
        return {**plain, **variables}

    def call(self, action, *arguments, purpose="development", **variables):
        return subprocess.run(
            self.command(action, *arguments, purpose=purpose),
            env=self.environment(**variables),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            timeout=SECONDS_FOR_A_COMMAND,
        )

    def python(self, program, *arguments, **options):
        done = self.call("run", sys.executable, "-c", program, *arguments, **options)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def variables(self, **options):
        return json.loads(self.python(SHOW_VARIABLES, **options))

    def state(self, purpose="development"):
        return Path(self.call("where", purpose=purpose).stdout.strip())

    def sockets(self):
        return Path(self.variables()["DATABASE_URL"].partition("host=")[2])

    def server_numbers(self):
        state = self.state()
        files = (state / "postgres" / "postmaster.pid", state / "valkey" / "valkey.pid")
        return [int(file.read_text().split("\n", 1)[0]) for file in files]


@contextmanager
def checkout_in_a_private_folder(*, whole=False):
    """Make a checkout in a folder that only this account may enter, with a space in its name."""
    with tempfile.TemporaryDirectory() as parent:
        made = Checkout(Path(parent).resolve() / "a checkout", whole=whole)
        try:
            yield made
        finally:
            for purpose in PURPOSES:
                made.call("erase", purpose=purpose)


def is_alive(number):
    """Tell whether a process still runs; one that only waits to be collected does not."""
    try:
        return bool(Path(f"/proc/{number}/cmdline").read_bytes())
    except OSError:
        return False
