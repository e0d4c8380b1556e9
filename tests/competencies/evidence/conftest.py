"""A team: a supervisor with six people, an assessor of the department, and one of another ministry."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from competencies.framework.models import Competency
from igot.accounts import services as accounts
from igot.accounts.models import Role
from tests.cast import Cast


@pytest.fixture
def team(cast: Cast, dictionary: dict[str, Competency], now: datetime) -> SimpleNamespace:
    boss = cast.person("boss", cast.dopt)
    peers = [cast.person(f"peer{number}", cast.dopt) for number in range(1, 5)]
    for person in (cast.learner, *peers):
        accounts.set_supervisor(user=person, supervisor=boss, actor=None, at=now)
    return SimpleNamespace(
        boss=boss,
        peers=peers,
        assessor=cast.grant(cast.person("assessor", cast.dopt), Role.ASSESSOR, cast.dopt),
        assessor2=cast.grant(cast.person("assessor2", cast.dopt), Role.ASSESSOR, cast.dopt),
        stranger=cast.grant(cast.person("their_assessor", cast.mof), Role.ASSESSOR, cast.mof),
        noting=dictionary["FUN-001"],
        judgement=dictionary["BEH-001"],
    )
