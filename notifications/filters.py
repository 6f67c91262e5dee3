"""Criteria of the outbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import FilterForm
from notifications.enums import DeliveryStatus


class OutboxFilter(FilterForm):
    status = forms.ChoiceField(label=_("状態"), choices=[("", _("すべて")), *DeliveryStatus.choices])
    q = forms.CharField(
        label=_("宛先"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
