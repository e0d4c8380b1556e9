"""One line of migrations per app: each stands on the one before it, and numbers rise without a gap.

Run as ``python -m igot.local.migrations``.
"""

import re
import sys
from collections.abc import Mapping

FOUNDATIONS = ("journal", "organisations", "accounts", "approvals", "imports", "notifications", "records")
HOUSE = (*FOUNDATIONS, "competencies", "assessments", "courses", "capacity_plans")


def faults(graph: Mapping[tuple[str, str], list[tuple[str, str]]], apps: list[str]) -> list[str]:
    """What is wrong with a graph of (app, name) > what it depends on; empty when the history is one line."""
    found = []
    for app in apps:
        names = sorted(name for label, name in graph if label == app)
        for position, name in enumerate(names, start=1):
            if not re.match(rf"{position:04d}_", name):
                found.append(f"{app}.{name} should have number {position:04d}")
            before = [parent for label, parent in graph[app, name] if label == app]
            expected = [names[position - 2]] if position > 1 else []
            if before != expected:
                found.append(f"{app}.{name} stands on {before or 'nothing'}, not on {expected or 'nothing'}")
    return found


def main() -> int:
    """Print the faults; 1 when there are any."""
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    loader = MigrationLoader(None, ignore_no_migrations=True)
    graph = {key: list(migration.dependencies) for key, migration in loader.disk_migrations.items()}
    apps = [app for app in HOUSE if any(label == app for label, _ in graph)]
    found = faults(graph, apps)
    for line in found:
        print(line, file=sys.stderr)
    print(f"{sum(label in apps for label, _ in graph)} migrations of {len(apps)} apps, one line each")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
