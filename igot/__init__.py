"""igot: a learning platform for a civil service. The foundations and the roof."""

from igot.celery import app as celery_app

__all__ = ["celery_app"]
