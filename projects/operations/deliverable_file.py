"""Adding a version of a deliverable."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import changes
from core import uploads
from core.errors import DomainError
from core.rows import locked
from projects.models import Deliverable, DeliverableFile
from projects.operations.numbering import next_number

MOST_VERSIONS = 50


@transaction.atomic
def add_file(
    deliverable: Deliverable, *, by: User, at: datetime, file: Any, alt_text: str = "", note: str = ""
) -> DeliverableFile:
    """Raises uploads.Refused for what is not kept, and DomainError for a picture without words.

    The file is written to the storage before the row is committed: when that fails, a file nobody knows
    of remains.
    """
    found = uploads.inspect(file)
    if found.is_image and not alt_text.strip():
        raise DomainError(_("画像の説明を入力してください。画像を見られない人に読み上げられます。"))
    row = locked(deliverable)  # serialises the numbering
    number = next_number(row.files)
    if number > MOST_VERSIONS:
        raise DomainError(_("1つの成果物に預かれるのは50版までです。新しい成果物として登録してください。"))
    return changes.create(
        DeliverableFile,
        by=by,
        at=at,
        deliverable=row,
        municipality=row.municipality,
        number=number,
        file=file,
        name=found.name,
        content_type=found.content_type,
        size_bytes=found.size,
        sha256=found.sha256,
        alt_text=alt_text,
        note=note,
        uploaded_by=by,
        uploaded_at=at,
    )
