"""Celery: named queues, late acknowledgement, limits on every task, the schedule in code."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igot.settings.dev")

QUEUES = ("facts", "mail", "heavy", "beat")

app = Celery("igot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=600,
    task_soft_time_limit=540,
    task_default_queue="facts",
    task_queues=[Queue(name) for name in QUEUES],
    task_create_missing_queues=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # A poke is a courtesy: the sweep finds what is owed, so a request never waits for a broker that is down.
    task_publish_retry=False,
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "socket_keepalive": True,
    },
    timezone="UTC",
    beat_schedule={
        "sweep": {"task": "igot.journal.tasks.sweep", "schedule": 10.0, "options": {"queue": "beat", "expires": 9}},
        "heartbeat": {
            "task": "igot.journal.tasks.heartbeat",
            "schedule": 15.0,
            "options": {"queue": "beat", "expires": 14},
        },
        "expire-attempts": {
            "task": "assessments.attempts.tasks.expire_due",
            "schedule": 60.0,
            "options": {"queue": "beat", "expires": 55},
        },
        "send-mails": {
            "task": "igot.notifications.tasks.send_due",
            "schedule": 30.0,
            "options": {"queue": "mail", "expires": 25},
        },
        "sweep-sheets": {
            "task": "igot.imports.tasks.sweep",
            "schedule": 30.0,
            "options": {"queue": "beat", "expires": 25},
        },
        # One minute after midnight in India.
        "settle-expired": {
            "task": "competencies.evidence.tasks.settle_expired",
            "schedule": crontab(hour=18, minute=31),
            "options": {"queue": "beat", "expires": 3600},
        },
        "sweep-gaps": {
            "task": "competencies.insight.tasks.sweep_gaps",
            "schedule": 20.0,
            "options": {"queue": "beat", "expires": 19},
        },
        # Three minutes after midnight in India: what expired at midnight is settled by then.
        "count-gaps": {
            "task": "competencies.insight.tasks.count_new_day",
            "schedule": crontab(hour=18, minute=33),
            "options": {"queue": "heavy", "expires": 3600},
        },
        # Seven in the morning in India, when it may be read.
        "tell-of-endings": {
            "task": "competencies.evidence.tasks.tell_of_endings",
            "schedule": crontab(hour=1, minute=30),
            "options": {"queue": "beat", "expires": 3600},
        },
        "close-checks": {
            "task": "competencies.evidence.tasks.close_due",
            "schedule": 300.0,
            "options": {"queue": "beat", "expires": 290},
        },
        # Five minutes after midnight in India.
        "count-overdue": {
            "task": "capacity_plans.monitoring.tasks.count_overdue",
            "schedule": crontab(hour=18, minute=35),
            "options": {"queue": "beat", "expires": 3600},
        },
    },
)


@worker_ready.connect
def say_at_once(sender: Any, **kwargs: Any) -> None:
    """A worker that has begun says so, rather than at the schedule's first turn: `/readyz` waits for it."""
    sender.app.send_task("igot.journal.tasks.heartbeat", queue="beat")
