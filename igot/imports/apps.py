from django.apps import AppConfig

from igot.kernel.discovery import autodiscover


class ImportsConfig(AppConfig):
    name = "igot.imports"
    label = "imports"
    verbose_name = "Imports"

    def ready(self) -> None:
        """Facts find their handlers, approvals and imports their kinds."""
        autodiscover("igot.imports")
