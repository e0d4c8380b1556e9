"""Papers, for those who make and check content."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.bank.access import READERS, WRITERS, may_write_here
from assessments.papers import queries, services
from assessments.papers.access import paper_of
from assessments.papers.forms import Lines, PaperForm, initial_of
from assessments.papers.models import Paper, PaperVersion
from igot.accounts.access import Role, acts_for, may
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


def safe_next(request: HttpRequest) -> str:
    """Where `?next=` leads, if that is a path of ours."""
    target = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return target if is_ours else ""


def address(request: HttpRequest, name: str, organisation: Organisation, paper: Paper) -> str:
    """The address of a paper's page, keeping where the person came from."""
    url = reverse(name, args=[organisation.slug, paper.public_id])
    back = safe_next(request)
    return f"{url}?{urlencode({'next': back})}" if back else url


@acts_for(*READERS)
@require_GET
def paper_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The organisation's papers."""
    text = request.GET.get("q", "")
    context = {
        "organisation": organisation,
        "q": text,
        "page": paginate(request, queries.papers_of(organisation, text=text)),
        "may_write": may(request.user, WRITERS, organisation),  # type: ignore[arg-type]
    }
    return render(request, "assessments/papers/paper_list.html", context)


@once
@acts_for(*WRITERS)
@require_http_methods(["GET", "POST"])
def paper_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Set up a paper; its questions come next."""
    form = PaperForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    if request.method == "POST" and form.is_valid():
        try:
            version = services.create_paper(
                organisation=organisation,
                actor=request.user,  # type: ignore[arg-type]
                at=now(),
                **form.settings(),
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The paper is created. Now add its questions."))
            return redirect(address(request, "paper_edit", organisation, version.paper))
    status = 422 if request.method == "POST" else 200
    context = {"organisation": organisation, "form": form, "next": safe_next(request)}
    return render(request, "assessments/papers/paper_new.html", context, status=status)


@acts_for(*READERS)
@require_http_methods(["GET", "POST"])
def paper_edit(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """A paper's settings and questions; posting it changes the settings."""
    paper = paper_of(organisation, public_id)
    version = queries.newest_version(paper)
    form = PaperForm(request.POST or None, initial=initial_of(version))
    if request.method == "POST":
        may_write_here(request.user, organisation)  # type: ignore[arg-type]
        if form.is_valid():
            try:
                services.change_paper(version=version, changes=form.settings(version), actor=request.user, at=now())  # type: ignore[arg-type]
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The settings are saved."))
                return redirect(address(request, "paper_edit", organisation, paper))
    status = 422 if request.method == "POST" else 200
    return _page(request, organisation, paper, version, form=form, status=status)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    paper: Paper,
    version: PaperVersion,
    *,
    form: PaperForm | None = None,
    lines: Lines | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    sections = list(queries.sections_of(version))
    writes = may(request.user, WRITERS, organisation)  # type: ignore[arg-type]
    context: dict[str, Any] = {
        "organisation": organisation,
        "paper": paper,
        "version": version,
        "form": form or PaperForm(initial=initial_of(version)),
        "lines": lines or Lines(sections),
        "sections": sections,
        "questions": sum(len(section.items.all()) for section in sections),
        "total": sum(item.marks for section in sections for item in section.items.all()),
        "versions": queries.versions_of(paper),
        "may_write": writes,
        "may_offer": may(request.user, (Role.CONTENT_PUBLISHER,), organisation),  # type: ignore[arg-type]
        "may_change": writes and version.state == PaperVersion.State.DRAFT,
        "problem": problem,
        "next": safe_next(request),
    }
    return render(request, "assessments/papers/paper_edit.html", context, status=status)


@acts_for(*WRITERS)
@require_POST
def paper_items(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Save marks, order, sections and removals in one go."""
    paper = paper_of(organisation, public_id)
    version = queries.newest_version(paper)
    lines = Lines(list(queries.sections_of(version)), request.POST)
    problem = _("Please correct what is marked below. Nothing you typed is lost.")
    if lines.is_valid():
        try:
            services.set_sections(version=version, sections=lines.drafts(), actor=request.user, at=now())  # type: ignore[arg-type]
        except Refused as refusal:
            problem = " ".join(str(text) for texts in refusal.fields.values() for text in texts)
        else:
            messages.success(request, _("The questions are saved."))
            return redirect(address(request, "paper_edit", organisation, paper))
    return _page(request, organisation, paper, version, lines=lines, problem=problem, status=422)


@acts_for(*WRITERS)
@require_http_methods(["GET", "POST"])
def paper_publish(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Say what publishing means, then publish."""
    paper = paper_of(organisation, public_id)
    version = queries.newest_version(paper)
    if request.method == "POST":
        try:
            services.publish_paper(version=version, actor=request.user, at=now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The paper is published."))
        return redirect(address(request, "paper_edit", organisation, paper))
    context = {"organisation": organisation, "paper": paper, "version": version, "next": safe_next(request)}
    return render(request, "assessments/papers/paper_publish.html", context)


@acts_for(*WRITERS)
@require_POST
def paper_draft(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Begin the next version of a published paper."""
    paper = paper_of(organisation, public_id)
    version = services.next_draft(paper=paper, actor=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, _("Version %(number)s is a draft you can change.") % {"number": version.number})
    return redirect(address(request, "paper_edit", organisation, paper))


@acts_for(*READERS)
@require_GET
def paper_preview(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """The paper as a learner sees it, without a clock and without keeping anything."""
    paper = paper_of(organisation, public_id)
    version = queries.newest_version(paper)
    context = {
        "organisation": organisation,
        "paper": paper,
        "version": version,
        "questions": queries.as_shown(version),
        "next": safe_next(request),
    }
    return render(request, "assessments/papers/paper_preview.html", context)
