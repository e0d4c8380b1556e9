"""Pages no app owns."""

from django.conf import settings
from django.urls import path

from igot.web import health, operations
from igot.web.views import branding, choices, home, organisations, own, policies

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", choices.language, name="language"),
    path("theme/", choices.theme, name="theme"),
    path("text-size/", choices.text_size, name="text_size"),
    path("kept/", own.kept, name="kept"),
    path("security/", own.security, name="security"),
    path("help/", policies.help_page, name="help"),
    path("accessibility/", policies.accessibility, name="accessibility"),
    path("privacy/", policies.privacy, name="privacy"),
    path("terms/", policies.terms, name="terms"),
    path("copyright/", policies.copyright_page, name="copyright"),
    path("links/", policies.hyperlinking, name="hyperlinking"),
    path("sitemap/", policies.sitemap, name="sitemap"),
    path("contact/", policies.contact, name="contact"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("operations/", operations.operations, name="operations"),
    path("operations/redeliver/", operations.redeliver, name="redeliver"),
    path("operations/mails/", operations.mails_again, name="mails_again"),
    path("o/<slug:slug>/", organisations.organisation_home, name="organisation_home"),
    path("o/<slug:slug>/organisation/", organisations.organisation, name="organisation"),
    path("o/<slug:slug>/organisation/new/", organisations.organisation_new, name="organisation_new"),
    path("o/<slug:slug>/look/", branding.branding_of, name="branding"),
    path("look/<slug:light>-<slug:dark>.css", branding.accent, name="accent"),
    path("look/<str:name>", branding.logo, name="logo"),
    path("emblem/<slug:version>", branding.emblem, name="emblem"),
    path("o/<slug:slug>/designations/", organisations.designations, name="designations"),
    path("o/<slug:slug>/journal/", operations.audit_trail, name="audit_trail"),
]

if settings.DEBUG:
    from igot.web.views import styleguide

    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
