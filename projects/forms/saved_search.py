"""Naming a saved search and choosing how soon it tells of news."""

from django import forms

from core.forms import PortalModelForm, VersionedModelForm
from projects.models import SavedSearch


class SavedSearchForm(PortalModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name", "alert"]
        widgets = {"alert": forms.RadioSelect}


class SavedSearchEditForm(VersionedModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name", "alert"]
        widgets = {"alert": forms.RadioSelect}


class SavedViewForm(PortalModelForm):
    """Of activities: there is no news to choose."""

    class Meta:
        model = SavedSearch
        fields = ["name"]


class SavedViewEditForm(VersionedModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name"]
