from django.apps import AppConfig


class SeedConfig(AppConfig):
    name = "igot.seed"
    label = "seed"
    verbose_name = "Seed"
