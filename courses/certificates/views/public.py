"""Anybody may ask whether a certificate holds."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.certificates import queries
from courses.certificates.limits import SECONDS, too_many
from courses.certificates.serials import normalised


@login_not_required
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Type a certificate's number. A mistyped one is told at once, by its check character."""
    typed = request.GET.get("serial", "").strip()[:60]
    if not typed:
        return render(request, "courses/certificates/verify_form.html", {"typed": ""})
    serial = normalised(typed)
    if serial is None:
        context = {
            "typed": typed,
            "wrong": _(
                "This is not a certificate number: a character is missing or mistyped. Compare it with the certificate."
            ),
        }
        return render(request, "courses/certificates/verify_form.html", context, status=422)
    return redirect("verify", serial)


@login_not_required
@require_safe
def verify(request: HttpRequest, serial: str) -> HttpResponse:
    """What is certified, to whom, and whether it holds."""
    known = normalised(serial)
    if known is None:
        context = {
            "typed": serial[:60],
            "wrong": _(
                "This is not a certificate number: a character is missing or mistyped. Compare it with the certificate."
            ),
        }
        return render(request, "courses/certificates/verify_form.html", context, status=404)
    if known != serial:
        return redirect("verify", known)
    if too_many(request):
        response = render(request, "courses/certificates/too_many.html", status=429)
        response.headers["Retry-After"] = str(SECONDS)
        return response
    found = queries.verification(known)
    response = render(
        request, "courses/certificates/verify.html", {"found": found, "serial": known}, status=200 if found else 404
    )
    # The page is public, but no search engine shall list who learnt what.
    response.headers["X-Robots-Tag"] = "noindex"
    return response
