"""``[limits]`` of the plan: what a scan file may ask of this machine, in figures people use."""

from typing import Annotated

from pydantic import Field

from survey.edited_model import Count, EditedModel
from survey.intake_limits import IntakeLimits

_Limit = Annotated[Count, Field(ge=1)]


class Limits(EditedModel):
    """The limits, of which hardly any plan needs to name one; see ``IntakeLimits``."""

    megapixels: _Limit = 120
    pages: _Limit = 20_000
    file_mb: _Limit = 8_000
    picture_mb: _Limit = 200
    object_depth: Annotated[_Limit, Field(le=499)] = 100
    drawing_seconds: _Limit = 60
    page_seconds: _Limit = 120
    memory_mb: Annotated[_Limit, Field(ge=200)] = 1_500

    @property
    def intake(self) -> IntakeLimits:
        """The same as the intake counts them."""
        return IntakeLimits(
            pixels=self.megapixels * 1_000_000,
            pages=self.pages,
            file_bytes=self.file_mb * 1_000_000,
            picture_bytes=self.picture_mb * 1_000_000,
            object_depth=self.object_depth,
            rasterise_seconds=self.drawing_seconds,
            page_seconds=self.page_seconds,
            memory_bytes=self.memory_mb * 1_000_000,
        )
