"""`python -m config.probe web|worker|beat`: ends with 0 when that process of this machine is well.

For the health checks of containers, which have no curl. The web process is asked itself; worker and
beat leave heartbeats in the database.
"""

import os
import sys
import urllib.request

HEADERS = {"X-Forwarded-Proto": "https"}  # or production answers with a redirect


def web() -> bool:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").partition(",")[0].strip()
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={**HEADERS, "Host": host})
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        return bool(answer.status == 200)


def heartbeat(name: str) -> bool:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    django.setup()
    from config.health import heartbeat_of

    return heartbeat_of(name) == "ok"


if __name__ == "__main__":
    wanted = sys.argv[1]
    sys.exit(0 if (web() if wanted == "web" else heartbeat(wanted)) else 1)
