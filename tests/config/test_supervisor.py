"""The parts of the supervisor and of the embedded servers that need no server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded, env
from config.embedded.accounts import Account
from config.embedded.errors import StartError
from config.embedded.places import redis_socket, socket_dir
from config.embedded.postgres_server import PostgresServer, make_private_folder
from config.supervisor import checks
from config.supervisor.__main__ import main
from config.supervisor.children import Backoff
from config.supervisor.output import LineReader, Output
from config.supervisor.processes import birth, end_orphans, remember
from config.supervisor.programs import POSTGRES_TROUBLE, REDIS_TROUBLE, portal

CHECKOUT = Path(__file__).parents[2]
LONGEST_SOCKET_PATH = 103  # macOS; Linux allows 107


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that works in `tmp_path / "data"` until it is told to end."""
    (tmp_path / "data").mkdir()
    process = subprocess.Popen(["sleep", "60"], cwd=tmp_path / "data", start_new_session=True)
    yield process
    process.kill()
    process.wait()


class TestAddresses:
    def test_they_depend_on_the_run_time_folder_only(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
        monkeypatch.setenv("TMPDIR", "/one")
        first = embedded.database_url(), embedded.redis_url(1)
        monkeypatch.setenv("TMPDIR", "/two")
        assert (embedded.database_url(), embedded.redis_url(1)) == first
        monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "other"))
        assert embedded.database_url() != first[0]

    def test_the_settings_understand_them(self) -> None:
        database = env.database(embedded.database_url())
        assert (database["HOST"], database["USER"], database["NAME"]) == (
            str(socket_dir()),
            "portal",
            "portal",
        )
        broker = env.celery_broker(embedded.redis_url(2))
        assert broker == f"redis+socket://{redis_socket(socket_dir())}?virtual_host=2"

    def test_socket_paths_are_short_enough_for_every_system(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PORTAL_VAR", "/" + "深い/" * 60)
        assert len(os.fsencode(socket_dir() / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH


class TestPrivateFolder:
    def test_nobody_else_may_enter_it(self, tmp_path: Path) -> None:
        folder = tmp_path / "sockets"
        folder.mkdir(mode=0o777)
        make_private_folder(folder, Account())
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_a_link_in_its_place_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "sockets").symlink_to(tmp_path)
        with pytest.raises(StartError, match="belongs to another account"):
            make_private_folder(tmp_path / "sockets", Account())


class TestBackoff:
    def test_the_wait_doubles_up_to_five_seconds(self) -> None:
        backoff = Backoff()
        assert [backoff.after(1) for _ in range(7)] == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]

    def test_half_a_minute_of_health_forgets_the_past(self) -> None:
        backoff = Backoff()
        for _ in range(5):
            backoff.after(29.9)
        assert backoff.after(30) == 0.2


class TestStaleLocks:
    """As PostgreSQL leaves them when it is killed."""

    def server(self, folder: Path) -> PostgresServer:
        data = folder / "data"
        data.mkdir(exist_ok=True)
        (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")  # a number in use again
        (folder / ".s.PGSQL.5432.lock").touch()
        return PostgresServer(data, folder, Account(), Path("/unused"))

    def test_they_are_removed_when_nothing_works_in_the_data_directory(self, tmp_path: Path) -> None:
        self.server(tmp_path).clear_stale_locks()
        assert not (tmp_path / "data" / "postmaster.pid").exists()
        assert not (tmp_path / ".s.PGSQL.5432.lock").exists()

    @pytest.mark.skipif(sys.platform != "linux", reason="looks at the processes' folders")
    def test_they_are_kept_while_a_process_works_there(
        self, tmp_path: Path, sleeper: subprocess.Popen[bytes]
    ) -> None:
        server = self.server(tmp_path)
        with pytest.raises(StartError, match=rf"process {sleeper.pid}\) uses .*; stop it first"):
            server.clear_stale_locks()
        assert (tmp_path / "data" / "postmaster.pid").exists()


class TestOrphans:
    def test_a_recorded_process_is_ended(self, tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
        remember(tmp_path / "run" / "web.pid", sleeper.pid)
        assert end_orphans(tmp_path / "run") == ["web"]
        assert sleeper.wait(5) == -signal.SIGTERM
        assert not (tmp_path / "run" / "web.pid").exists()

    def test_a_stranger_with_the_same_number_is_left_alone(
        self, tmp_path: Path, sleeper: subprocess.Popen[bytes]
    ) -> None:
        (tmp_path / "web.pid").write_text(f"{sleeper.pid} another birth\n")
        assert end_orphans(tmp_path) == []
        assert sleeper.poll() is None
        assert not (tmp_path / "web.pid").exists()

    def test_a_process_that_ended_has_no_birth(self, sleeper: subprocess.Popen[bytes]) -> None:
        assert birth(sleeper.pid)
        sleeper.kill()
        os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)  # it is a zombie now
        assert birth(sleeper.pid) is None


class TestOutput:
    def test_lines_survive_any_cut_and_the_last_needs_no_end(self) -> None:
        lines: list[str] = []
        reader, writer = os.pipe()
        stream = LineReader(reader, lines.append)
        for piece in ("市".encode()[:1], "市".encode()[1:] + b"\r\n\nsecond", b" half\xff"):
            os.write(writer, piece)
            assert stream.read()
        assert not stream.read()
        os.close(writer)
        stream.read()
        assert stream.closed
        assert lines == ["市", "", "second half\ufffd"]

    def test_the_terminal_shows_the_name_and_the_file_keeps_every_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        output = Output(tmp_path)
        output.line("web", "shown")
        output.line("postgres", "kept", shown=False)
        assert capsys.readouterr().out == "web       | shown\n"
        assert (tmp_path / "web.log").read_text() == "shown\n"
        assert (tmp_path / "postgres.log").read_text() == "kept\n"

    def test_a_large_log_file_makes_room(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("config.supervisor.output.LARGEST_LOG", 10)
        output = Output(tmp_path)
        for text in ("first long line", "second"):
            output.line("web", text)
        assert (tmp_path / "web.log").read_text() == "second\n"
        assert (tmp_path / "web.log.1").read_text() == "first long line\n"

    @pytest.mark.parametrize(
        ("pattern", "line", "shown"),
        [
            (POSTGRES_TROUBLE, "2026-01-01 [1] LOG:  checkpoint complete", False),
            (POSTGRES_TROUBLE, "2026-01-01 [1] FATAL:  the database system is starting up", False),
            (POSTGRES_TROUBLE, "2026-01-01 [1] PANIC:  could not write to file: No space left", True),
            (REDIS_TROUBLE, "7:C 01 Jan 2026 # Redis version=6.2.14", False),
            (REDIS_TROUBLE, "7:M 01 Jan 2026 # Error writing to the AOF file", True),
        ],
    )
    def test_servers_only_show_trouble(self, pattern, line: str, shown: bool) -> None:
        assert bool(pattern.search(line)) is shown


class TestChecks:
    def test_a_port_in_use(self) -> None:
        with socket.socket() as busy:
            busy.bind(("127.0.0.1", 0))
            busy.listen()
            port = busy.getsockname()[1]
            with pytest.raises(StartError, match=rf"^port {port} is in use; run `make run PORT=\d+`\.$"):
                checks.port_free("127.0.0.1", port)
        checks.port_free("127.0.0.1", port)

    @pytest.mark.parametrize(
        ("host", "port", "remedy"),
        [("127.0.0.1", 70000, "between 1024 and 65535"), ("192.0.2.1", 8000, "HOST=127.0.0.1")],
    )
    def test_an_impossible_address(self, host: str, port: int, remedy: str) -> None:
        with pytest.raises(StartError, match=remedy):
            checks.port_free(host, port)

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(StartError, match="set PORTAL_VAR"):
            checks.folder_writable(tmp_path / "file" / "var")

    def test_a_full_disk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        usage = shutil.disk_usage(tmp_path)._replace(free=12_000_000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
        with pytest.raises(StartError, match=r"only 12 MB are free .* free at least 500 MB"):
            checks.disk_space(tmp_path)


class TestCommands:
    def test_exec_needs_a_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["exec"]) == 1
        assert "exec -- pytest" in capsys.readouterr().err

    def test_exec_leaves_given_servers_and_the_command_alone(self, tmp_path: Path) -> None:
        given = {**os.environ, "DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://z"}
        script = 'echo "$DATABASE_URL $REDIS_URL $*"; exit 5'
        command = [
            sys.executable,
            "-m",
            "config.supervisor",
            "exec",
            "--",
            "sh",
            "-c",
            script,
            "-",
            "--",
            "-k",
        ]
        done = subprocess.run(command, cwd=CHECKOUT, env=given, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (5, "postgresql://x/y redis://z -- -k\n")

    def test_links_in_mail_lead_to_the_port_in_use(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("BASE_URL", raising=False)
        web = portal("127.0.0.1", 8123, tmp_path).services[0]
        assert web.env is not None
        assert web.env["BASE_URL"] == "http://localhost:8123"

    def test_make_help_lists_the_commands(self) -> None:
        listing = subprocess.run(
            ["make", "-C", str(CHECKOUT), "--no-print-directory", "help"], capture_output=True, text=True
        )
        listed = [line.split()[1] for line in listing.stdout.splitlines()]
        assert {"help", "run", "test", "check", "faults", "reset"} <= set(listed)

    def test_an_old_python_is_refused_in_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "scripts").mkdir()
        shutil.copy(CHECKOUT / "scripts" / "setup", tmp_path / "scripts")
        old = tmp_path / "python3.9"
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
        done = subprocess.run(
            ["sh", str(tmp_path / "scripts" / "setup"), "runtime"],
            env={"PATH": os.environ["PATH"], "PYTHON": str(old)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert done.stderr.startswith("setup: Python 3.11 or newer is needed")
        assert done.stderr.count("\n") == 1
