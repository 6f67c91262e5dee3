"""Whatever is killed, the portal comes back, nothing is orphaned and no committed row is lost."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from config.embedded import database_url
from config.supervisor.processes import birth

pytestmark = pytest.mark.fault

CHECKOUT = Path(__file__).parents[2]
STAND_IN = Path(__file__).with_name("supervised_stand_in.py")
SERVERS = ("postgres", "redis")
SERVICES = ("web", "worker", "beat")
PATIENCE = 20  # seconds; every wait below ends as soon as its condition holds


def eventually(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"still not true: {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """One stand-in `run` in a process of its own."""

    def __init__(self, var: Path, *extras: str) -> None:
        self.var = var
        self.port = free_port()
        self._older_log = self._whole_log()
        self.process = subprocess.Popen(
            [sys.executable, str(STAND_IN), str(self.port), *extras],
            env=environment(var),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _whole_log(self) -> str:
        path = self.var / "log" / "portal.log"
        return path.read_text() if path.exists() else ""

    @property
    def log(self) -> str:
        """What this run said, without the runs before it."""
        return self._whole_log().removeprefix(self._older_log)

    def wait_until_ready(self) -> None:
        eventually(lambda: "Ctrl-C stops everything" in self.log, f"ready:\n{self.log}")

    def pid(self, name: str) -> int | None:
        try:
            return int((self.var / "run" / f"{name}.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):  # not running, or just being written
            return None

    def pids(self) -> dict[str, int | None]:
        return {name: self.pid(name) for name in (*SERVERS, *SERVICES)}

    def web_answers(self) -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", self.port)) == 0

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(self._database_url())
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def database_answers(self) -> bool:
        try:
            return self.sql("SELECT 1") == [(1,)]
        except psycopg2.OperationalError:
            return False

    def _database_url(self) -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PORTAL_VAR", str(self.var))
            return database_url()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def environment(var: Path) -> dict[str, str]:
    outside = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    return {**outside, "PORTAL_VAR": str(var)}


@contextmanager
def started(var: Path, *extras: str) -> Iterator[Running]:
    running = Running(var, *extras)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


def reset(var: Path) -> str:
    command = [sys.executable, "-m", "config.supervisor", "reset"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment(var), capture_output=True, text=True)
    return done.stdout + done.stderr


@contextmanager
def run_time_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's account may enter, unlike pytest's own when root runs the tests."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder / "var"
    reset(folder / "var")
    shutil.rmtree(folder)


@pytest.fixture
def var() -> Iterator[Path]:
    with run_time_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """Shared by the tests that leave it running; one of its programs fails for ever."""
    with run_time_folder() as folder, started(folder, "broken") as process:
        yield process


def test_every_killed_process_comes_back_and_disturbs_no_other(running: Running) -> None:
    running.sql("CREATE TABLE kept AS SELECT 7 AS number")
    for name in (*SERVERS, *SERVICES):
        before = running.pids()
        os.kill(before[name] or 0, signal.SIGKILL)
        eventually(lambda: running.pid(name) not in {None, before[name]}, f"{name} restarted")  # noqa: B023
        assert f"{name} ended (killed by SIGKILL); starting it again in 0.2 s" in running.log
        others = {other: pid for other, pid in running.pids().items() if other != name}
        assert others == {other: pid for other, pid in before.items() if other != name}
    eventually(running.web_answers, "web answers on its old port")
    eventually(running.database_answers, "the database has recovered")
    assert running.sql("SELECT number FROM kept") == [(7,)]


def test_a_program_that_always_fails_is_retried_ever_more_slowly_and_alone(running: Running) -> None:
    pattern = r"broken ended \(exit code 3\); starting it again in ([\d.]+) s"
    before = running.pids()
    eventually(lambda: len(re.findall(pattern, running.log)) >= 4, "four failures of `broken`")
    assert re.findall(pattern, running.log)[:4] == ["0.2", "0.4", "0.8", "1.6"]
    assert running.pids() == before


def test_a_killed_supervisor_leaves_no_process_and_no_damage(var: Path) -> None:
    with started(var) as first:
        first.sql("CREATE TABLE kept AS SELECT 7 AS number")
        orphans = [pid for pid in first.pids().values() if pid]
        first.process.kill()
        if sys.platform == "linux":  # elsewhere the next start ends them
            eventually(lambda: not any(map(birth, orphans)), "children ended with their supervisor")
    with started(var) as second:
        assert not any(map(birth, orphans))
        assert second.sql("SELECT number FROM kept") == [(7,)]


def test_lock_files_of_a_server_killed_with_its_supervisor_do_not_block(var: Path) -> None:
    with started(var) as first:
        first.sql("CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(first.pid("postgres") or 0, signal.SIGSTOP)  # so that it cannot tidy up
        postgres = first.pid("postgres") or 0
        first.process.kill()
        os.kill(postgres, signal.SIGKILL)
    with started(var) as second:
        assert second.sql("SELECT number FROM kept") == [(7,)]


def test_ctrl_c_stops_everything_in_order_after_the_present_work(var: Path) -> None:
    with started(var) as running:
        children = [pid for pid in running.pids().values() if pid]
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(PATIENCE) == 0
    stopped = re.findall(r"^(\w+) stopped$", running.log, re.MULTILINE)
    assert set(stopped[:3]) == set(SERVICES)
    assert stopped[3:] == ["redis", "postgres"]
    assert "finished my task" in (var / "log" / "worker.log").read_text()
    assert not any(map(birth, children))


def test_a_second_ctrl_c_ends_what_refuses_to_stop(var: Path) -> None:
    with started(var, "stubborn") as running:
        running.process.send_signal(signal.SIGINT)
        willing = {f"{name} stopped" for name in SERVICES}
        eventually(lambda: willing <= set(running.log.splitlines()), "the willing have stopped")
        assert not re.search("(stubborn|redis) stopped", running.log)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(PATIENCE) == 0
        assert running.log.endswith("hurrying\nstubborn stopped\nredis stopped\npostgres stopped\n")


def test_a_second_run_is_refused_in_one_sentence_and_changes_nothing(running: Running) -> None:
    before = running.pids()
    command = [sys.executable, str(STAND_IN), str(free_port())]
    again = subprocess.run(command, env=environment(running.var), capture_output=True, text=True)
    assert (again.returncode, again.stderr) == (1, "")
    address = f"http://localhost:{running.port}, process {running.process.pid}"
    assert again.stdout == (
        f"the portal already runs from this folder ({address}); "
        "use that one, or stop it with Ctrl-C in its terminal.\n"
    )
    assert "already runs" in reset(running.var)
    assert running.pids() == before
    assert running.sql("SELECT 1") == [(1,)]


def test_a_busy_port_is_refused_with_a_free_one_named(var: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        command = [sys.executable, str(STAND_IN), str(port)]
        done = subprocess.run(command, env=environment(var), capture_output=True, text=True)
    assert done.returncode == 1
    assert re.fullmatch(rf"port {port} is in use; run `make run PORT=\d+`\.\n", done.stdout)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another account")
def test_root_may_run_from_a_folder_only_root_can_enter(var: Path) -> None:
    var.parent.chmod(0o700)
    with started(var) as running:
        running.sql("CREATE TABLE kept AS SELECT 7 AS number")
        away = Path((var / "postgres.location").read_text().strip())
        assert (away / "postgres").is_dir()
    with started(var) as again:
        assert again.sql("SELECT number FROM kept") == [(7,)]
    assert "Deleted all data" in reset(var)
    assert not away.exists()


# ---- exec ----

SHOW_SERVERS = (
    "import os, psycopg2, redis, sys\n"
    "connection = psycopg2.connect(os.environ['DATABASE_URL'])\n"
    "assert redis.Redis.from_url(os.environ['REDIS_URL']).ping()\n"
    "print(os.environ['DATABASE_URL'], flush=True)\n"
    "sys.stdin.read()\n"
    "sys.exit(7)\n"
)


def execute(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "config.supervisor", "exec", "--", *command],
        cwd=CHECKOUT,
        env=environment(CHECKOUT / "var"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def socket_folder(url: str) -> Path:
    return Path(url.strip().split("host=")[1].replace("%2F", "/"))


def test_commands_executed_at_once_have_servers_of_their_own_that_vanish() -> None:
    both = [execute(sys.executable, "-c", SHOW_SERVERS) for _ in range(2)]
    urls = [process.stdout.readline() for process in both if process.stdout]
    assert len(set(urls)) == 2
    assert all(socket_folder(url).is_dir() for url in urls)
    for process in both:
        process.communicate("")
        assert process.returncode == 7
    assert not any(socket_folder(url).exists() for url in urls)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a signal at the parent's death")
def test_killing_exec_ends_its_servers_and_its_command() -> None:
    with execute(sys.executable, "-c", SHOW_SERVERS) as process:
        folder = socket_folder(process.stdout.readline() if process.stdout else "").parent
        records = (folder / "run").glob("*.pid")
        servers = [int(record.read_text().split()[0]) for record in records]
        assert len(servers) == 2
        process.kill()
    eventually(lambda: not any(map(birth, servers)), "servers ended")
    shutil.rmtree(folder)
