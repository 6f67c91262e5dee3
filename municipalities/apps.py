from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"
    verbose_name = _("自治体")

    def ready(self) -> None:
        from audit import changes
        from municipalities.operations.webhook import announce

        autodiscover_modules("handover")  # each app declares there what a person can hand over
        autodiscover_modules("events")  # and there what other systems may hear of
        changes.listen(announce)
