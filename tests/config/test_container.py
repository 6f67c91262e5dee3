"""The image and the services: what docker would need is there, and nothing runs as root or unwatched.

No Docker is needed: the files are read, and the portal starts from exactly what the image would hold.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
OURS = [name for name, service in COMPOSE["services"].items() if service.get("image") == "portal"]
COPIED = re.findall(r"^COPY (?!--from)(\S+(?: \S+)*) \S+$", DOCKERFILE, re.MULTILINE)


def _copied() -> list[str]:
    return [name for line in COPIED for name in line.split()]


def test_the_image_runs_as_an_ordinary_user_from_pinned_packages():
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "\nUSER portal\n" in last
    assert "--require-hashes -r requirements.lock" in DOCKERFILE


@pytest.mark.parametrize("name", _copied())
def test_everything_copied_is_there_and_not_ignored(name):
    assert (ROOT / name).exists()
    assert f"!{name}" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def test_every_service_is_watched():
    unwatched = [name for name, service in COMPOSE["services"].items() if "healthcheck" not in service]
    assert unwatched == ["prepare"]  # it ends


@pytest.mark.parametrize("name", OURS)
def test_our_services_wait_and_may_change_nothing(name):
    service = COMPOSE["services"][name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    if name != "prepare":
        wanted = {"prepare": {"condition": "service_completed_successfully"}}
        assert service["depends_on"].items() >= wanted.items()


def test_what_production_requires_is_asked_for():
    production = (ROOT / "config/settings/production.py").read_text(encoding="utf-8")
    required = {*re.findall(r'env\.text\("([A-Z_]+)"\)', production), "ALLOWED_HOSTS", "DATABASE_URL"}
    assert required <= set(COMPOSE["x-portal"]["environment"])
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", yaml.safe_dump(COMPOSE)))
    assert asked == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


def test_the_portal_starts_from_what_the_image_holds(tmp_path):
    """Translations and static files are made while building; afterwards the code is read-only."""
    place = tmp_path / "srv"
    for name in _copied():
        source, target = ROOT / name, place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy2(source, target)
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_VAR": str(tmp_path / "var"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(*arguments: str, **variables: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=place,
            env={**environment, **variables},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("manage.py", "compile_messages")
    run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    assert (tmp_path / "var" / "static" / "staticfiles.json").exists()
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "portal.example.jp",
        "BASE_URL": "https://portal.example.jp",
        "DATABASE_URL": settings.DATABASE_URL,
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": "smtp://127.0.0.1:1",
    }
    code = "from config.wsgi import application; from django.urls import reverse; print(reverse('home'))"
    assert run("-c", code, **production) == "/\n"
