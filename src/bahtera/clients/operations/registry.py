"""An identity check over HTTP: one question, one word of an answer, and whatever else comes is thrown away."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

import orjson

from bahtera.clients.values import Answer, Asked

_LONGEST_ANSWER: Final = 4096
_OK: Final = 200


class HttpIdentityCheck:
    """Asks a gateway of the civil registry: POST of ``nik``, ``nama``, ``tanggal_lahir``; answer ``{"cocok": true}``.

    No redirect is followed, nothing is retried, nothing is logged. Whatever is not exactly an answer, or does not come
    within ``seconds`` for each step, is UNAVAILABLE.
    """

    def __init__(self, address: str, *, token: str, seconds: float) -> None:
        self._address, self._token, self._seconds = urlsplit(address), token, seconds

    def check(self, asked: Asked) -> Answer:
        """Return what the gateway says."""
        try:
            told = self._ask(asked)
        except (OSError, HTTPException, ValueError):
            return Answer.UNAVAILABLE
        if not isinstance(told, dict) or not isinstance(told.get("cocok"), bool):
            return Answer.UNAVAILABLE
        return Answer.MATCH if told["cocok"] else Answer.NO_MATCH

    def _ask(self, asked: Asked) -> object:
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        connection = kind(self._address.hostname or "", self._address.port, timeout=self._seconds)
        question = {
            "nik": asked.nik,
            "nama": asked.name,
            "tanggal_lahir": asked.birth_date.isoformat() if asked.birth_date else None,
        }
        try:
            connection.request(
                "POST",
                self._address.path or "/",
                body=orjson.dumps(question),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
            )
            answer = connection.getresponse()
            body = answer.read(_LONGEST_ANSWER + 1)
            if answer.status != _OK or len(body) > _LONGEST_ANSWER:
                return None
            return orjson.loads(body)
        finally:
            connection.close()
