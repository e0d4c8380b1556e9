"""The embedded services and the process group behind ``make demo``, ``make journey`` and ``make test``."""
