"""The certificates of an organisation's people, for those who administer it: find, revoke, replace."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates import queries, services
from courses.certificates.access import ADMINISTRATORS, certificate_to_end
from courses.certificates.forms import ReasonForm
from courses.certificates.models import Certificate
from igot.accounts.access import acts_for
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


@require_safe
@acts_for(*ADMINISTRATORS)
def certificates_of_people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Every certificate of the people who serve here, searched by number, person or course."""
    text, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    context = {
        "organisation": organisation,
        "page": paginate(request, queries.held_in(organisation, text, state)),
        "text": text,
        "state": state,
        "states": Certificate.State.choices,
        "endable": services.VALID,
    }
    return render(request, "courses/certificates/of_people.html", context)


def _end(
    request: HttpRequest,
    organisation: Organisation,
    public_id: UUID,
    template: str,
    end: Callable[..., Certificate],
    done: str,
) -> HttpResponse:
    certificate = certificate_to_end(organisation, public_id)
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        form, status = ReasonForm(request.POST), 422
        if form.is_valid():
            try:
                end(certificate=certificate, reason=form.cleaned_data["reason"], actor=request.user, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, done % {"serial": certificate.serial})
                return redirect("certificates_of_people", slug=organisation.slug)
    context = {
        "organisation": organisation,
        "certificate": certificate,
        "form": form,
        "can_end": certificate.state in services.VALID,
    }
    return render(request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*ADMINISTRATORS)
def certificate_revoke(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Declare, with a reason, that a certificate holds no longer."""
    done = _("The certificate %(serial)s is revoked. Its holder is told.")
    return _end(request, organisation, public_id, "courses/certificates/revoke.html", services.revoke, done)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*ADMINISTRATORS)
def certificate_replace(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Issue a certificate anew with the names as they are now."""
    done = _("The certificate %(serial)s is replaced by a new one. Its holder is told.")
    return _end(request, organisation, public_id, "courses/certificates/replace.html", services.supersede, done)
