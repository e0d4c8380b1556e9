"""Import the modules that register things, room by room, when Django starts."""

import importlib
import pkgutil

REGISTERING = ("facts", "handlers", "kinds", "tasks")


def autodiscover(app: str) -> None:
    """Import `facts`, `handlers`, `kinds` and `tasks` of the app and of each of its rooms, where they exist."""
    package = importlib.import_module(app)
    rooms = [app] + [f"{app}.{module.name}" for module in pkgutil.iter_modules(package.__path__) if module.ispkg]
    for room in rooms:
        present = {module.name for module in pkgutil.iter_modules(importlib.import_module(room).__path__)}
        for name in REGISTERING:
            if name in present:
                importlib.import_module(f"{room}.{name}")
