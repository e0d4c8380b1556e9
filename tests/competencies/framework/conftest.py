"""An author, a technical reviewer and the Commission; and a wording on its way."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from competencies.framework import services
from competencies.framework.models import Competency, Revision
from igot.accounts.access import Role
from igot.approvals import services as approvals
from igot.approvals.models import Request
from igot.kernel.tenancy import subtree
from tests.cast import Cast


@pytest.fixture
def fracers(cast: Cast) -> SimpleNamespace:
    """Those who FRAC: two authors of DoPT, a technical reviewer, the Commission's reviewer, and an author elsewhere."""
    return SimpleNamespace(
        author=cast.grant(cast.person("frac_author", cast.dopt), Role.FRAC_AUTHOR, cast.dopt),
        author2=cast.grant(cast.person("frac_author2", cast.dopt), Role.FRAC_AUTHOR, cast.dopt),
        technical=cast.grant(cast.person("frac_technical", cast.cbc), Role.FRAC_REVIEWER, cast.goi),
        board=cast.reviewer,
        elsewhere=cast.grant(cast.person("frac_elsewhere", cast.exp), Role.FRAC_AUTHOR, cast.exp),
    )


@pytest.fixture
def written(cast: Cast, fracers: SimpleNamespace, now: datetime) -> Callable[..., Revision]:
    """Begin a wording of an item, with some of its content written otherwise."""

    def begin(item: Competency | None = None, **changes: Any) -> Revision:
        with subtree(cast.dopt):
            revision = services.start_revision(
                kind="competency",
                organisation=cast.dopt,
                item_id=item.public_id if item is not None else None,
                actor=fracers.author,
                at=now,
            )
            if not changes:
                return revision
            content = {**deepcopy(revision.content), **changes}
            return services.write(revision=revision, content=content, reason="Clearer", actor=fracers.author, at=now)

    return begin


@pytest.fixture
def submitted(written: Callable[..., Revision], cast: Cast, fracers: SimpleNamespace, now: datetime) -> Callable:
    """Submit a wording; gives the request that waits for its reviewers."""

    def submit(item: Competency | None = None, **changes: Any) -> Request:
        with subtree(cast.dopt):
            revision = services.submit(revision=written(item, **changes), actor=fracers.author, at=now)
            return Request.objects.get(subject_id=revision.public_id, state="pending")

    return submit


@pytest.fixture
def approved(submitted: Callable, fracers: SimpleNamespace, now: datetime) -> Callable[..., None]:
    """Take a wording all the way."""

    def approve(item: Competency | None = None, **changes: Any) -> None:
        request = submitted(item, **changes)
        approvals.approve(request=request, actor=fracers.technical, at=now)
        approvals.approve(request=request, actor=fracers.board, at=now)

    return approve
