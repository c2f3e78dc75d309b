"""What a phone seals of the private part of a visit (sintetis): the same sizes whatever is in it."""

import base64

import orjson

from bahtera.confided import api as confided
from bahtera.foundation.sealing import exchange

SILENT = {"format": 1, "call": False}
CALL = {
    "format": 1,
    "call": True,
    "agreed": True,
    "village": "63.02.05.2001",
    "name": "Bunga (sintetis)",
    "contact": "0812-0000-0000",
    "ways": ["wa"],
    "times": ["pagi"],
    "never": "Jangan telepon malam",
    "words": "Tolong hubungi saya",
}


def answers_box(**answers):
    data = orjson.dumps({"format": 1, "answers": answers})
    point = exchange.public_key(exchange.STATISTICS).point
    return exchange.seal_to(point, data, purpose=exchange.STATISTICS, step=confided.ANSWERS_STEP)


def help_box(told=None):
    point = exchange.public_key(exchange.HELP).point
    data = orjson.dumps(told or SILENT)
    return exchange.seal_to(point, data, purpose=exchange.HELP, step=confided.HELP_STEP)


def private_part(asked="ditanyakan", *, call=None, **answers):
    """Return the ``private`` of a visit in a batch."""
    return {
        "asked": asked,
        "statistics": base64url(answers_box(**answers)),
        "help": base64url(help_box(call)),
    }


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
