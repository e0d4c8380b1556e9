"""Workplace checks: open one, answer one in a minute, see what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.evidence import access, queries, services
from competencies.evidence.forms import AnswersForm, CompetencyForm
from competencies.evidence.models import CheckInvitation, WorkplaceCheck
from competencies.framework import queries as framework
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, NotFound, Refused
from igot.kernel.forms import sent, show_refusal
from igot.kernel.pages import paginate
from igot.kernel.tenancy import subtree


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """What I am asked; the checks about me, and those I have opened."""
    user: Any = request.user
    context = {
        "waiting": queries.waiting_for_answer(user, now()),
        "page": paginate(request, queries.checks_of(user)),
    }
    return render(request, "competencies/evidence/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def check_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open a check about oneself, or about somebody whom one supervises."""
    user: Any = request.user
    person = access.person_to_check(user, public_id)
    form, status = CompetencyForm(sent(request), initial={"competency": request.GET.get("competency", "")}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with subtree(person.organisation):
                    made = services.open_check(
                        learner=person,
                        competency=framework.competency(form.cleaned_data["competency"]),
                        actor=user,
                        at=now(),
                    )
            except Refused as refusal:
                show_refusal(form, refusal)
            except Conflict as conflict:
                form.add_error("competency", str(conflict.message))
            else:
                messages.success(request, _("The check is open for two weeks. Those who see the work are asked."))
                return redirect("check", public_id=made.public_id)
    context = {"person": person, "form": form, "own": person.pk == user.pk}
    return render(request, "competencies/evidence/check_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For whoever is asked, the three questions; for the person and whoever opened it, how far it is and the result."""
    user: Any = request.user
    invitation = queries.invitation_of(user, public_id)
    if invitation is not None and _is_asked(invitation):
        return _answer(request, invitation)
    if request.method == "POST":
        raise Conflict(_("You have answered already, or this check is closed.")) if invitation else NotFound()
    try:
        found: WorkplaceCheck | None = access.check_to_see(user, public_id)
    except NotFound:
        if invitation is None:
            raise
        found = None
    context = {"check": found, "about": found or getattr(invitation, "check_of", None), "invitation": invitation}
    if found is not None and found.result:
        names = queries.level_names(found.competency)
        level = found.result["level"]
        context["level_name"] = names.get(level, "")
        context["questions"] = [
            (text, number, names.get(number, ""))
            for text, number in zip(AnswersForm.QUESTIONS, found.result["questions"], strict=True)
        ]
    return render(request, "competencies/evidence/check.html", context)


def _is_asked(invitation: CheckInvitation) -> bool:
    check_of = invitation.check_of
    return not invitation.has_answered and check_of.state == WorkplaceCheck.State.OPEN and check_of.closes_at > now()


def _answer(request: HttpRequest, invitation: CheckInvitation) -> HttpResponse:
    competency = invitation.check_of.competency
    own = invitation.relation == CheckInvitation.Relation.SELF
    form, status = AnswersForm(sent(request), competency=competency, own=own), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with subtree(invitation.check_of.organisation):
                services.answer_check(invitation=invitation, levels=form.levels(), at=now())
            messages.success(request, _("Thank you. Your answers are kept without your name."))
            return redirect("checks")
    context = {
        "check": invitation.check_of,
        "form": form,
        "invitation": invitation,
        "competency": competency,
        "levels": framework.levels(competency),
    }
    return render(request, "competencies/evidence/check_answer.html", context, status=status)


@require_POST
def check_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a check up that one has opened, or that is about oneself."""
    user: Any = request.user
    found = access.check_to_see(user, public_id)
    with subtree(found.organisation):
        services.cancel_check(check=found, actor=user, at=now())
    messages.success(request, _("The check is given up; its answers are deleted."))
    return redirect("checks")
