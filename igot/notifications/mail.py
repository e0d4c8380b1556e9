"""Write a notice as a mail, in the reader's language: plain text, and the same as simple HTML."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from igot.notifications.kinds import KINDS
from igot.notifications.models import Notice


def message_for(notice: Notice) -> EmailMultiAlternatives:
    """The mail that tells this notice. Its Message-ID is the notice's, so that a mail program shows it once."""
    kind, person = KINDS[notice.kind], notice.person
    with translation.override(person.language):
        title = " ".join(kind.title_for(notice.values).split())
        context = {
            "language": translation.get_language(),
            "name": person.display_name,
            "title": title,
            "body": kind.body_for(notice.values),
            "link": urljoin(settings.SITE_ORIGIN, notice.link) if notice.link else "",
            "settings_link": urljoin(settings.SITE_ORIGIN, "/notices/settings/"),
            "owner": translation.gettext(settings.SITE_OWNER),
        }
        text = render_to_string("notifications/mail.txt", context)
        html = render_to_string("notifications/mail.html", context)
    domain = urlsplit(settings.SITE_ORIGIN).hostname
    message = EmailMultiAlternatives(
        title,
        text,
        to=[person.email],
        headers={"Message-ID": f"<{notice.public_id}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    return message
