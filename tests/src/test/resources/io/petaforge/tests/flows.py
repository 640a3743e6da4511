"""Constant flows between hosts: each sends numbered packets at a fixed rate, hears those of others, and keeps gaps.

flows.py OWN START SECONDS RATE UDP TCP MTU PEER...
OWN      this host's address           START    when to send the first packet, seconds since the epoch
SECONDS  how long                      RATE     packets per second of each flow
UDP      flows to each peer: every second one has packets of full size that may not be fragmented
TCP      connections to each peer: each sends 8 bytes at the same rate and hears them back
MTU      bytes of an IP packet of full size

All hosts have to know the same time. Prints JSON; times are seconds since the epoch.
"""

import errno
import json
import select
import socket
import struct
import sys
import time

OWN = sys.argv[1]
START, SECONDS = float(sys.argv[2]), float(sys.argv[3])
RATE, UDP, TCP, MTU = (int(argument) for argument in sys.argv[4:8])
PEERS = sys.argv[8:]
UDP_PORT, TCP_PORT = 47001, 47002
# Without the headers of IPv4 and UDP.
SMALL, FULL = 64, MTU - 28
# A packet is late when five have not come: what the scheduler does to a busy machine is mostly shorter.
LATE = 5.0 / RATE
IP_MTU_DISCOVER, IP_PMTUDISC_PROBE = 10, 3
# A host without light may have lost its address for as long as that lasts.
IP_FREEBIND = 15


class Heard:
    """What has come of one flow."""

    def __init__(self):
        self.received = 0
        self.number = -1
        self.time = START
        self.gaps = []

    def hear(self, number, now):
        self.received += 1
        if number > self.number:
            lost = number - self.number - 1
            if lost or now - self.time > LATE:
                self.gaps.append([self.time, now - self.time, lost])
            self.number, self.time = number, now

    def end(self, sent_until):
        if sent_until - self.time > LATE:
            self.gaps.append([self.time, sent_until - self.time, int((sent_until - self.time) * RATE)])


def udp_socket(size):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setblocking(False)
    made.setsockopt(socket.IPPROTO_IP, IP_FREEBIND, 1)
    # Do not fragment, and do not believe what routers say about sizes either: each packet has to get through.
    made.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    return made


poll = select.epoll()
actions = {}


def watch(sock, action):
    actions[sock.fileno()] = action
    poll.register(sock, select.EPOLLIN)


heard = {}
receiver = udp_socket(SMALL)
receiver.bind((OWN, UDP_PORT))


def receive():
    while True:
        try:
            packet, sender = receiver.recvfrom(2048)
        except BlockingIOError:
            return
        number, size = struct.unpack("!II", packet[:8])
        key = (sender[0], sender[1], size)
        if key not in heard:
            heard[key] = Heard()
        heard[key].hear(number, time.time())


watch(receiver, receive)

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.setsockopt(socket.IPPROTO_IP, IP_FREEBIND, 1)
listener.bind((OWN, TCP_PORT))
listener.listen(256)
listener.setblocking(False)


def accept():
    connection, _ = listener.accept()
    connection.setblocking(False)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def echo():
        try:
            data = connection.recv(4096)
            if data:
                connection.send(data)
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        poll.unregister(connection)
        connection.close()

    watch(connection, echo)


watch(listener, accept)


class Call:
    """One TCP connection."""

    def __init__(self, peer):
        self.peer = peer
        self.heard = Heard()
        self.error = ""
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.setblocking(False)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setsockopt(socket.IPPROTO_IP, IP_FREEBIND, 1)
        self.sock.bind((OWN, 0))
        self.rest = b""
        try:
            self.sock.connect((peer, TCP_PORT))
        except BlockingIOError:
            pass
        except OSError as failure:
            self.error = errno.errorcode.get(failure.errno, "")
            self.sock.close()
            return
        watch(self.sock, self.receive)

    def fail(self, error):
        # The others may be done a moment before this one.
        self.error = errno.errorcode.get(error, str(error)) if time.time() < END else "done"
        poll.unregister(self.sock)
        self.sock.close()

    def receive(self):
        try:
            data = self.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError as failure:
            self.fail(failure.errno)
            return
        if not data:
            self.fail(errno.ECONNRESET)
            return
        self.rest += data
        now = time.time()
        while len(self.rest) >= 8:
            self.heard.hear(struct.unpack("!Q", self.rest[:8])[0], now)
            self.rest = self.rest[8:]

    def send(self, number):
        if self.error:
            return
        try:
            self.sock.send(struct.pack("!Q", number))
        except (BlockingIOError, BrokenPipeError):
            # The buffer is full while nothing gets through: 8 bytes that are missing are no gap in time.
            pass
        except OSError as failure:
            if failure.errno not in (errno.ENOTCONN, errno.EINPROGRESS):
                self.fail(failure.errno)


flows = []
for peer in PEERS:
    for flow in range(UDP):
        size = FULL if flow % 2 else SMALL
        sock = udp_socket(size)
        sock.bind((OWN, 0))
        flows.append([sock, peer, size, 0, b"\0" * (size - 8)])

END = START + SECONDS
while time.time() < START - 0.5:
    time.sleep(0.01)
calls = [Call(peer) for peer in PEERS for _ in range(TCP)]

turn = 0
pauses = []
before = None
while True:
    now = time.time()
    if before is not None and now - before > LATE:
        pauses.append([before, now - before])
    before = now
    if now > END + 0.5:
        break
    due = START + turn / RATE
    if now >= due and now < END:
        for flow in flows:
            try:
                flow[0].sendto(struct.pack("!II", turn, flow[2]) + flow[4], (flow[1], UDP_PORT))
            except OSError:
                # No route, or a word from the network that the packet before did not get through: this one is lost.
                pass
            flow[3] += 1
        for call in calls:
            call.send(turn)
        turn += 1
        continue
    for number, _ in poll.poll(max(0, min(due - now, 0.02)) if now < END else 0.02):
        actions[number]()

for flow in heard.values():
    flow.end(START + turn / RATE)
for call in calls:
    call.heard.end(START + turn / RATE)
json.dump(
    {
        "sent": [[flow[1], flow[0].getsockname()[1], flow[2], flow[3]] for flow in flows],
        "heard": [[*key, flow.received, flow.gaps] for key, flow in heard.items()],
        "calls": [[call.peer, call.error.replace("done", ""), call.heard.received, call.heard.gaps] for call in calls],
        "pauses": pauses,
    },
    sys.stdout,
)
