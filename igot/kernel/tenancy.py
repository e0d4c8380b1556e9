"""Which part of the organisation tree the running request, task or command may touch.

Tenant models use `tenant_manager()`: a manager that raises `ScopeError` when no scope is open, and otherwise sees only
rows whose organisation lies in the scope's subtree (treebeard's materialised path is the prefix).
"""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from django_scopes import ScopedManager, ScopeError, get_scope, scope, scopes_disabled

NOWHERE = "!"


class Node(Protocol):
    """Anything with a place in the tree."""

    path: str


def tenant_manager(lookup: str = "organisation__path__startswith") -> Any:
    """The manager of a tenant model; `lookup` leads to the path of the owning organisation."""
    return ScopedManager(organisation=lookup)


def subtree(node: Node | None) -> AbstractContextManager[None]:
    """Open the scope of one organisation and everything below it; of nothing at all for a person without one."""
    return path_scope(node.path if node is not None else NOWHERE)


def path_scope(path: str) -> AbstractContextManager[None]:
    """Open the scope of a path prefix."""
    return scope(organisation=path)


def everywhere() -> AbstractContextManager[None]:
    """No limits. Each use is listed, with its reason, in `tests/architecture/test_tenancy.py`."""
    return scopes_disabled()


def open_path() -> str | None:
    """The path prefix that is open now, if any."""
    return get_scope().get("organisation")


def required_path() -> str:
    """The path prefix that is open now, empty where there are no limits. Raises ScopeError where no scope is open."""
    state = get_scope()
    if not state.get("_enabled", True):
        return ""
    if "organisation" not in state:
        raise ScopeError("no scope is open: which part of the tree may this read?")
    return str(state["organisation"])
