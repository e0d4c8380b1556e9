from django.apps import AppConfig

from igot.kernel.discovery import autodiscover


class JournalConfig(AppConfig):
    name = "igot.journal"
    label = "journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        """Facts find their handlers, approvals and imports their kinds."""
        autodiscover("igot.journal")
