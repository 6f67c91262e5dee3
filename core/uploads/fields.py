"""The field of a form that takes a file."""

from typing import Any

from django import forms


class UploadField(forms.FileField):
    """`accept` are the endings that the browser offers. What the file really is, and that it is empty, is said by
    `inspect` in our own words.
    """

    def __init__(self, *, accept: str, **options: Any) -> None:
        widget = forms.FileInput(attrs={"accept": accept})
        super().__init__(max_length=255, allow_empty_file=True, widget=widget, **options)
