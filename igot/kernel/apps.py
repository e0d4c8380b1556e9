from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "igot.kernel"
    label = "kernel"
    verbose_name = "Kernel"
