"""My learning: the list, taking a course up, giving it up, and why one is not complete."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses.catalogue.queries import course_for
from courses.learning import queries, services
from courses.learning.access import ON_ITS_WAY, enrolment_to_learn
from courses.learning.forms import WithdrawForm
from courses.learning.presenting import STATES, TONES
from igot.kernel.clock import now
from igot.kernel.errors import NotYet, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate

PER_PAGE = 12


@require_safe
def my_learning(request: HttpRequest) -> HttpResponse:
    """Everything I am enrolled in, the last used first, by state, searchable."""
    text = request.GET.get("q", "").strip()[:100]
    state = request.GET.get("state", "current")
    page = paginate(request, queries.my_learning(request.user, state=state, text=text), PER_PAGE)  # type: ignore[arg-type]
    cards = [(card, TONES[card.enrolment.state]) for card in queries.as_cards(page.object_list)]
    context = {"page": page, "cards": cards, "state": state, "states": STATES, "text": text}
    if not cards and queries.is_on_its_way(request.user):  # type: ignore[arg-type]
        raise NotYet(ON_ITS_WAY, code="on_its_way")
    return render(request, "courses/learning/my_learning.html", context)


@require_POST
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the course up and go to where it begins, or goes on."""
    course = course_for(request.user, slug)  # type: ignore[arg-type]
    enrolment = services.enrol(learner=request.user, course=course, at=now())  # type: ignore[arg-type]
    return redirect("learn", enrolment.public_id)


def learn_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the course up, with a reason."""
    enrolment = enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.withdraw(enrolment=enrolment, reason=form.cleaned_data["reason"], at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(
                    request, _("You have given the course up. What you did is kept; enrol again to go on from there.")
                )
                return redirect("my_learning")
    return render(request, "courses/learning/withdraw.html", {"form": form, "enrolment": enrolment}, status=status)


@require_safe
def why(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Why the course is not complete: each criterion with its evidence and a link."""
    enrolment = enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
    reasons = queries.why_not_complete(enrolment)
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "needed": [reason for reason in reasons if not reason.optional],
        "optional": [reason for reason in reasons if reason.optional],
        "percent": queries.percent(enrolment),
    }
    return render(request, "courses/learning/why.html", context)


@require_POST
def learn_recheck(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Fold my own events anew, and say what that changed."""
    enrolment = enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
    found = services.recheck(enrolment=enrolment, at=now())
    values = {"before": found.before, "after": found.after, "count": found.completed}
    if found.completed or found.after != found.before:
        text = ngettext(
            "Checked again: %(before)s%% before, %(after)s%% now. %(count)s resource was completed by it.",
            "Checked again: %(before)s%% before, %(after)s%% now. %(count)s resources were completed by it.",
            found.completed,
        )
        messages.success(request, text % values)
    else:
        messages.info(
            request,
            _("Checked again: %(before)s%% before, %(after)s%% now. Your own reports say the same as before.") % values,
        )
    return redirect("why", enrolment.public_id)
