"""The lasting servers of this checkout: where their data lies and how to delete it.

Usually everything is below var/. When root runs a checkout that PostgreSQL's account cannot enter
(a clone in a private folder), the database lies in a folder of its own under /var/lib and
`var/postgres.location` names that folder; the folder in turn names the checkout it belongs to.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from config.embedded.accounts import Account, postgres_account
from config.embedded.errors import StartError
from config.embedded.places import path_digest, socket_dir
from config.embedded.postgres_server import PostgresServer, make_private_folder, usable_tree
from config.embedded.redis_server import RedisServer

AWAY_ROOTS = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108  (the folder inside is private)
AWAY_PREFIX = "portal-"
OWNER_FILE = "CHECKOUT"


@dataclass(frozen=True, slots=True)
class Home:
    """The run-time folder of one checkout (`var_dir()`)."""

    var: Path

    @property
    def marker(self) -> Path:
        return self.var / "postgres.location"

    def postgres(self) -> PostgresServer:
        """Creates folders and, on the first start, the data. Raises StartError."""
        base = self._postgres_base()
        data = base / "postgres"
        account = postgres_account(data)
        make_private_folder(socket_dir(), account)
        server = PostgresServer(data, socket_dir(), account, usable_tree(account, base))
        server.create_data()
        return server

    def redis(self) -> RedisServer:
        data = self.var / "redis"
        data.mkdir(mode=0o700, exist_ok=True)
        if not socket_dir().exists():
            make_private_folder(socket_dir(), Account())
        return RedisServer(data, socket_dir())

    def remove_sockets(self) -> None:
        """Leave nothing behind in /tmp. The caller has stopped the servers."""
        shutil.rmtree(socket_dir(), ignore_errors=True)

    def _postgres_base(self) -> Path:
        if base := self._away_base():
            return base
        data = self.var / "postgres"
        if postgres_account(data).can_enter(self.var):
            return self.var
        if data.exists():
            raise StartError(
                f"PostgreSQL's account may no longer enter {self.var}; allow it with chmod o+x on "
                "the folders above, or delete the data with `make reset`."
            )
        return self._go_away()

    def _away_base(self) -> Path | None:
        """The folder that the marker names, if it is ours: after a move of the checkout it still
        is, in a copy of the checkout it belongs to the original."""
        if not self.marker.exists():
            return None
        base = Path(self.marker.read_text().strip())
        owner = base / OWNER_FILE
        if base.parent not in AWAY_ROOTS or not owner.exists():
            return None
        recorded = Path(owner.read_text().strip())
        if recorded != self.var and recorded.exists():
            return None
        owner.write_text(f"{self.var}\n")
        return base

    def _go_away(self) -> Path:
        root = next((root for root in AWAY_ROOTS if os.access(root, os.W_OK)), AWAY_ROOTS[-1])
        base = root / f"{AWAY_PREFIX}{path_digest()}"
        base.mkdir(mode=0o711, exist_ok=True)
        base.chmod(0o711)  # whatever the umask says: PostgreSQL's account passes through
        (base / OWNER_FILE).write_text(f"{self.var}\n")
        self.marker.write_text(f"{base}\n")
        return base

    def delete(self) -> None:
        """Delete all data of this checkout. The caller has made sure that nothing runs."""
        try:
            if base := self._away_base():
                shutil.rmtree(base)
            for folder in (socket_dir(), self.var):
                if folder.exists():
                    shutil.rmtree(folder)
        except PermissionError as error:
            raise StartError(f"{error.filename} belongs to another account; use `sudo make reset`.") from None
