from django.apps import AppConfig

from igot.kernel.discovery import autodiscover


class CompetenciesConfig(AppConfig):
    name = "competencies"
    label = "competencies"
    verbose_name = "Competencies"

    def ready(self) -> None:
        """Facts find their handlers, approvals and imports their kinds."""
        autodiscover("competencies")
