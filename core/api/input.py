"""JSON for a form of the pages: the same fields, the same rules, the same spellings.

What is sent becomes what a browser would have sent, so that nothing is validated twice or differently.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core import dates
from core.api.problems import Refusal, error

_ROW = re.compile(r"^row(\d+)-")
OWN = frozenset({"version", "count"})  # carried by If-Match and by the number of lines


def form_data(form: Any, sent: Any, *, version: int | None = None, complete: bool = True) -> QueryDict:
    """`form` is unbound. Without `complete`, what is not sent keeps its present value.

    Raises Refusal for a body that is no object and for names the form does not know.
    """
    if not isinstance(sent, Mapping):
        raise Refusal("bad-request")
    lines: BaseFormSet[Any] | None = getattr(form, "lines", None)
    parts: str | None = getattr(form, "parts", None)
    listed = {lines.prefix} if lines is not None else {parts} if parts is not None else set()
    _refuse_unknown(sent, {*form.fields, *listed} - OWN)
    data = QueryDict(mutable=True)
    for name, field in form.fields.items():
        if name in sent and name not in OWN:
            _put(data, field, form.add_prefix(name), _for_widget(field, sent[name]))
        elif not complete:
            _put(data, field, form.add_prefix(name), form[name].value())
    if lines is not None:
        _put_lines(data, lines, sent.get(lines.prefix), complete=complete)
    if parts is not None:
        _put_rows(data, form, sent.get(parts), complete=complete)
    if "version" in form.fields:
        data["version"] = str(version or form["version"].value())
    return data


def refuse_invalid(form: Any) -> Refusal:
    """Every error of the form and of its lines, by the names that were sent."""
    found = _errors(form)
    if hasattr(form, "parts"):
        for each in found:
            each["field"] = _ROW.sub(rf"{form.parts}[\1].", each["field"])
    lines: BaseFormSet[Any] | None = getattr(form, "lines", None)
    for number, line in enumerate(lines.forms if lines is not None else ()):
        found += _errors(line, f"{lines.prefix}[{number}].")  # type: ignore[union-attr]
    return Refusal("invalid", errors=found)


def _errors(form: Any, prefix: str = "") -> list[dict[str, str]]:
    return [
        error(
            "" if name == NON_FIELD_ERRORS else prefix + name,
            each["code"] or "invalid",
            each["message"],
        )
        for name, each_of in form.errors.get_json_data().items()
        for each in each_of
    ]


def _refuse_unknown(sent: Mapping[str, Any], known: set[str]) -> None:
    unknown = [name for name in sent if name not in known]
    if unknown:
        words = _("この項目は使えません。")
        raise Refusal("invalid", errors=[error(name, "unknown", words) for name in unknown])


def _put_lines(data: QueryDict, lines: "BaseFormSet[Any]", sent: Any, *, complete: bool) -> None:
    if sent is None and not complete:
        sent = [line.initial for line in lines.forms if line.initial]
    rows = _objects(sent, str(lines.prefix))
    data[f"{lines.prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{lines.prefix}-INITIAL_FORMS"] = "0"
    fields = lines.form.base_fields
    for number, row in enumerate(rows):
        _refuse_unknown(row, set(fields))
        for name, value in row.items():
            _put(data, fields[name], f"{lines.prefix}-{number}-{name}", value)


def _put_rows(data: QueryDict, form: Any, sent: Any, *, complete: bool) -> None:
    """What is sent are all the rows there shall be; without any, those there are stay."""
    if sent is None and not complete:
        sent = [row.initial for row in form.rows if row.initial]
    rows = _objects(sent, form.parts)
    fields = form.row_form.base_fields
    data["count"] = str(max(len(rows), len(form.rows)))
    for number, row in enumerate(rows):
        _refuse_unknown(row, {*fields} - {"gone"})
        for name, value in row.items():
            _put(data, fields[name], f"row{number}-{name}", value)
    for number in range(len(rows), len(form.rows)):
        data[f"row{number}-gone"] = "on"


def _objects(sent: Any, name: str) -> list[Any]:
    if sent is not None and not (isinstance(sent, list) and all(isinstance(each, Mapping) for each in sent)):
        message = _("オブジェクトの配列にしてください。")
        raise Refusal("invalid", errors=[error(name, "invalid", message)])
    return sent or []


def _for_widget(field: forms.Field, value: Any) -> Any:
    """From the JSON value to what the field shows in a page."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [_number_of(field, each) for each in value] if isinstance(value, list) else value
    if isinstance(field, forms.ModelChoiceField):
        return _number_of(field, value)
    if isinstance(field.widget, forms.MultiWidget) and isinstance(value, str):
        return _moment(value)
    if isinstance(value, list) and isinstance(field.widget, forms.Textarea):
        return "\n".join(map(str, value))
    return value


def _number_of(field: Any, code: Any) -> Any:
    """Rows are named by their codes; the page's own list of choices decides which exist."""
    rows, model = field.queryset, field.queryset.model
    key = next((name for name in ("code", "slug") if _has(model, name)), None)
    if key is None or code in (None, ""):
        return code
    found = rows.filter(**{key: str(code)}).values_list("pk", flat=True).first()
    return "?" if found is None else found


def _has(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.fields)


def _moment(value: str) -> Any:
    """ISO 8601; without an offset it is Japanese time. What is none is left to the form."""
    try:
        found = parse_datetime(value)
    except ValueError:
        found = None
    if found is None:
        return value
    return found if timezone.is_aware(found) else found.replace(tzinfo=dates.JST)


def _put(data: QueryDict, field: forms.Field, name: str, value: Any) -> None:
    if isinstance(field.widget, forms.MultiWidget):
        widget: Any = field.widget
        parts = widget.decompress(value) if isinstance(value, datetime) else [value or "", ""]
        for suffix, part in zip(widget.widgets_names, parts, strict=True):
            data[name + suffix] = _text(part)
    elif isinstance(field.widget, forms.CheckboxInput):
        if value:
            data[name] = "on"
    elif isinstance(value, list | tuple) or hasattr(value, "all"):
        many = value.all() if hasattr(value, "all") else value
        data.setlist(name, [_text(getattr(each, "pk", each)) for each in many])
    else:
        data[name] = _text(getattr(value, "pk", value))


def _text(value: Any) -> str:
    """Objects and arrays where a single value belongs are shown to the form as they were sent."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
