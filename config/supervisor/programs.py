"""The programs of the portal, and how each likes to be treated."""

import os
import re
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.embedded.places import CHECKOUT
from config.embedded.postgres_server import PostgresServer
from config.embedded.redis_server import RedisServer
from config.supervisor.children import Program

# The servers' everyday lines stay in their files; trouble reaches the terminal.
POSTGRES_TROUBLE = re.compile(r"\b(?:WARNING|ERROR|FATAL|PANIC):(?!  the database system is )")
REDIS_TROUBLE = re.compile(r"\b(?:error|fatal|failed|can't)\b", re.IGNORECASE)
WORKER_QUEUES = "urgent,default,bulk"
# Django's checks have just run in `prepare`; each further run costs a second or two.
CELERY = ("-m", "celery", "-q", "--skip-checks", "-A", "config")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one `run` consists of besides the two servers. Tests make smaller ones."""

    host: str
    port: int
    prepare: Program
    services: tuple[Program, ...]  # in the order of starting
    health_paths: tuple[str, ...] = ("/healthz", "/readyz")

    @property
    def address(self) -> str:
        anywhere = self.host in {"127.0.0.1", "0.0.0.0", "localhost"}  # noqa: S104
        return f"http://{'localhost' if anywhere else self.host}:{self.port}"


def portal(host: str, port: int, var: Path) -> Plan:
    env = {"PYTHONUNBUFFERED": "1", "BASE_URL": f"http://localhost:{port}", **os.environ}
    return Plan(
        host,
        port,
        prepare=_python("prepare", "manage.py", "prepare", "--print-sign-ins", env=env),
        services=(_web(host, port, env), _worker(env), _beat(var, env)),
    )


def _python(
    name: str,
    *arguments: str,
    env: Mapping[str, str],
    abrupt_signal: signal.Signals = signal.SIGKILL,
    patience: float = 10,
) -> Program:
    """A program of this environment; by `-m`, because a moved checkout breaks installed scripts."""
    command = [sys.executable, *arguments]
    return Program(name, command, env=env, cwd=CHECKOUT, abrupt_signal=abrupt_signal, patience=patience)


def _web(host: str, port: int, env: Mapping[str, str]) -> Program:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    # Preloading imports the portal once instead of once per worker: seconds at every start.
    server = ("-m", "gunicorn", "config.wsgi:application", "--preload", "--no-control-socket")
    return _python(
        "web",
        *(*server, "--bind", address, "--workers", "2", "--log-level", "warning"),
        env={"STATEMENT_SECONDS": "10", **env},
        abrupt_signal=signal.SIGQUIT,
    )


def _worker(env: Mapping[str, str]) -> Program:
    """Killed outright when there is no time: asked to quit, Celery waits for a Redis that is
    stopping as well. Its tasks may be cut short anywhere; their leases bring them back."""
    as_root = ("-W", "ignore::UserWarning:celery.platforms")  # a local trial may be root's
    quietly = ("--without-mingle", "--without-gossip", "--loglevel", "warning")
    return _python(
        "worker",
        *(*as_root, *CELERY),
        *("worker", "-Q", WORKER_QUEUES, *quietly),
        env=env,
        patience=30,
    )


def _beat(var: Path, env: Mapping[str, str]) -> Program:
    schedule = str(var / "beat-schedule")
    return _python(
        "beat",
        *(*CELERY, "beat", "-s", schedule, "--loglevel", "warning"),
        env=env,
    )


def postgres(server: PostgresServer) -> Program:
    return Program(
        "postgres",
        server.command(),
        env=server.environment(),
        account=server.account,
        stop_signal=signal.SIGINT,  # fast shutdown: sessions are ended, nothing is lost
        abrupt_signal=signal.SIGINT,
        patience=60,
        before_start=server.clear_stale_locks,
        shown=POSTGRES_TROUBLE,
    )


def redis(server: RedisServer) -> Program:
    return Program("redis", server.command(), abrupt_signal=signal.SIGTERM, shown=REDIS_TROUBLE)
