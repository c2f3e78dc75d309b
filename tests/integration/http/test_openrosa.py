"""Headers and statuses of the OpenRosa doors, one by one."""

import pytest
from tests.fakes.openrosa_client import ClientError, encode
from tests.fakes.small_form import FORM_ID, VERSION, visit

from bahtera.access import api as access

pytestmark = pytest.mark.django_db

HEADERS = {"X-OpenRosa-Version": "1.0"}


@pytest.fixture
def base(token, round_one):
    return f"/v1/key/{token.secret}"


def test_head_is_204_with_the_servers_limit(client, base):
    for path in (f"{base}/submission", f"{base}/projects/1/submission"):
        reply = client.head(path, headers=HEADERS)
        assert reply.status_code == 204
        assert reply.content == b""
        assert reply["X-OpenRosa-Version"] == "1.0"
        assert reply["X-OpenRosa-Accept-Content-Length"] == "10000000"


@pytest.mark.parametrize("path", ["formList", f"forms/{FORM_ID}/versions/{VERSION}/manifest"])
def test_xml_is_exactly_text_xml(client, base, path):
    reply = client.get(f"{base}/{path}", headers=HEADERS)
    assert (reply.status_code, reply["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert reply["X-OpenRosa-Version"] == "1.0"
    assert int(reply["Content-Length"]) == len(reply.content)


@pytest.mark.parametrize("path", ["formList", "submission", f"forms/{FORM_ID}/versions/{VERSION}/manifest"])
def test_a_client_that_speaks_no_openrosa(client, base, path):
    reply = client.get(f"{base}/{path}")
    assert reply.status_code == 400
    assert b'nature="error"' in reply.content


def test_the_date_header_is_never_looked_at(client, base):
    assert client.get(f"{base}/formList", headers={**HEADERS, "Date": "yesterday"}).status_code == 200


def test_the_list_can_be_narrowed(client, base):
    assert b"<formID>" in client.get(f"{base}/formList?formID={FORM_ID}", headers=HEADERS).content
    assert b"<formID>" not in client.get(f"{base}/formList?formID=lain", headers=HEADERS).content
    assert (
        client.get(f"{base}/formList?listAllVersions=true", headers=HEADERS).content.count(b"<formID>") == 1
    )


@pytest.mark.parametrize(
    "path",
    [
        "forms/lain/versions/1/form.xml",
        f"forms/{FORM_ID}/versions/9/manifest",
        f"forms/{FORM_ID}/versions/{VERSION}/media/secrets.csv",
    ],
)
def test_what_is_not_there(client, base, path):
    assert client.get(f"{base}/{path}", headers=HEADERS).status_code == 404


def test_the_form_and_its_files(phone):
    [form] = phone.form_list()
    xml, media = phone.download(form)
    assert set(media) == {"villages.csv"}
    assert xml.startswith(b"<")


def test_a_revoked_token_opens_nothing(phone, token, chief):
    phone.submit(visit())
    access.revoke_token(token.id, actor=chief)
    with pytest.raises(ClientError, match="403"):
        phone.form_list()
    body, kind = encode(visit(), {})
    assert phone.post_raw(body, kind).status == 403


def test_other_methods(client, base):
    assert client.put(f"{base}/submission", headers=HEADERS).status_code == 405
    assert client.post(f"{base}/formList", headers=HEADERS).status_code == 405


@pytest.mark.parametrize("kind", ["text/xml", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_that_is_not_multipart(phone, kind):
    assert phone.post_raw(visit(), kind).status == 400


def test_the_receipt_stands_in_the_headers(phone):
    body, kind = encode(visit(), {})
    reply = phone.post_raw(body, kind)
    assert set(reply.headers) >= {"x-bahtera-receipt", "x-bahtera-sha256", "x-bahtera-received-at"}


def test_a_token_is_never_logged(phone, token, caplog, capfd):
    phone.post_raw(b"", "text/plain")
    logged = "".join(record.getMessage() for record in caplog.records) + capfd.readouterr().err
    assert token.secret not in logged


def test_a_submission_costs_few_statements(phone, django_assert_max_num_queries):
    phone.submit(visit())
    body, kind = encode(visit(), {})
    with django_assert_max_num_queries(28):
        assert phone.post_raw(body, kind).status == 201


def test_a_second_file_of_a_name_is_a_conflict_unless_it_is_the_same(phone):
    xml = visit(foto_rumah="rumah.jpg")

    def send(content):
        body, kind = encode(xml, {"rumah.jpg": content})
        return phone.post_raw(body, kind)

    assert send(b"satu").status == 201
    refused = send(b"dua")
    assert refused.status == 409
    assert b"rumah.jpg" in refused.body
    assert send(b"satu").status == 201
