"""Tests of each patch with AWS clients, against moto without and with patches."""

import atexit
import functools
import json
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any, Callable

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

SERVER = Path(__file__).parent.parent / "server.py"
REGION = "ap-northeast-2"
QUICK = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
Aws = Callable[[str], Any]


@functools.cache
def aws(*options: str) -> Aws:
    """Starts a server once for each set of options, and returns clients for it."""
    command = [sys.executable, str(SERVER), "--exit-with-stdin", *options]
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )

    def stop() -> None:
        server.communicate()

    atexit.register(stop)
    endpoint = server.stdout.readline().decode().strip()
    session = boto3.Session("test", "test", region_name=REGION)
    return functools.cache(
        lambda service: session.client(service, endpoint_url=endpoint, config=QUICK, verify=False)
    )


def outcome(probe: Callable[[Aws], Any], account: Aws) -> Any:
    try:
        return probe(account)
    except ClientError as error:
        return error.response["Error"]["Code"]
    except ResponseParserError:
        return "InternalServerError"  # moto returns an HTML page for an unsupported call


class PatchTest(unittest.TestCase):
    def mends(self, probe: Callable[[Aws], Any], expected: Any) -> None:
        """Expects patched moto to behave like AWS, and plain moto to differ, because otherwise the patch is not needed."""
        self.assertNotEqual(
            outcome(probe, aws("--plain")), expected, "moto does not need this patch any more"
        )
        self.assertEqual(outcome(probe, aws()), expected)


def policy(bucket: str, *statements: dict) -> str:
    everything = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Resource": everything, **s} for s in statements]}
    )
