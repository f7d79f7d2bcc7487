"""Starts MiniStack behind a guard that refuses web browsers. MiniStack checks neither origin nor Host nor signature, and
runs the code of the functions that it is given: without the guard, any web page could run code as the user.

Which hosts and browsers are refused is decided as in ../browser-refusal.ts; one table of requests tests both.
docs/adr/0012 has the reasons."""

import os
import re

# What a person opens in a browser: the inbox, and what is behind the HTTP APIs, such as the page to unsubscribe. Whole
# routes only, because MiniStack takes a path that it does not know for an AWS API call, whose action a query can name.
PAGE = re.compile(r"GET /_ministack/ses/messages|(GET|POST) /_aws/execute-api/[^/]+/.*", re.DOTALL)
OWN_HOST = r"(127\.0\.0\.1|([\w-]+\.)*localhost):%s"
# The host of an HTTP API in the links of mails. PAGE does not have their paths, so the 403 names the address that it has.
API_HOST = r"(\w+)\.execute-api\.localhost:%s"


def refusal(scope, port):
    """The reason to refuse an HTTP request or a WebSocket handshake, or None."""

    def values(name):
        return [value.decode("latin-1") for key, value in scope["headers"] if key == name]

    if not re.fullmatch(OWN_HOST % port, ",".join(values(b"host")), re.ASCII | re.IGNORECASE):
        return f"the Host header must be 127.0.0.1:{port} or localhost:{port}"
    sites, agents = values(b"sec-fetch-site"), values(b"user-agent")
    if not (sites or values(b"origin") or any(agent.startswith("Mozilla/") for agent in agents)):
        return None
    # The address was typed ("none"), or a form of that page was sent ("same-origin"). No page can set this header. Origin
    # cannot tell: it is "null" for the form of a page with Referrer-Policy: no-referrer, and for sandboxed frames.
    is_opened = sites in (["none"], ["same-origin"]) and PAGE.fullmatch(f"{scope.get('method')} {scope['path']}")
    return None if is_opened else f"this server is not for web browsers{hint(values(b'host')[0], scope, port)}"


def hint(host, scope, port):
    """The address of the same page that a person may open, for a link to an HTTP API; otherwise empty. Repeats nothing that
    could be more than a path."""
    api = re.fullmatch(API_HOST % port, host, re.ASCII | re.IGNORECASE)
    if not api or scope.get("method") != "GET" or not re.fullmatch(r"/[\w./~-]*", scope["path"], re.ASCII):
        return ""
    return f"; to open this page, type http://127.0.0.1:{port}/_aws/execute-api/{api[1]}/$default{scope['path']}"


def guarded(app, port):
    """The ASGI application behind the guard."""

    async def guard(scope, receive, send):
        reason = None if scope["type"] == "lifespan" else refusal(scope, port)
        if reason is None:
            return await app(scope, receive, send)
        response = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
        body = f"refused: {reason}\n".encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
        await send({"type": f"{response}.start", "status": 403, "headers": headers})
        await send({"type": f"{response}.body", "body": body})

    return guard


if __name__ == "__main__":
    from inbox_page import with_inbox_page
    from ministack import app as ministack
    from ministack.services import dynamodb, lambda_svc
    from stream_state import with_streams, within_streams
    from unhurried import unhurried
    from whole_state import whole_load, whole_save

    with_streams(dynamodb)
    ministack.app = guarded(unhurried(with_inbox_page(ministack.app)), os.environ["GATEWAY_PORT"])
    ministack._load_persisted_state = whole_load(within_streams(ministack._load_persisted_state, dynamodb, lambda_svc))
    ministack.save_all = whole_save(ministack.save_all)
    ministack.main()
