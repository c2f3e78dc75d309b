"""An identity provider in a thread: what it says next is whatever the test tells it to say."""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "bahtera", "rahasia-klien:dengan/tanda"


@dataclass
class FakeProvider:
    """``claims`` and ``answers`` override what it says; ``asked`` keeps what it heard."""

    claims: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    about: dict = field(default_factory=dict)
    algorithm: str = "RS256"
    key: object = KEY
    kid: str = "satu"
    asked: list = field(default_factory=list)
    grants: dict = field(default_factory=dict)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._say(*provider.get(self.path))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                sent = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*provider.token(sent, self.headers.get("Authorization", "")))

            def _say(self, status, body):
                text = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                if status == 302:
                    self.send_header("Location", "http://169.254.169.254/")
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_problem):
        self._server.shutdown()
        self._server.server_close()

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def get(self, path):
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                **self.about,
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return 200, {"keys": [{**public, "kid": "satu", "alg": "RS256", "use": "sig"}]}
        return 404, {}

    def authorize(self, address, *, subject="3171-petugas-7"):
        """Play the person at the provider's own page: return what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"kode-{len(self.grants)}"
        self.grants[code] = (asked, subject)
        return {"code": code, "state": asked["state"]}

    def token(self, sent, authorization):
        self.asked.append(sent)
        if "/token" in self.answers:
            return self.answers["/token"]
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != expected or sent["code"] not in self.grants:
            return 401, {"error": "invalid_client"}
        asked, subject = self.grants.pop(sent["code"])
        made = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(made).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": subject,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": self.kid})
        return 200, {"access_token": "tidak dipakai", "token_type": "Bearer", "id_token": token}
