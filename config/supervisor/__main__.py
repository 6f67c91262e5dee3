"""The command line of the supervisor."""

import argparse
import sys

from config.embedded import var_dir
from config.embedded.errors import StartError
from config.supervisor import programs
from config.supervisor.execute import execute
from config.supervisor.run import reset, run


def main(arguments: list[str]) -> int:
    """Returns the exit code; what stands in the way is told in one sentence."""
    ours, command = _split(arguments)
    options = _parser().parse_args(ours)
    options.command = command
    try:
        return int(options.action(options))
    except StartError as reason:
        sys.stderr.write(f"Cannot {options.name}: {reason}\n")
        return 1
    except KeyboardInterrupt:  # before the supervisor has taken the signal over
        return 130


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Our own words, and the command after the first `--`, which is left exactly as it is."""
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m config.supervisor")
    actions = parser.add_subparsers(dest="name", required=True)
    run = actions.add_parser("run", help="start everything and keep it running")
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=8000)
    run.set_defaults(action=_run)
    reset = actions.add_parser("reset", help="delete all data of this checkout")
    reset.set_defaults(action=_reset)
    execute = actions.add_parser("exec", help="exec -- COMMAND…: with throw-away servers")
    execute.set_defaults(action=_execute)
    return parser


def _run(options: argparse.Namespace) -> int:
    var = var_dir()
    return run(programs.portal(options.host, options.port, var), var)


def _reset(_options: argparse.Namespace) -> int:
    return reset(var_dir())


def _execute(options: argparse.Namespace) -> int:
    if not options.command:
        raise StartError("write the command after two dashes, as in `exec -- pytest -x`.")
    return execute(options.command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
