"""Which account PostgreSQL runs as: it refuses to run as root, so root lends it another one."""

# ruff: noqa: S603  (every command is put together here, none from outside)

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from config.embedded.errors import StartError

EXISTING_NAMES = ("postgres", "_postgres")  # Debian's and macOS's own
CREATED_NAME = "portal-postgres"


class PopenAccount(TypedDict):
    user: int | None
    group: int | None
    extra_groups: list[int] | None


@dataclass(frozen=True, slots=True)
class Account:
    """An account to switch to; `uid` None means: stay who we are."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> PopenAccount:
        return {
            "user": self.uid,
            "group": self.gid,
            "extra_groups": None if self.uid is None else [],
        }

    def take(self, path: Path) -> None:
        """Make this account the owner of one file or folder."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def can_run(self, *command: str) -> bool:
        """Try the command as this account: the only check that knows ACLs, mounts and parents."""
        try:
            done = subprocess.run(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **self.popen(),
            )
        except OSError:
            return False
        return done.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        return self.can_run("/bin/sh", "-c", 'cd "$1"', "sh", str(folder))


def postgres_account(data: Path) -> Account:
    """The owner of existing data, else ourselves, or as root an unprivileged account.

    May create a system account. Raises StartError when the data belongs to somebody else.
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise StartError(
                f"{data} belongs to another account; run the command as the account that created "
                "it (for root: with sudo), or delete the data with `sudo make reset`."
            )
        return Account()
    entry = pwd.getpwuid(owner) if owner else _unprivileged_entry()
    return Account(entry.pw_uid, entry.pw_gid)


def _unprivileged_entry() -> pwd.struct_passwd:
    for name in (*EXISTING_NAMES, CREATED_NAME):
        if entry := _entry(name):
            return entry
    if shutil.which("useradd"):
        shell = "/usr/sbin/nologin"
        command = ["useradd", "--system", "--no-create-home", "--shell", shell, CREATED_NAME]
        subprocess.run(command, check=False, capture_output=True)
    if entry := _entry(CREATED_NAME) or _entry("nobody"):
        return entry
    raise StartError(
        "PostgreSQL refuses to run as root and no other account exists; "
        "create one with `useradd --system postgres`, or run the command as an ordinary user."
    )


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
