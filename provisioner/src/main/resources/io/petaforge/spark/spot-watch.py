#!/usr/bin/python3
"""Asks EC2's metadata service whether this machine is about to be taken back, and then tells the Spark worker.

Argument: the worker's unit. The worker answers SIGPWR by taking no more work and having its executors moved away.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

SERVICE = "http://169.254.169.254/latest/"
EVERY = 5  # seconds, as EC2's documentation recommends; a notice comes two minutes ahead
PATIENCE = 2  # seconds for an answer: the service is on the machine's own hypervisor
LIFETIME = 21600  # seconds, the longest that the service gives a token
# Never through a proxy that the environment may name.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(method, path, headers):
    request = urllib.request.Request(SERVICE + path, method=method, headers=headers)
    with OPENER.open(request, timeout=PATIENCE) as answer:
        return answer.read().decode()


class Watch:
    def __init__(self, unit):
        self.unit = unit
        self.token = None
        self.silent = False

    def notice(self):
        """The notice as a dictionary; None while there is none, or nobody to ask."""
        try:
            if self.token is None:
                lifetime = {"X-aws-ec2-metadata-token-ttl-seconds": str(LIFETIME)}
                self.token = ask("PUT", "api/token", lifetime)
            text = ask("GET", "meta-data/spot/instance-action", {"X-aws-ec2-metadata-token": self.token})
            self.heard("")
            found = json.loads(text)
            return found if isinstance(found, dict) else None
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != 404:
                # 401: the token's time is over.
                self.token = None
            self.heard("" if error.code in (401, 404) else "HTTP status %d" % error.code)
        except (OSError, ValueError) as error:
            self.token = None
            self.heard(str(error))
        return None

    def heard(self, trouble):
        """Says once that there is no answer, and once that there is again."""
        if trouble and not self.silent:
            print("the metadata service does not answer (%s): asking again every %d s" % (trouble, EVERY))
        elif not trouble and self.silent:
            print("the metadata service answers again")
        self.silent = bool(trouble)

    def worker(self):
        """The worker's process; 0 when none runs."""
        shown = subprocess.run(
            ["systemctl", "show", "-p", "MainPID", "--value", self.unit], stdout=subprocess.PIPE, check=False
        ).stdout.decode()
        return int(shown.strip() or 0)


def listens(process):
    """Whether it has made provision for the signal; a worker that is still starting has not, and would be ended by it."""
    with open("/proc/%d/status" % process) as status:
        caught = next((line.split()[1] for line in status if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (signal.SIGPWR - 1) & 1)


def main():
    sys.stdout.reconfigure(line_buffering=True)
    watch = Watch(sys.argv[1])
    told = 0
    while True:
        notice = watch.notice()
        if notice is not None:
            try:
                # Another process is a worker that was started since, and knows of nothing.
                worker = watch.worker()
                if worker not in (0, told) and listens(worker):
                    os.kill(worker, signal.SIGPWR)
                    told = worker
                    print(
                        "this machine is to be taken back (%s at %s): %s is being decommissioned"
                        % (notice.get("action"), notice.get("time"), watch.unit)
                    )
            except (OSError, ValueError) as error:
                print("cannot tell %s: %s" % (watch.unit, error))
        time.sleep(EVERY)


if __name__ == "__main__":
    main()
