from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("お知らせ")

    def ready(self) -> None:
        autodiscover_modules("notices", "reminders")  # each domain app declares its kinds there
