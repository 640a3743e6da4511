"""EC2's metadata service, as far as spot machines ask it: a session's token first, then the notice, once there is one.

Arguments: file that is the notice when it exists, file for one line about each request.
"""

import http.server
import os
import sys

TOKEN = "session-token-of-the-test"
NOTICE, LOG = sys.argv[1:]


class Service(http.server.BaseHTTPRequestHandler):
    def answer(self, status, text=""):
        with open(LOG, "a") as log:
            log.write("%s %s %d\n" % (self.command, self.path, status))
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_PUT(self):
        lifetime = self.headers.get("X-aws-ec2-metadata-token-ttl-seconds", "")
        valid = self.path == "/latest/api/token" and lifetime.isdigit() and 1 <= int(lifetime) <= 21600
        self.answer(200 if valid else 400, TOKEN if valid else "")

    def do_GET(self):
        if self.headers.get("X-aws-ec2-metadata-token") != TOKEN:
            self.answer(401)
        elif self.path == "/latest/meta-data/spot/instance-action" and os.path.exists(NOTICE):
            with open(NOTICE) as notice:
                self.answer(200, notice.read())
        else:
            self.answer(404)

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer(("169.254.169.254", 80), Service).serve_forever()
