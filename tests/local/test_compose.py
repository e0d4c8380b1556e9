"""The images and the composition cannot be run here: what they name must exist in the project."""

import importlib.util
import json
import re
import shlex
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from igot.celery import QUEUES
from igot.local.configuration import variables
from igot.local.places import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
IGNORED = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line]
INSTRUCTIONS = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if re.match(r"[A-Z]+ ", line)]


def _commands() -> list[list[str]]:
    found = [json.loads(rest) for word, rest in INSTRUCTIONS if word == "CMD"]
    found += [service["command"] for name, service in SERVICES.items() if name in OURS and "command" in service]
    for word, rest in INSTRUCTIONS:
        if word == "RUN":
            found += [shlex.split(part) for part in rest.split("&&") if "manage.py" in part]
    return found


def test_all_the_parts_are_there():
    assert set(SERVICES) == {"postgres", "valkey", "migrate", "web", "worker", "beat", "front"}


@pytest.mark.parametrize("name", ["postgres", "valkey", "web", "worker", "beat", "front"])
def test_every_lasting_part_has_a_health_check_and_restarts(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_every_command_exists_in_the_project():
    commands = _commands()
    assert len(commands) >= 5
    for command in commands:
        program, *rest = command
        if program == "python":
            assert rest[0] == "manage.py"
            assert (ROOT / rest[0]).exists()
            assert rest[1] in get_commands()
        elif program == "gunicorn":
            module, _, name = rest[0].partition(":")
            assert importlib.util.find_spec(module) is not None
            assert name == "application"
        else:
            assert program == "celery"
            assert rest[:2] == ["-A", "igot"]
            assert rest[2] in {"worker", "beat"}


def test_the_worker_listens_to_every_queue():
    command = SERVICES["worker"]["command"]
    assert set(command[command.index("-Q") + 1].split(",")) == set(QUEUES)


def test_every_setting_is_one_that_production_reads():
    known = {each["name"] for each in variables()} | {"DJANGO_SETTINGS_MODULE"}
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= known, name


def test_every_setting_that_production_requires_is_given():
    required = {each["name"] for each in variables() if each["required"]}
    for name in OURS:
        assert required <= set(SERVICES[name]["environment"]), name


def test_the_build_gives_every_setting_that_production_requires():
    command = next(rest for word, rest in INSTRUCTIONS if word == "RUN" and "collectstatic" in rest)
    given = set(re.findall(r"([A-Z_]+)=", command))
    assert {each["name"] for each in variables() if each["required"]} <= given


def test_the_settings_module_exists():
    named = {SERVICES[name]["environment"]["DJANGO_SETTINGS_MODULE"] for name in OURS}
    named |= set(re.findall(r"DJANGO_SETTINGS_MODULE=(\S+)", DOCKERFILE))
    for module in named:
        assert importlib.util.find_spec(module) is not None, module


def test_no_secret_has_a_default():
    secret = re.compile(r"KEY|PASSWORD|TOKEN")
    text = (ROOT / "docker-compose.yml").read_text()
    for name, how in re.findall(r"\$\{([A-Z_]+)([^}]*)\}", text):
        if secret.search(name):
            # Either its absence stops everything, or empty means that the thing is off.
            assert how.startswith(":?") or how == ":-", f"{name}{how}"
    assert not re.search(r"(?i)(secret_key|password|token)\s*[:=]\s*['\"]?[a-z0-9]{6,}", DOCKERFILE)


def test_every_file_the_image_copies_exists_and_reaches_the_build():
    for word, rest in INSTRUCTIONS:
        if word != "COPY" or "--from" in rest:
            continue
        *sources, _ = rest.split()
        for source in sources:
            assert (ROOT / source).exists(), source
            assert not any(fnmatch(source, pattern) for pattern in IGNORED), source


def test_every_stage_that_is_copied_from_or_targeted_exists():
    stages = set(re.findall(r" AS (\w+)", DOCKERFILE))
    assert set(re.findall(r"--from=(\w+)", DOCKERFILE)) <= stages
    assert {service["build"]["target"] for service in SERVICES.values() if "build" in service} <= stages


def test_the_images_do_not_run_as_root():
    for stage in ("app", "front"):
        body = DOCKERFILE.split(f" AS {stage}\n")[1].split("\nFROM ")[0]
        assert re.search(r"^USER (?!root)\w+", body, re.MULTILINE)


def test_the_final_image_holds_no_npm_and_no_tests():
    body = DOCKERFILE.split(" AS app\n")[1].split("\nFROM ")[0]
    assert "npm" not in body
    assert "--from=libraries" not in body
    assert {"tests", "igot/local", "var", ".git", ".venv"} <= set(IGNORED)


def test_nobody_reaches_an_upload_through_the_front():
    mounts = {volume.partition(":")[0] for volume in SERVICES["front"]["volumes"]}
    assert "media" not in mounts
    assert "media" not in (ROOT / "docker" / "Caddyfile").read_text().replace("# ", "")


def test_only_the_front_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["front"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["valkey"]["networks"] == ["inside"]


def test_the_volumes_that_are_mounted_are_declared():
    used = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_the_front_passes_requests_to_the_web_server_by_its_name_and_port():
    upstream = re.search(r"reverse_proxy (\w+):(\d+)", (ROOT / "docker" / "Caddyfile").read_text())
    assert upstream is not None
    assert upstream[1] in SERVICES
    assert f"0.0.0.0:{upstream[2]}" in DOCKERFILE
