"""A `run` with the real PostgreSQL, Redis and supervisor, but tiny web, worker and beat programs.

Started as a script by test_supervisor_faults: `supervised_stand_in.py PORT [broken] [stubborn]`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from config.embedded import var_dir
from config.embedded.errors import StartError
from config.supervisor.children import Program
from config.supervisor.programs import Plan
from config.supervisor.run import run

# Like gunicorn: a second process shares the listening socket, outlives a killed first one, and goes
# by itself when nobody is left above it.
WEB = """
import http.server, os, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words):
        pass
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page)
os.fork()
server.service_actions = lambda: os.getppid() == 1 and os._exit(0)
server.serve_forever()
"""
WORKER = 'trap "echo finished my task; exit 0" TERM; while :; do sleep 0.05; done'
STUBBORN = 'trap "" TERM INT; echo stubborn is up; while :; do sleep 0.05; done'
BROKEN = "echo cannot work; exit 3"
PREPARE = "echo migrating; echo; echo 'staff@city.example / a-password'"


EXTRAS = {"broken": BROKEN, "stubborn": STUBBORN}


def main(port: int, *extras: str) -> int:
    shell = {"worker": WORKER, "beat": WORKER, **{name: EXTRAS[name] for name in extras}}
    plan = Plan(
        "127.0.0.1",
        port,
        prepare=Program("prepare", ["sh", "-c", PREPARE]),
        services=(
            Program("web", [sys.executable, "-c", WEB, str(port)]),
            *(Program(name, ["sh", "-c", script], patience=60) for name, script in shell.items()),
        ),
    )
    try:
        return run(plan, var_dir())
    except StartError as reason:
        sys.stdout.write(f"{reason}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]))
