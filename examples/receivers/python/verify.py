"""Verifies requests by Standard Webhooks: signatures v1 (HMAC-SHA256) and v1a (ed25519)."""

import base64
import binascii
import hashlib
import hmac
import re
import time

import ed25519

# Replay protection: an attacker may have recorded an older request.
TOLERANCE_SECONDS = 300
# Limits the work per request. Carillon sends five at most.
MAX_SIGNATURES = 10


def create_verifier(keys, now=time.time):
    """Verifies with any one of the keys: `whsec_…` for v1, `whpk_…` for v1a. Give both while a secret is rotated.

    Returns a function of the headers and the raw bytes of the body; it returns the reason why the request is invalid, or
    None for a valid one.
    """
    checks = [check_of(key) for key in keys]
    if not checks:
        raise ValueError("there is no key to verify with")

    def verify(headers, body: bytes):
        event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", event_id):
            return "webhook-id is missing or malformed"
        if not is_timely(timestamp, now):
            return "webhook-timestamp is missing, or more than five minutes off"
        content = f"{event_id}.{timestamp}.".encode() + body
        signatures = headers.get("webhook-signature", "").split(" ")[:MAX_SIGNATURES]
        if any(matches(signature, content) for signature in signatures for matches in checks):
            return None
        return "no signature matches"

    return verify


def is_timely(timestamp: str, now) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,12}", timestamp)) and abs(now() - int(timestamp)) <= TOLERANCE_SECONDS


def check_of(key: str):
    """Check of one key: whether a signature, such as `v1,K5oZ…`, matches the content."""
    prefix, _, text = key.partition("_")
    secret = decode(text)
    if prefix == "whsec" and len(secret) >= 24:
        return of_version("v1", lambda signature, content: hmac.compare_digest(signature, digest(secret, content)))
    if prefix == "whpk" and len(secret) == 32:
        return of_version("v1a", lambda signature, content: ed25519.verify(secret, content, signature))
    raise ValueError("a key is neither whsec_ and base64 of 24 bytes or more, nor whpk_ and base64 of 32 bytes")


def of_version(version: str, matches):
    def check(signature: str, content: bytes) -> bool:
        found, _, text = signature.partition(",")
        return found == version and matches(decode(text), content)

    return check


def digest(secret: bytes, content: bytes) -> bytes:
    return hmac.new(secret, content, hashlib.sha256).digest()


def decode(text: str) -> bytes:
    """Returns no bytes for invalid base64, which match nothing."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
