import importlib

from django.apps import AppConfig

from igot.kernel.discovery import autodiscover


class AccountsConfig(AppConfig):
    name = "igot.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Facts find their handlers, approvals and imports their kinds."""
        autodiscover("igot.accounts")
        for name in ("receivers", "schema"):
            importlib.import_module(f"igot.accounts.{name}")
