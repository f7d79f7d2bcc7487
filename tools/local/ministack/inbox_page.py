"""Shows the inbox of MiniStack as an HTML page to browsers, by content negotiation. Programs get MiniStack's own JSON."""

import base64
import hashlib
import html
import json
from datetime import datetime, timezone

INBOX = "/_ministack/ses/messages"
STYLE = "body{font:16px/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;border-left:3px solid #ccc;padding-left:1rem}"
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"vary", b"accept"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    # Mails hold untrusted content of producers: nothing in it may load, run or be sent.
    (b"content-security-policy", f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox".encode()),
]


def mail_section(mail):
    text = lambda name: html.escape(str(mail.get(name) or ""))
    to = html.escape(", ".join(mail.get("To") or []))
    at = datetime.fromtimestamp(mail.get("Timestamp") or 0, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"<section>\n<h2>{text('Subject')}</h2>\n<p>{at}, to {to}, from {text('Source')}</p>\n<pre>{text('BodyText')}</pre>\n</section>"


def page(content):
    """Renders MiniStack's JSON as a page, newest mail first."""
    mails = [mail for account in json.loads(content)["messages"].values() for mail in account]
    newest_first = sorted(mails, key=lambda mail: mail.get("Timestamp") or 0, reverse=True)
    sections = "\n".join(map(mail_section, newest_first)) or "<p>No mail was sent yet.</p>"
    return f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Mails of Carillon</title>\n<style>{STYLE}</style>\n<h1>Mails since the start ({len(mails)})</h1>\n{sections}\n</html>\n'


def asks_for_page(scope):
    if scope["type"] != "http" or (scope["method"], scope["path"]) != ("GET", INBOX):
        return False
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def with_inbox_page(app):
    """The ASGI application, with the page in front."""

    async def with_page(scope, receive, send):
        if not asks_for_page(scope):
            return await app(scope, receive, send)
        sent = []

        async def keep(message):
            sent.append(message)

        await app(scope, receive, keep)
        if sent[0].get("status") != 200:
            for message in sent:
                await send(message)
            return
        body = page(b"".join(message.get("body", b"") for message in sent)).encode()
        length = (b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, length]})
        await send({"type": "http.response.body", "body": body})

    return with_page
