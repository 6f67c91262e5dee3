"""Celery: queues by urgency, limits, and the beat schedule.

PostgreSQL holds what has to be done; a message carries ids only. Losing every message costs at
most one sweep interval.
"""

from typing import Any

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

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
    "projects.tasks.erase_applications": "bulk",
    "projects.tasks.send_digests": "bulk",
    "advisors.tasks.mend_search": "bulk",
    "projects.tasks.carry_matches": "bulk",
    "projects.tasks.mend_search": "bulk",
    "projects.tasks.tell_matches": "default",
    "projects.tasks.work_on_import": "bulk",
    "projects.tasks.sweep_imports": "bulk",
    "projects.tasks.forget_imports": "bulk",
    "municipalities.tasks.remind_approvers": "bulk",
    "municipalities.tasks.forget_webhooks": "bulk",
    "reports.tasks.forget": "bulk",
    "reports.tasks.mend_search": "bulk",
    "reports.tasks.recount": "bulk",
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
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
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
    "erase applications that led nowhere": {
        "task": "projects.tasks.erase_applications",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 3600},
    },
    "tell of new openings at once": {
        "task": "projects.tasks.alert_at_once",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tell those whom a new opening fits": {
        "task": "projects.tasks.tell_matches",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "gather the matches that were passed over": {
        "task": "projects.tasks.carry_matches",
        "schedule": crontab(hour=8, minute=10, day_of_week="mon"),
        "options": {"expires": 6 * 3600},
    },
    "tell of new openings every morning": {
        "task": "projects.tasks.send_digests",
        "schedule": crontab(hour=8, minute=0),
        "args": ["daily"],
        "options": {"expires": 6 * 3600},
    },
    "tell of new openings every Monday": {
        "task": "projects.tasks.send_digests",
        "schedule": crontab(hour=8, minute=0, day_of_week="mon"),
        "args": ["weekly"],
        "options": {"expires": 6 * 3600},
    },
    "compare the search table with the openings": {
        "task": "projects.tasks.mend_search",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
    "compare the search table with the professionals": {
        "task": "advisors.tasks.mend_search",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
    "compare the search table with the reports": {
        "task": "reports.tasks.mend_search",
        "schedule": crontab(hour=3, minute=35),
        "options": {"expires": 3600},
    },
    "publish openings whose hour has come": {
        "task": "projects.tasks.publish_due_openings",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "release results whose moment has come": {
        "task": "projects.tasks.release_due_results",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "free reserves whose time to wait is over": {
        "task": "projects.tasks.expire_due_reserves",
        "schedule": crontab(hour=9, minute=0),
        "options": {"expires": 6 * 3600},
    },
    "ask what became of advice after the end": {
        "task": "projects.tasks.ask_follow_ups",
        "schedule": crontab(hour=9, minute=10),
        "options": {"expires": 6 * 3600},
    },
    "ask both sides how they find it": {
        "task": "projects.tasks.ask_pulses",
        "schedule": crontab(hour=9, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "remind those who can act of waiting approvals": {
        "task": "municipalities.tasks.remind_approvers",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "hand over what is due today": {
        "task": "municipalities.tasks.execute_due_handovers",
        "schedule": crontab(minute="*/10"),  # at 0:00 first; again in case a taker had to be replaced
        "options": {"expires": 600},
    },
    "expire invitations nobody accepted": {
        "task": "municipalities.tasks.expire_invitations",
        "schedule": crontab(minute=5, hour=0),
        "options": {"expires": 3600},
    },
    "ask administrators for the member check": {
        "task": "municipalities.tasks.ask_for_member_checks",
        "schedule": crontab(minute=0, hour=8),
        "options": {"expires": 3600},
    },
    "send webhooks that are due": {
        "task": "municipalities.tasks.send_webhooks",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "delete settled messages of webhooks": {
        "task": "municipalities.tasks.forget_webhooks",
        "schedule": crontab(hour=3, minute=45),
        "options": {"expires": 3600},
    },
    "go on with files that are read in": {
        "task": "projects.tasks.sweep_imports",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "empty files everybody had time to look at": {
        "task": "projects.tasks.forget_imports",
        "schedule": crontab(hour=3, minute=55),
        "options": {"expires": 3600},
    },
    "make documents that still wait": {
        "task": "reports.tasks.sweep",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "delete documents everybody had time to fetch": {
        "task": "reports.tasks.forget",
        "schedule": crontab(hour=3, minute=50),
        "options": {"expires": 3600},
    },
    "compare the tally with the rows": {
        "task": "reports.tasks.recount",
        "schedule": crontab(hour=4, minute=0),
        "options": {"expires": 3600},
    },
    "forget answers the API keeps for repeated requests": {
        "task": "accounts.tasks.forget_answers",
        "schedule": crontab(hour=3, minute=40),
        "options": {"queue": "bulk", "expires": 3600},
    },
}

# What each line does, in the words of the coordinators' system page.
TASK_TITLES = {
    "notifications.tasks.sweep": _("送信待ちのメールを送る"),
    "notifications.tasks.heartbeat": _("定期処理が動いていることを確かめる"),
    "notifications.tasks.remind": _("期限・会議・記録のもれを知らせる"),
    "notifications.tasks.digest": _("お知らせをまとめて送る"),
    "projects.tasks.close_due_openings": _("期限の過ぎた募集を締め切る"),
    "projects.tasks.publish_due_openings": _("予定の時刻が来た募集を公開する"),
    "projects.tasks.erase_applications": _("保存期間の過ぎた応募を消去する"),
    "projects.tasks.alert_at_once": _("公開されたばかりの募集を、条件を保存した人に知らせる"),
    "projects.tasks.send_digests": _("条件に合う新しい募集をまとめて知らせる"),
    "advisors.tasks.mend_search": _("検索用の表を専門家と比べて直す"),
    "projects.tasks.carry_matches": _("お知らせの上限で見送った募集を、まとめて知らせる"),
    "projects.tasks.tell_matches": _("公開されたばかりの募集を、合う専門家に知らせる"),
    "projects.tasks.mend_search": _("検索用の表を募集と比べて直す"),
    "projects.tasks.release_due_results": _("決めた時刻に、選考の結果を全員に知らせる"),
    "projects.tasks.expire_due_reserves": _("期限の過ぎた補欠の方に知らせる"),
    "projects.tasks.ask_follow_ups": _("終わった活動の提案が、その後どうなったかをたずねる"),
    "projects.tasks.ask_pulses": _("活動の中間と終わりに、両方にふり返りを頼む"),
    "municipalities.tasks.remind_approvers": _("止まっている承認をもう一度知らせる"),
    "municipalities.tasks.execute_due_handovers": _("予定の日が来た引継ぎを行う"),
    "municipalities.tasks.expire_invitations": _("期限の過ぎた招待を終える"),
    "municipalities.tasks.ask_for_member_checks": _("四半期ごとの在籍の確認を頼む"),
    "municipalities.tasks.send_webhooks": _("ほかのシステムに出来事を知らせる（Webhook）"),
    "municipalities.tasks.forget_webhooks": _("30日たったWebhookの記録を消す"),
    "projects.tasks.sweep_imports": _("選ばれたファイルを取り込む"),
    "projects.tasks.forget_imports": _("30日たったファイルを消す"),
    "reports.tasks.sweep": _("頼まれた書類を作る"),
    "reports.tasks.forget": _("30日たった書類を消す"),
    "reports.tasks.mend_search": _("検索用の表を活動報告と比べて直す"),
    "reports.tasks.recount": _("集計を元の記録と比べて直す"),
    "accounts.tasks.forget_answers": _("APIの応答の控えを1日後に消す"),
}
