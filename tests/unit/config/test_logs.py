import logging

from bahtera.config.logs import HideTokens


def test_a_token_never_reaches_a_log_line():
    record = logging.LogRecord(
        "x", logging.INFO, "f", 1, "GET %s", ("/v1/key/abc123/formList?deviceID=1",), None
    )
    assert HideTokens().filter(record)
    assert "abc123" not in record.getMessage()
    assert "/v1/key/…/formList" in record.getMessage()


def test_nor_a_traceback():
    try:
        raise ValueError("/v1/key/abc123/submission")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), info)
    HideTokens().filter(record)
    assert "abc123" not in logging.Formatter("%(message)s").format(record)
