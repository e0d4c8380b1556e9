from django.apps import AppConfig

from igot.kernel.discovery import autodiscover


class ApprovalsConfig(AppConfig):
    name = "igot.approvals"
    label = "approvals"
    verbose_name = "Approvals"

    def ready(self) -> None:
        """Facts find their handlers, approvals and imports their kinds."""
        autodiscover("igot.approvals")
