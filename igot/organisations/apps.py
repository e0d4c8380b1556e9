from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "igot.organisations"
    label = "organisations"
    verbose_name = "Organisations"
