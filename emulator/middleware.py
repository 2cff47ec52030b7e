"""What stands between the network and moto's application."""

import io
import threading
from collections import OrderedDict

from werkzeug.test import run_wsgi_app

# Answers that are kept; a client tries again within a minute.
KEPT = 1000


def one_at_a_time(app):
    """moto's models are not made for threads: reading a dictionary while another request adds to it answers 500, which the
    caller tries again, on what the first try has done already. Bodies are read before, so that nobody waits for a slow sender.
    """
    lock = threading.Lock()

    def serialized(environ, start_response):
        if length := environ.get("CONTENT_LENGTH"):
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))
        with lock:
            return app(environ, start_response)

    return serialized


def answered_once(app):
    """A change whose answer got lost on the way is tried again by the AWS SDK, under the same id. It gets the same answer, where
    moto would make the thing a second time, or refuse it as being there already.
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
