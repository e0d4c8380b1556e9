"""Pages of certificates: the holder's own, and the public's."""

from courses.certificates.views.own import certificate_for, certificate_pdf, certificates
from courses.certificates.views.public import verify, verify_form

__all__ = ["certificate_for", "certificate_pdf", "certificates", "verify", "verify_form"]
