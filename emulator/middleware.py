"""WSGI middleware between the HTTP server and moto."""

import io
import threading
from collections import OrderedDict

from werkzeug.test import run_wsgi_app

# Stored responses. The SDK retries within a minute.
KEPT = 1000


def one_at_a_time(app):
    """Serializes requests, because moto is not thread-safe: concurrent changes of a dictionary cause status 500, and the SDK's
    retry then repeats a change that was already made. Bodies are read before the lock is acquired, so that a slow client blocks no
    other.
    """
    lock = threading.Lock()

    def serialized(environ, start_response):
        if length := environ.get("CONTENT_LENGTH"):
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))
        with lock:
            return app(environ, start_response)

    return serialized


def answered_once(app):
    """Returns the stored response to a retry of a change. The SDK retries with the same invocation id if a response is lost. moto
    would create the resource again, or reject it as a duplicate.
    """
    answers = OrderedDict()

    def replaying(environ, start_response):
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if invocation is None or environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return app(environ, start_response)
        body, status, headers = answers.get(invocation) or run_wsgi_app(app, environ, buffered=True)
        if status.startswith("2"):
            answers[invocation] = body, status, headers
            if len(answers) > KEPT:
                answers.popitem(last=False)
        start_response(status, list(headers))
        return body

    return replaying
