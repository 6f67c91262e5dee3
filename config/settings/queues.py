"""Celery: queues by urgency, limits, and the beat schedule.

PostgreSQL holds what has to be done; a message carries ids only. Losing every message costs at
most one sweep interval.
"""

from celery.schedules import crontab

from config import embedded, env

CELERY_BROKER_URL = env.celery_broker(env.text("REDIS_URL", embedded.redis_url(0)))
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the hard time limit: a shorter one runs the same task several times at once.
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A web request must not hang on a dead Redis; the sweeper picks the work up later.
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_BROKER_TRANSPORT_RETRY_POLICY = {"max_retries": 1}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # they are leased and redone
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Tokyo"

# What somebody waits for is urgent; what may take its time must not stand in its way.
_SECONDS = {"urgent": 300, "default": 300, "bulk": 600}
_QUEUE_OF = {
    "notifications.tasks.deliver": "urgent",  # the sender says "default" or "bulk" for the rest
    "notifications.tasks.sweep": "urgent",
    "notifications.tasks.heartbeat": "urgent",
    "notifications.tasks.digest": "bulk",
    "notifications.tasks.remind": "bulk",
}
CELERY_TASK_ROUTES = {task: {"queue": queue} for task, queue in _QUEUE_OF.items()}
CELERY_TASK_ANNOTATIONS = {
    "*": {"time_limit": _SECONDS["default"], "soft_time_limit": _SECONDS["default"] - 30},
    **{
        task: {"time_limit": _SECONDS[queue], "soft_time_limit": _SECONDS[queue] - 30}
        for task, queue in _QUEUE_OF.items()
    },
}

# The one table of everything that runs by the clock (docs/operation.md explains each line).
# A message nobody took before the next one would come is dropped.
CELERY_BEAT_SCHEDULE = {
    "sweep the outbox": {
        "task": "notifications.tasks.sweep",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "prove that beat and a worker are alive": {
        "task": "notifications.tasks.heartbeat",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
    "close openings whose deadline has passed": {
        "task": "projects.tasks.close_due_openings",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Several times a morning: whatever the first run did, the others leave alone.
    "remind of deadlines, meetings and overdue records": {
        "task": "notifications.tasks.remind",
        "schedule": crontab(hour="8-10", minute="0"),
        "options": {"expires": 3000},
    },
    "gather what waited into one mail a person": {
        "task": "notifications.tasks.digest",
        "schedule": crontab(hour="8-10", minute="5,35"),
        "options": {"expires": 1700},
    },
}
