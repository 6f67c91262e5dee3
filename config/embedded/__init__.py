"""PostgreSQL and Redis from wheels, for machines that have only Python.

The settings use the two addresses below when DATABASE_URL or REDIS_URL is unset;
`config.supervisor` starts the servers behind them. Standard library only, because the settings
import it.
"""

from pathlib import Path
from urllib.parse import quote

from config.embedded.places import redis_socket, socket_dir, var_dir

__all__ = ["database_url", "postgres_bin", "redis_url", "var_dir"]


def database_url(sockets: Path | None = None) -> str:
    return f"postgresql://portal@/portal?host={quote(str(sockets or socket_dir()), safe='')}"


def redis_url(db: int, sockets: Path | None = None) -> str:
    return f"unix://{redis_socket(sockets or socket_dir())}?db={db}"


def postgres_bin() -> str:
    """The folder of the packaged PostgreSQL's programs; empty where the wheel is not installed."""
    from config.embedded.errors import StartError
    from config.embedded.postgres_server import packaged_tree

    try:
        return str(packaged_tree() / "bin")
    except StartError:
        return ""
