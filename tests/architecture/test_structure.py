"""The house stays as it is drawn."""

import ast
import re
import subprocess
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(settings.BASE_DIR)
# From the ground up; an app's foreign keys point to itself or to apps before it.
FLOORS = [
    "contenttypes",
    "auth",
    "journal",
    "organisations",
    "accounts",
    "notifications",
    "approvals",
    "imports",
    "competencies",
    "assessments",
    "courses",
    "capacity_plans",
]
LONGEST = 400
FORBIDDEN = {"utils", "helpers", "common", "misc"}


def files(*suffixes: str) -> list[Path]:
    """What git tracks or would track, with one of these endings."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name.endswith(suffixes) and (ROOT / name).exists()]


def test_no_file_holds_two_subjects() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in files(".py", ".html", ".js", ".css")
        if "migrations" not in path.parts and (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    ]
    assert not long, long


def test_the_median_file_is_short() -> None:
    lengths = sorted(
        len(path.read_text("utf-8").splitlines()) for path in files(".py") if "migrations" not in path.parts
    )
    assert lengths[len(lengths) // 2] < 100


def test_nothing_is_called_by_a_name_that_says_nothing() -> None:
    assert not [path for path in files(".py") if path.stem in FORBIDDEN]


def test_every_app_says_what_it_is() -> None:
    own = [
        config
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path
    ]
    without = [config.name for config in own if not (Path(config.path) / "README.md").exists()]
    assert not without, without


def doors() -> list[Path]:
    """Views and endpoints: files called views or api, and those in folders called so."""
    parts = {"views", "api"}
    return [
        path
        for path in files(".py")
        if "tests" not in path.parts
        and "kernel" not in path.parts
        and (path.stem in parts or path.parent.name in parts)
    ]


def test_views_and_endpoints_reach_no_table_by_themselves() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in doors()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\.objects\b(?!\.none\(\))", line)
    ]
    assert not guilty, guilty


def test_foreign_keys_point_down_and_leave_no_trace_above() -> None:
    guilty = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.app_label
        if label not in FLOORS:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | ManyToManyField) or field.model is not model:
                continue
            target = field.related_model._meta.app_label
            if target == label:
                continue
            if target not in FLOORS or FLOORS.index(target) > FLOORS.index(label):
                guilty.append(f"{model.__name__}.{field.name} points up to {target}")
            elif not field.remote_field.hidden and target in FLOORS[2:] and label not in {"accounts"}:
                guilty.append(f"{model.__name__}.{field.name} leaves a name on {target}: related_name='+'")
    assert not guilty, guilty


def services() -> list[Path]:
    """The writers: files called services, and those in folders called so."""
    found = [path for path in files(".py") if "tests" not in path.parts]
    return [path for path in found if path.stem == "services" or path.parent.name == "services"]


def test_services_take_names_and_never_a_request() -> None:
    guilty = []
    for path in services():
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            annotations = {ast.unparse(a.annotation) for a in [*node.args.args, *node.args.kwonlyargs] if a.annotation}
            where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            if "HttpRequest" in annotations:
                guilty.append(f"{where} knows a request")
            if len(node.args.args) > 1:
                guilty.append(f"{where} takes positional arguments")
            if not ast.get_docstring(node):
                guilty.append(f"{where} does not say what it does")
    assert not guilty, guilty


def test_no_handler_of_models_signals_hides_anywhere() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in files(".py")
        if "tests" not in path.parts
        and re.search(r"\b(post_save|pre_save|post_delete|pre_delete|m2m_changed)\b", path.read_text("utf-8"))
    ]
    assert not guilty, guilty


def test_templates_carry_no_script_or_style_of_their_own() -> None:
    pattern = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE
    )
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files(".html")
        if path.is_relative_to(ROOT / "templates")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not guilty, guilty


def test_nothing_is_fetched_from_another_host() -> None:
    pattern = re.compile(r"(src|href)=\"(https?:)?//", re.IGNORECASE)
    guilty = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files(".html")
        if path.is_relative_to(ROOT / "templates")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line) and "<a " not in line
    ]
    assert not guilty, guilty
