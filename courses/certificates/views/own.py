"""The holder's certificates."""

import logging
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.certificates import queries, services
from courses.certificates.access import certificate_to_see
from courses.learning.access import enrolment_to_learn
from igot.kernel.clock import now
from igot.kernel.pages import paginate

logger = logging.getLogger(__name__)
PER_PAGE = 12
SECONDS_UNTIL_RETRY = 5


@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """My certificates, the latest first."""
    text = request.GET.get("q", "").strip()[:100]
    page = paginate(request, queries.certificates_of(request.user, text), PER_PAGE)  # type: ignore[arg-type]
    return render(request, "courses/certificates/certificates.html", {"page": page, "text": text})


@require_safe
def certificate_for(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """The certificate of a course of mine; the reasons, where there is none yet."""
    enrolment = enrolment_to_learn(request.user, enrolment_id)  # type: ignore[arg-type]
    found = queries.certificate_for(enrolment.pk)
    if found is None:
        messages.info(request, _("There is no valid certificate for this course."))
        return redirect("why", enrolment.public_id)
    return redirect("certificate_pdf", found.public_id)


@require_safe
def certificate_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse | FileResponse:
    """The PDF. Where the worker is late, it is drawn now; where that fails, the page says so and asks again by
    itself.
    """
    certificate = certificate_to_see(request.user, public_id)  # type: ignore[arg-type]
    if not certificate.pdf:
        try:
            certificate = services.draw(certificate=certificate, at=now())
        except Exception:
            logger.exception("certificate %s could not be drawn on demand", certificate.serial)
            response = render(
                request, "courses/certificates/being_drawn.html", {"certificate": certificate}, status=202
            )
            response.headers["Refresh"] = str(SECONDS_UNTIL_RETRY)
            return response
    name = f"{certificate.serial}.pdf"
    response_file = FileResponse(
        certificate.pdf.open("rb"),
        filename=name,
        content_type="application/pdf",
        as_attachment="download" in request.GET,
    )
    response_file.headers["Cache-Control"] = "private, no-store"
    return response_file
