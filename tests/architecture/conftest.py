"""A world in which every address of igot leads somewhere."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt
from assessments.bank.models import Correction, Question
from assessments.corrections.forecast import FIGURES
from assessments.offered.models import OfferedAssessment
from assessments.papers import services as papers
from capacity_plans.plans.models import PlanAssignment
from competencies.framework import services as frac
from competencies.framework.case import services as case
from competencies.framework.case.package import package
from competencies.framework.crosswalk import services as crosswalk
from competencies.framework.models import Competency
from competencies.framework.queries import by_codes
from courses.authoring import services
from courses.authoring.models import Course, Module, Release, Resource
from courses.certificates.models import Certificate
from courses.learning.models import Enrolment
from courses.learning.queries import ATTEMPT_CONTEXT, attempt_context_id
from igot.accounts import services as accounts
from igot.accounts.models import Role, RoleGrant
from igot.imports import services as imports
from igot.kernel.tenancy import everywhere
from igot.notifications.models import Notice
from tests.architecture.access_evidence import keep_books
from tests.architecture.access_positions import order_work
from tests.architecture.people import ROLES
from tests.capacity_plans.conftest import approve, begin, complete, in_force, make_plan
from tests.cast import Cast
from tests.courses.conftest import competency, make_draft, paper, publish, uploads
from tests.imports.conftest import csv_bytes

NATIONAL = {"id": "national", "title": "National framework", "creator": "Commission"}
# One grey point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)

__all__ = [
    "approve",
    "begin",
    "competency",
    "complete",
    "in_force",
    "make_draft",
    "make_plan",
    "paper",
    "publish",
    "uploads",
]


@pytest.fixture
def world(
    cast: Cast,
    now: datetime,
    competency: Competency,
    make_draft: Callable[..., Release],
    publish: Callable[[Release], Course],
    make_plan: Callable[..., Any],
    in_force: Callable[..., Any],
    begin: Callable[..., Enrolment],
    complete: Callable[..., Enrolment],
    drain: Callable[[], int],
) -> SimpleNamespace:
    """DoPT has a plan in force and one in the making; ISTM a course on offer, one in the making and one in review."""
    for person in ROLES:
        getattr(cast, person)
    course = publish(make_draft(title="On offer", assessment=False))
    examined = publish(make_draft(title="With an assessment"))
    draft = make_draft(title="In the making", assessment=False)
    drain()
    plan = in_force(make_plan(course)).plan
    planned = make_plan(course, kind="special")
    request = services.submit_release(release=make_draft(title="In review"), actor=cast.creator, at=now)
    enrolment = complete(cast.learner, course)
    begun = begin(cast.learner, examined)
    drain()
    own: dict[str, Any] = {"actor": cast.creator, "at": now}
    spare = papers.create_paper(organisation=cast.istm, title="Spare", minutes=20, pass_percent=50, **own)
    resource = Resource.objects.get(module__release=examined.current, kind="assessment")
    client, _ = accounts.register_client(
        name="e-HRMS", organisation=cast.dopt, scopes=["plans:read"], client_id="e-hrms", actor=cast.admin, at=now
    )
    grant = accounts.grant_role(
        user=cast.learner2,
        role=Role.PLAN_MANAGER,
        organisation=cast.istm,
        starts_at=now,
        ends_at=now + timedelta(days=3650),
        actor=cast.admin,
        at=now,
    )
    with everywhere():
        attempt = attempts.start(
            learner=cast.learner,
            version=resource.paper,
            context_kind=ATTEMPT_CONTEXT,
            context_id=attempt_context_id(begun, resource.key),
            title="End",
            back_url="/",
            at=now,
        )
        export = imports.ask_export(kind="people", organisation=cast.dopt, actor=cast.admin, at=now)
        file = SimpleUploadedFile("people.csv", csv_bytes([{}]))
        job = imports.upload(kind="people", organisation=cast.dopt, file=file, actor=cast.admin, at=now)
        imports.make_export(export_id=str(export.public_id), at=now)
        found = SimpleNamespace(
            assignment=PlanAssignment.objects.get(learner=cast.learner, course=course),
            attempt=Attempt.objects.get(pk=attempt.pk),
            certificate=Certificate.objects.get(enrolment=enrolment),
            notice=Notice.objects.filter(person=cast.learner).first(),
            request=request,
            draft_module=Module.objects.filter(release=draft).first(),
        )
    author = cast.grant(cast.person("frac_author", cast.dopt), Role.FRAC_AUTHOR, cast.dopt)
    revision = frac.start_revision(
        kind="competency", organisation=cast.dopt, item_id=competency.public_id, actor=author, at=now
    )
    proposal = frac.propose(
        kind="competency",
        organisation=cast.dopt,
        item=by_codes(["BEH-001"])["BEH-001"],
        change="retire",
        reason="Covered elsewhere",
        actor=author,
        at=now,
    )
    frac.publish_release(title="First", notes="", organisation=cast.goi, actor=cast.reviewer, at=now)
    framework = case.keep_as_national(data=NATIONAL, organisation=cast.goi, at=now)
    link = crosswalk.link_competencies(
        competency=competency,
        other=by_codes(["BEH-001"])["BEH-001"],
        relation="related",
        organisation=cast.goi,
        actor=cast.reviewer,
        at=now,
    )
    whole = package(framework)
    with everywhere():
        brought = case.check_package(
            organisation=cast.goi,
            content=json.dumps(whole).encode(),
            file_name="kcm.json",
            actor=cast.platform_admin,
            at=now,
        )
    photo = services.store_asset(organisation=cast.istm, kind="image", file=SimpleUploadedFile("a.png", PNG), **own)
    return SimpleNamespace(
        **vars(found),
        cast=cast,
        competency=competency,
        course=course,
        draft=draft,
        draft_resource=Resource.objects.filter(module__release=draft).first(),
        page=Resource.objects.filter(module__release=course.current, kind="page").first(),
        examined_resource=resource,
        enrolment=enrolment,
        begun=begun,
        plan=plan,
        planned=planned,
        item=planned.items.get(),
        paper=spare,
        question=Question.objects.first(),
        offered=OfferedAssessment.objects.create(
            organisation=cast.istm,
            paper=resource.paper.paper,
            competency=competency,
            level=3,
            slug="by-itself",
            summary="By itself.",
            offered_by=cast.publisher,
            offered_at=now,
        ),
        correction=Correction.objects.create(
            organisation=cast.istm,
            version=Question.objects.first().versions.first(),
            kind="void",
            reason="Two answers are right.",
            report=dict.fromkeys(FIGURES, 0),
            asked_by=cast.creator,
            asked_at=now,
        ),
        client=client,
        grant=RoleGrant.objects.get(pk=grant.pk),
        job=job,
        asset=photo,
        export=export,
        framework=framework,
        revision=revision,
        proposal=proposal,
        link=link,
        case=whole,
        brought=brought,
        book=keep_books(cast, competency, PNG, now),
        work=order_work(cast, competency, now),
    )
