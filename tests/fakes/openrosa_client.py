"""A client that does what ODK Collect does on the wire, and refuses what Collect refuses.

Each rule here was read in Collect's source (see docs/reference/openrosa.md): what it adds to an address,
which answers it believes, when it splits an upload. A server that satisfies this client satisfies Collect on
these points; it is not Collect and shows no forms.
"""

import hashlib
import http.client
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

from lxml import etree

from bahtera.foundation import clock

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"

DEFAULT_ACCEPT_LENGTH = 10_000_000
MAX_FILES = 100


class ClientError(Exception):
    """What Collect would show instead of a success."""


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | Iterable[bytes] | None
    ) -> Reply: ...


@dataclass
class SocketTransport:
    """One kept-alive connection to a real server."""

    timeout: float = 60
    _connection: http.client.HTTPConnection | None = None

    def send(self, method, url, headers, body):
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        if self._connection is None:
            self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=self.timeout)
        chunked = body is not None and not isinstance(body, bytes)
        try:
            self._connection.request(method, target, body=body, headers=dict(headers), encode_chunked=chunked)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, content)

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass
class DjangoTransport:
    """Django's test client, through the whole middleware; no socket."""

    client: object

    def send(self, method, url, headers, body):
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = dict(headers)
        kind = headers.pop("Content-Type", "")
        content = body if isinstance(body, bytes | None) else b"".join(body)
        answer = self.client.generic(
            method, target, data=content or b"", content_type=kind, headers=headers, HTTP_HOST=parts.netloc
        )
        return Reply(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, answer.content)


@dataclass(frozen=True)
class ListedForm:
    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str | None


@dataclass(frozen=True)
class MediaFile:
    filename: str
    hash: str
    download_url: str


@dataclass(frozen=True)
class Sent:
    """A success as Collect shows it; ``statuses`` has one entry a POST."""

    message: str
    statuses: tuple[int, ...]
    receipt: str


