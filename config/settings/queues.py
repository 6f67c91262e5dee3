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
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Tokyo"

# The one table of everything that runs by the clock (docs/operation.md explains each line).
CELERY_BEAT_SCHEDULE = {
    "sweep the outbox": {
        "task": "notifications.tasks.sweep",
        "schedule": 15.0,
        "options": {"queue": "urgent", "expires": 15},
    },
    "prove that beat and a worker are alive": {
        "task": "notifications.tasks.heartbeat",
        "schedule": 10.0,
        "options": {"queue": "urgent", "expires": 30},
    },
    "close openings whose deadline has passed": {
        "task": "projects.tasks.close_due_openings",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
    "erase applications that led nowhere": {
        "task": "projects.tasks.erase_applications",
        "schedule": crontab(hour=3, minute=10),
        "options": {"queue": "bulk", "expires": 3600},
    },
    "tell of new openings at once": {
        "task": "projects.tasks.alert_at_once",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
    "tell of new openings every morning": {
        "task": "projects.tasks.send_digests",
        "schedule": crontab(hour=8, minute=0),
        "args": ["daily"],
        "options": {"queue": "bulk", "expires": 6 * 3600},
    },
    "tell of new openings every Monday": {
        "task": "projects.tasks.send_digests",
        "schedule": crontab(hour=8, minute=0, day_of_week="mon"),
        "args": ["weekly"],
        "options": {"queue": "bulk", "expires": 6 * 3600},
    },
    "compare the search table with the openings": {
        "task": "projects.tasks.mend_search",
        "schedule": crontab(hour=3, minute=20),
        "options": {"queue": "bulk", "expires": 3600},
    },
    "publish openings whose hour has come": {
        "task": "projects.tasks.publish_due_openings",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
    "remind those who can act of waiting approvals": {
        "task": "municipalities.tasks.remind_approvers",
        "schedule": 3600.0,
        "options": {"queue": "bulk", "expires": 3600},
    },
    "hand over what is due today": {
        "task": "municipalities.tasks.execute_due_handovers",
        "schedule": crontab(minute="*/10"),  # at 0:00 first; again in case a taker had to be replaced
        "options": {"queue": "default", "expires": 600},
    },
    "expire invitations nobody accepted": {
        "task": "municipalities.tasks.expire_invitations",
        "schedule": crontab(minute=5, hour=0),
        "options": {"queue": "default", "expires": 3600},
    },
    "ask administrators for the member check": {
        "task": "municipalities.tasks.ask_for_member_checks",
        "schedule": crontab(minute=0, hour=8),
        "options": {"queue": "default", "expires": 3600},
    },
}
