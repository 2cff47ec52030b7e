"""AWS emulator on loopback: moto's server with the patches in patches/.

    python3 emulator/server.py [--port N] [--host 127.0.0.1] [--exit-with-stdin] [--plain]

Prints its address on one line of standard output when it accepts connections. Port 0, the default, selects a free port.
"""

import argparse
import functools
import ipaddress
import logging
import os
import signal
import sys
import threading

# AWS managed policies, e.g. AmazonSSMManagedInstanceCore, exist in every account.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
# Buckets of other accounts are private, as on AWS.
os.environ["MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS"] = "false"

import moto.server
from werkzeug.serving import make_server

import patches
from middleware import answered_once, one_at_a_time


def loopback(host: str) -> str:
    try:
        if ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{host!r} is not a loopback address; accepted: 127.0.0.1, ::1")


def follow_parent() -> None:
    """Exits when standard input closes, which happens however the parent process ends."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    # Ctrl-C reaches all processes of a terminal. The parent may still need the emulator, e.g. to destroy resources.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def serve(owned: bool, host: str, port: int, app, *, threaded, request_handler=None, **_) -> None:
    """Replaces werkzeug's run_simple. Prints the port after it is bound, so that no other process can take it."""
    served = one_at_a_time(answered_once(app))
    server = make_server(host, port, served, threaded=threaded, request_handler=request_handler)
    os.environ["MOTO_PORT"] = str(server.port)
    if owned:
        follow_parent()
    print(f"http://{f'[{host}]' if ':' in host else host}:{server.port}", flush=True)
    server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", type=loopback, default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when standard input closes")
    parser.add_argument("--plain", action="store_true", help="moto as it is, to show what the patches mend")
    options = parser.parse_args()

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    if not options.plain:
        patches.apply()
    moto.server.run_simple = functools.partial(serve, options.exit_with_stdin)
    moto.server.main(["--host", options.host, "--port", str(options.port)])


if __name__ == "__main__":
    main()