@dataclass
class OpenRosaClient:
    """One phone with one project."""

    server_url: str
    transport: Transport
    device_id: str = field(default_factory=lambda: f"collect:{uuid.uuid4().hex[:16]}")
    language: str = "id"

    def form_list(self) -> list[ListedForm]:
        """Fetch the list; one bad entry spoils all of it, as in Collect."""
        root = self._xml(self._get(f"{self._base}/formList", wants_xml=True, wants_version=True))
        if root.tag != f"{LIST}xforms":
            raise ClientError(f"not a form list: {root.tag}")
        return [self._listed(entry) for entry in root.findall(f"{LIST}xform")]

    def download(self, form: ListedForm) -> tuple[bytes, dict[str, bytes]]:
        """Fetch a form and its media, checking the form's MD5 against the list."""
        xml = self._get(form.download_url).body
        if form.hash != f"md5:{hashlib.md5(xml).hexdigest()}":
            raise ClientError("the form is not the one listed")
        media = {}
        for file in self.manifest(form):
            content = self._get(file.download_url).body
            if file.hash != f"md5:{hashlib.md5(content).hexdigest()}":
                raise ClientError(f"{file.filename} is not the one listed")
            media[file.filename] = content
        return xml, media

    def manifest(self, form: ListedForm) -> list[MediaFile]:
        if form.manifest_url is None:
            return []
        root = self._xml(self._get(form.manifest_url, wants_xml=True))
        if root.tag != f"{MANIFEST}manifest":
            raise ClientError(f"not a manifest: {root.tag}")
        return [self._media(entry) for entry in root.findall(f"{MANIFEST}mediaFile")]

    def submit(self, xml: bytes, files: Mapping[str, bytes] | None = None, *, chunked: bool = False) -> Sent:
        """Ask by HEAD, then POST in as many parts as the server's limit and Collect's own ask for."""
        limit = self.head()
        groups = split(xml, files or {}, limit)
        replies = []
        for number, group in enumerate(groups):
            is_last = number == len(groups) - 1
            replies.append(self._post(xml, group, incomplete=not is_last, chunked=chunked))
        return Sent(
            message=message_of(replies[-1]),
            statuses=tuple(reply.status for reply in replies),
            receipt=replies[-1].headers.get("x-bahtera-receipt", ""),
        )

    def head(self) -> int:
        """Return the size the server takes at once; only 204 is the right answer to HEAD."""
        reply = self.transport.send("HEAD", self._submission_url, self._headers(), None)
        if reply.status != 204:
            raise ClientError(f"Is this an OpenRosa submission endpoint? {reply.status}")
        location = reply.headers.get("location")
        if location and urlsplit(location).hostname != urlsplit(self.server_url).hostname:
            raise ClientError("redirect to another host")
        return int(reply.headers.get("x-openrosa-accept-content-length", DEFAULT_ACCEPT_LENGTH))

    def post_raw(
        self, body: bytes | Iterable[bytes], content_type: str, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """POST anything: for what no phone would send."""
        headers = {**self._headers(), "Content-Type": content_type, **(headers or {})}
        return self.transport.send("POST", self._submission_url, headers, body)

    @property
    def _base(self) -> str:
        return self.server_url.rstrip("/")

    @property
    def _submission_url(self) -> str:
        return f"{self._base}/submission?{urlencode({'deviceID': self.device_id})}"

    def _headers(self) -> dict[str, str]:
        # Collect writes a 12-hour clock without AM or PM: wrong every afternoon, and never to be checked.
        date = clock.now().strftime("%a, %d %b %Y %I:%M:%S GMT")
        return {"X-OpenRosa-Version": "1.0", "Date": date, "Accept-Language": self.language}

    def _get(self, url: str, *, wants_xml: bool = False, wants_version: bool = False) -> Reply:
        joiner = "&" if "?" in url else "?"
        address = f"{url}{joiner}{urlencode({'deviceID': self.device_id})}"
        reply = self.transport.send("GET", address, self._headers(), None)
        if reply.status != 200:
            raise ClientError(f"{reply.status}: {message_of(reply)}")
        if wants_xml and "text/xml" not in reply.headers.get("content-type", ""):
            raise ClientError("a network proxy answered")
        if wants_version and "x-openrosa-version" not in reply.headers:
            raise ClientError("not an OpenRosa server")
        return reply

    def _xml(self, reply: Reply):
        return etree.fromstring(reply.body)

    def _listed(self, entry) -> ListedForm:
        form = ListedForm(
            form_id=entry.findtext(f"{LIST}formID") or "",
            name=entry.findtext(f"{LIST}name") or "",
            version=entry.findtext(f"{LIST}version") or "",
            hash=entry.findtext(f"{LIST}hash") or "",
            download_url=entry.findtext(f"{LIST}downloadUrl") or "",
            manifest_url=entry.findtext(f"{LIST}manifestUrl"),
        )
        if not (form.form_id and form.name and form.download_url):
            raise ClientError("a form lacks its id, name or address")
        if not form.hash.startswith("md5:"):
            raise ClientError("the hash has no md5: and the form would never update")
        return form

    def _media(self, entry) -> MediaFile:
        file = MediaFile(
            filename=entry.findtext(f"{MANIFEST}filename") or "",
            hash=entry.findtext(f"{MANIFEST}hash") or "",
            download_url=entry.findtext(f"{MANIFEST}downloadUrl") or "",
        )
        if not (file.filename and file.hash and file.download_url):
            raise ClientError("a media file lacks its name, hash or address")
        return file

    def _post(self, xml: bytes, files: Mapping[str, bytes], *, incomplete: bool, chunked: bool) -> Reply:
        body, content_type = encode(xml, files, incomplete=incomplete)
        reply = self.post_raw(in_pieces(body) if chunked else body, content_type)
        if reply.status == 200:
            raise ClientError("Network login failure?")
        if reply.status not in {201, 202}:
            raise ClientError(f"{reply.status}: {message_of(reply)}")
        return reply


def split(xml: bytes, files: Mapping[str, bytes], limit: int) -> Sequence[Mapping[str, bytes]]:
    """Group files as Collect does: a new POST above 100 files or above the server's length."""
    groups: list[dict[str, bytes]] = [{}]
    size = len(xml)
    for name, content in files.items():
        full = len(groups[-1]) >= MAX_FILES or size + len(content) > limit
        if full and groups[-1]:
            groups.append({})
            size = len(xml)
        groups[-1][name] = content
        size += len(content)
    return groups


def encode(
    xml: bytes, files: Mapping[str, bytes], *, incomplete: bool = False, xml_name: str = "submission.xml"
) -> tuple[bytes, str]:
    """Return a multipart body in the shape OkHttp gives it, and its content type."""
    boundary = uuid.uuid4().hex
    parts = [_part(boundary, "xml_submission_file", xml_name, "text/xml", xml)]
    parts += [_part(boundary, name, name, "application/octet-stream", data) for name, data in files.items()]
    if incomplete:
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n'
            "Content-Length: 3\r\n\r\nyes\r\n".encode()
        )
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def in_pieces(body: bytes, size: int = 1000) -> Iterable[bytes]:
    """Cut a body so that it is sent chunked, without a Content-Length."""
    for start in range(0, len(body), size):
        yield body[start : start + size]


def message_of(reply: Reply) -> str:
    """Return the message Collect shows, or nothing."""
    try:
        return etree.fromstring(reply.body).findtext(f"{RESPONSE}message") or ""
    except etree.XMLSyntaxError:
        return ""


def url_for(host: str, token: str) -> str:
    """Return the server address inside a kader's QR code."""
    return f"{host}/v1/key/{quote(token)}/projects/1"


def _part(boundary: str, name: str, filename: str, kind: str, data: bytes) -> bytes:
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        f"Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data + b"\r\n"
