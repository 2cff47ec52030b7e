"""AWS has IAM Access Analyzer; moto does not.

https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Operations.html
"""

import json
import re
from typing import Any, Callable, Iterable

from moto.core import DEFAULT_ACCOUNT_ID
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from . import around

SCOPE = re.compile(r"/(?P<region>[\w-]+)/access-analyzer/aws4_request")
PATH = re.compile(r"/analyzer(?:/(?P<name>[\w.-]+))?$")
NOT_FOUND = "404 Not Found", {"message": "Analyzer not found"}

ANALYZERS: dict[tuple[str, str], dict] = {}


def made(region: str, request: dict) -> dict:
    name = request["analyzerName"]
    analyzer = {
        "arn": f"arn:aws:access-analyzer:{region}:{DEFAULT_ACCOUNT_ID}:analyzer/{name}",
        "name": name,
        "type": request["type"],
        "status": "ACTIVE",
        "createdAt": "2026-01-01T00:00:00Z",
        "tags": request.get("tags", {}),
    }
    ANALYZERS[region, name] = analyzer
    return {"arn": analyzer["arn"]}


def answer(region: str, environ: dict) -> tuple[str, dict]:
    path = PATH.match(environ["PATH_INFO"])
    if path is None:
        return "501 Not Implemented", {"message": f"{environ['PATH_INFO']} is not emulated"}
    if environ["REQUEST_METHOD"] == "PUT":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        return "200 OK", made(region, json.loads(body))
    key = region, path["name"]
    if key not in ANALYZERS:
        return NOT_FOUND
    if environ["REQUEST_METHOD"] == "DELETE":
        del ANALYZERS[key]
        return "200 OK", {}
    return "200 OK", {"analyzer": ANALYZERS[key]}


@around(DomainDispatcherApplication)
def __call__(original: Callable, self: Any, environ: dict, start_response: Callable) -> Iterable[bytes]:
    scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    if scope is None:
        return original(self, environ, start_response)
    status, document = answer(scope["region"], environ)
    headers = [("Content-Type", "application/json")]
    if status == NOT_FOUND[0]:
        headers.append(("x-amzn-ErrorType", "ResourceNotFoundException"))
    start_response(status, headers)
    return [json.dumps(document).encode()]
