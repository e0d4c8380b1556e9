from django.apps import AppConfig

from igot.kernel.discovery import autodiscover


class CapacityPlansConfig(AppConfig):
    name = "capacity_plans"
    label = "capacity_plans"
    verbose_name = "Capacity plans"

    def ready(self) -> None:
        """Facts find their handlers, approvals and imports their kinds."""
        autodiscover("capacity_plans")
