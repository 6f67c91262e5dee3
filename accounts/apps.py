from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("利用者")

    def ready(self) -> None:
        autodiscover_modules("personal_data")  # each app registers what it keeps about people
        autodiscover_modules("api")  # and what an access token may be used for
