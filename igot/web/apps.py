from django.apps import AppConfig

from igot.kernel.discovery import autodiscover


class WebConfig(AppConfig):
    name = "igot.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Facts find their handlers, approvals and imports their kinds."""
        autodiscover("igot.web")
