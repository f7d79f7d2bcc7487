"""Answers Terraform no sooner than a few milliseconds after its request, as AWS does.

The AWS SDK of Terraform's provider (Go) closes the body of a request once the head of the answer is there. On a busy machine
MiniStack answers before the SDK's sending goroutine has seen that the body ended: the SDK then drops the connection, and
repeats a call that was carried out. The repetition makes a second route or authorizer, or is refused because the resource
exists."""

import asyncio

SECONDS = 0.02
CALLER = b"terraform-provider-aws"


def is_terraform(scope):
    return scope["type"] == "http" and any(
        name == b"user-agent" and CALLER in value for name, value in scope["headers"]
    )


def unhurried(app):
    """The ASGI application, slower for Terraform."""

    async def answer(scope, receive, send):
        if not is_terraform(scope):
            return await app(scope, receive, send)

        async def later(message):
            if message["type"] == "http.response.start":
                await asyncio.sleep(SECONDS)
            await send(message)

        return await app(scope, receive, later)

    return answer
