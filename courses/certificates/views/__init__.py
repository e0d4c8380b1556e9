"""Pages of certificates: the holder's own, the public's, and those of whoever administers the holder's organisation."""

from courses.certificates.views.administration import certificate_replace, certificate_revoke, certificates_of_people
from courses.certificates.views.own import certificate_for, certificate_pdf, certificates
from courses.certificates.views.public import verify, verify_form

__all__ = [
    "certificate_for",
    "certificate_pdf",
    "certificate_replace",
    "certificate_revoke",
    "certificates",
    "certificates_of_people",
    "verify",
    "verify_form",
]
