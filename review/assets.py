"""The style sheet, the script and the sign of the page: three files, known by name."""

from importlib import resources

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.doors import Visit
from survey.language import _

MEDIA_TYPES = {"review.css": "text/css", "review.js": "text/javascript", "box.svg": "image/svg+xml"}


async def show_asset(visit: Visit) -> Response:
    """One of these files."""
    name = visit.place("name")
    if name not in MEDIA_TYPES:
        raise HTTPException(404, _("There is no such page."))
    text = resources.files("review").joinpath("static", name).read_text(encoding="utf-8")
    return Response(text, media_type=MEDIA_TYPES[name])
