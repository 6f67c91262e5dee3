"""`run`: everything on one machine, from an empty folder to a page in the browser."""

import fcntl
import http.client
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.errors import StartError
from config.embedded.home import Home
from config.supervisor import checks, programs
from config.supervisor.loop import StopRequested, Supervisor
from config.supervisor.output import Output
from config.supervisor.processes import end_orphans
from config.supervisor.programs import Plan

SERVER_SECONDS = 300  # PostgreSQL may have to recover from a crash
HEALTH_SECONDS = 60
SLOWEST_ANSWER = 5.0


def run(plan: Plan, var: Path) -> int:
    """Run until Ctrl-C or SIGTERM; returns 0. Raises StartError."""
    checks.folder_writable(var)
    with only_one(var, plan.address):
        supervisor = Supervisor(Output(var / "log"), var / "run")
        for name in end_orphans(var / "run"):
            supervisor.say(f"ended {name}, left over from a run that was killed")
        checks.disk_space(var)
        checks.port_free(plan.host, plan.port)
        try:
            _start(supervisor, plan, Home(var))
            supervisor.run_until_stopped()
        except StopRequested:
            supervisor.say("stopping; Ctrl-C once more hurries")
        finally:
            supervisor.stop(*(program.name for program in plan.services))
            supervisor.stop("redis")
            supervisor.stop("postgres")
            Home(var).remove_sockets()
    return 0


def reset(var: Path) -> int:
    """Delete all data of this checkout. Raises StartError while it is in use."""
    if var.exists():
        with only_one(var, "a reset"):
            end_orphans(var / "run")
            Home(var).delete()
    sys.stdout.write(f"Deleted all data in {var}.\n")
    return 0


@contextmanager
def only_one(var: Path, what: str) -> Iterator[None]:
    """Hold the checkout's lock; it frees itself even when we are killed."""
    with (var / "supervisor.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StartError(
                f"the portal already runs from this folder ({lock.read().strip()}); "
                "use that one, or stop it with Ctrl-C in its terminal."
            ) from None
        lock.truncate(0)
        lock.write(f"{what}, process {os.getpid()}\n")
        lock.flush()
        yield


def _start(supervisor: Supervisor, plan: Plan, home: Home) -> None:
    started = time.monotonic()
    _start_postgres(supervisor, home)
    _start_redis(supervisor, home)
    sign_ins = _prepare(supervisor, plan)
    supervisor.say(f"starting {', '.join(program.name for program in plan.services)}")
    for program in plan.services:
        supervisor.start(program)
    _wait_until_healthy(supervisor, plan)
    supervisor.say(f"ready after {time.monotonic() - started:.1f} s: {plan.address}")
    for line in sign_ins:
        supervisor.say(line)
    supervisor.say("Ctrl-C stops everything")


def _start_postgres(supervisor: Supervisor, home: Home) -> None:
    if os.environ.get("DATABASE_URL"):
        supervisor.say("using the database that DATABASE_URL names")
        return
    supervisor.say("starting PostgreSQL")
    server = home.postgres()
    child = supervisor.start(programs.postgres(server))
    supervisor.wait_for(server.is_ready, child, SERVER_SECONDS)
    server.create_database()


def _start_redis(supervisor: Supervisor, home: Home) -> None:
    if os.environ.get("REDIS_URL"):
        supervisor.say("using the Redis that REDIS_URL names")
        return
    supervisor.say("starting Redis")
    server = home.redis()
    child = supervisor.start(programs.redis(server))
    supervisor.wait_for(server.is_ready, child, SERVER_SECONDS)


def _prepare(supervisor: Supervisor, plan: Plan) -> list[str]:
    """Bring database and files up to date; returns the sign-ins to print at the very end.

    Convention with `manage.py prepare`: progress, one empty line, then the sign-ins.
    """
    sign_ins: list[str] = []
    progress_over = False

    def keep_back(line: str) -> bool:
        nonlocal progress_over
        if progress_over:
            sign_ins.append(line)
        progress_over = progress_over or not line.strip()
        return progress_over

    supervisor.run_once(plan.prepare, keep_back)
    return sign_ins


def _wait_until_healthy(supervisor: Supervisor, plan: Plan) -> None:
    """A portal that stays unhealthy keeps running, so that its log can be read."""
    deadline = time.monotonic() + HEALTH_SECONDS
    for path in plan.health_paths:
        while _status(plan, path) != http.client.OK:
            if time.monotonic() > deadline:
                supervisor.say(f"{path} does not answer 200 yet; the lines above may tell why")
                return
            supervisor.rest(0.2)


def _status(plan: Plan, path: str) -> int:
    """The HTTP status of a page of ours, 0 when nobody answers."""
    host = "127.0.0.1" if plan.host == "0.0.0.0" else plan.host  # noqa: S104
    connection = http.client.HTTPConnection(host, plan.port, timeout=SLOWEST_ANSWER)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{plan.port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
