from django.apps import AppConfig

from igot.kernel.discovery import autodiscover


class NotificationsConfig(AppConfig):
    name = "igot.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Facts find their handlers, approvals and imports their kinds."""
        autodiscover("igot.notifications")
