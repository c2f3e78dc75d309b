"""The code a kader scans so that ODK Collect knows the server and the token."""

import base64
import io
import zlib

import orjson
import segno

from bahtera.surveys.values import SettingsQr

_SCALE = 6


def settings_qr(*, base_url: str, secret: str, project_name: str) -> SettingsQr:
    """Return Collect's settings as JSON, as the text inside the code, and as a PNG.

    ``base_url`` is the site's address without a slash at its end. The token is the credential: show the
    code to one person and let it be revoked. Anything not named in the settings returns to Collect's default.
    """
    settings = {
        "general": {
            "server_url": f"{base_url}/v1/key/{secret}/projects/1",
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": project_name, "icon": project_name[:1].upper() or "B", "color": "#0b5563"},
    }
    text = base64.b64encode(zlib.compress(orjson.dumps(settings))).decode()
    picture = io.BytesIO()
    segno.make(text, error="l", micro=False).save(picture, kind="png", scale=_SCALE, border=4)
    return SettingsQr(settings=settings, text=text, png=picture.getvalue())
