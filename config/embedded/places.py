"""Where the embedded servers keep their files, worked out from the checkout's path alone.

Nothing here depends on a running server or on the shell's environment (apart from PORTAL_VAR), so
that `manage.py shell` in a second terminal finds the servers that `make run` started in the first.
"""

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
# Not TMPDIR or XDG_RUNTIME_DIR: they differ between two terminals of one person, and a unix
# socket's path must stay below 104 bytes (macOS), so it cannot live in a deep checkout either.
SHORT_ROOT = Path("/tmp")  # noqa: S108  (the folders inside are private)


def var_dir() -> Path:
    """Everything the portal writes at run time; PORTAL_VAR moves it out of the checkout."""
    return Path(os.path.realpath(CHECKOUT / (os.environ.get("PORTAL_VAR") or "var")))


def path_digest() -> str:
    """Tells apart the checkouts, and the accounts that run them, on one machine."""
    return hashlib.sha256(b"%d:%s" % (os.geteuid(), os.fsencode(var_dir()))).hexdigest()[:12]


def socket_dir() -> Path:
    return SHORT_ROOT / f"portal-{path_digest()}"


def redis_socket(sockets: Path) -> Path:
    return sockets / "redis.sock"
