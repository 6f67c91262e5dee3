"""A second button that puts the sample text of an outcome into the form."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from core.views import RowFormPage
from projects.forms.assessment import sample_message
from projects.models import Opening


class SampleTextPage(RowFormPage):
    """The form has an `outcome` and a `message`. Nothing is saved and nothing complained about."""

    def opening(self) -> Opening:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "sample" in request.POST:
            return self.render_to_response(self.get_context_data(form=self._with_sample()))
        return super().post(request, *args, **kwargs)

    def _with_sample(self) -> Any:
        data = self.request.POST.copy()
        data["message"] = sample_message(self.opening(), data.get("outcome", ""))
        form = self.build_form(data)
        form.forgive()
        return form
