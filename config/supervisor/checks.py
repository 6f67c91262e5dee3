"""What must be true before anything is started; each failure is one sentence with a remedy."""

import errno
import os
import shutil
import socket
import tempfile
from pathlib import Path

from config.embedded.errors import StartError

LEAST_FREE_BYTES = 500_000_000


def folder_writable(folder: Path) -> None:
    """Creates the folder when it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StartError(
            f"{folder} cannot be written ({error.strerror}); use a checkout of your own, or set "
            "PORTAL_VAR to a folder you may write to."
        ) from None


def disk_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise StartError(
            f"only {free // 1_000_000} MB are free on the disk of {folder}; "
            f"free at least {LEAST_FREE_BYTES // 1_000_000} MB."
        )


def port_free(host: str, port: int) -> None:
    if not 0 < port < 65536:
        raise StartError(f"{port} is not a port; choose one between 1024 and 65535.")
    error = _bind_error(host, port)
    if error == errno.EADDRINUSE:
        free = next((p for p in range(port + 1, 65536) if not _bind_error(host, p)), 8000)
        raise StartError(f"port {port} is in use; run `make run PORT={free}`.")
    if error == errno.EACCES:
        raise StartError(f"port {port} needs root; run `make run PORT=8000`.")
    if error:
        raise StartError(
            f"{host} is not an address of this machine ({os.strerror(error)}); run `make run HOST=127.0.0.1`."
        )


def _bind_error(host: str, port: int) -> int:
    """The error number of an attempt to listen, 0 when it works."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
            attempt.listen(1)
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as error:
        return error.errno or errno.EINVAL
    return 0
