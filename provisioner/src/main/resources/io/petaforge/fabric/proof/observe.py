# Tells what one device of the fabric sees: its ports, its BGP sessions, its routes, its neighbours by LLDP, and what came
# back of the packets it sent. Changes nothing.
# Argument: a JSON object, the Java record Questions. Prints a JSON object, which the Java class ObservationReader reads.
import glob
import ipaddress
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import time

IP_MTU_DISCOVER, IPV6_MTU_DISCOVER, IPV6_DONTFRAG = 10, 23, 62
PMTUDISC_PROBE = 3  # do not fragment, and do not believe what was once found of the path either
IP_PKTINFO = 8
ICMP_UNREACHABLE, FRAGMENTATION_NEEDED = 3, 4
SMALL = 56  # bytes of payload, as ping sends them
ROUNDS = (0.3, 0.5, 1.0)  # seconds that an answer may take; what was lost once may have been chance, three times not
MODULUS = 65521  # the largest prime below 2 to the 16th


def read(path):
    try:
        with open(path) as f:
            return f.read().strip()
    except OSError:
        return ""


def output(*argv, **more):
    try:
        return subprocess.run(argv, capture_output=True, text=True, timeout=8, **more).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def family(address):
    return "-6" if ":" in address else "-4"


def documents(text):
    """The JSON objects of a text, one after another."""
    decoder, at, found = json.JSONDecoder(), text.find("{"), []
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            return found
        found.append(value)
        at = text.find("{", end)
    return found


def ports():
    """Every interface of the device."""
    linklocal = {}
    for line in read("/proc/net/if_inet6").splitlines():
        address, _, _, scope, _, name = line.split()
        if scope == "20":
            linklocal[name] = str(ipaddress.IPv6Address(int(address, 16)))
    found = {}
    for path in glob.glob("/sys/class/net/*"):
        name = os.path.basename(path)
        if name == "lo" or not os.path.isdir(path):
            continue
        speed = read(path + "/speed") if os.path.exists(path + "/device") else ""
        found[name] = {
            "up": bool(int(read(path + "/flags") or "0", 16) & 1),
            "carrier": read(path + "/carrier") == "1",
            "mtu": int(read(path + "/mtu") or 0),
            # Mbit/s; a virtual interface has none of its own.
            "speed": int(speed) if speed.isdigit() else 0,
            "linklocal": linklocal.get(name, ""),
            "master": os.path.basename(os.path.realpath(path + "/master")) if os.path.exists(path + "/master") else "",
        }
    return found


def grouped(routes, ignored, whole):
    """Prefixes with the same ports as one line of sums, or each by itself. The sums tell any two sets apart that differ
    in one prefix, and all but surely others."""
    groups, listed = {}, {}
    for prefix, names in routes:
        if prefix in ignored:
            continue
        key = ",".join(sorted(names))
        if whole:
            listed.setdefault(key, []).append(prefix)
        address, length = prefix.split("/")
        value = int.from_bytes(ipaddress.ip_address(address).packed[-4:], "big")
        sums = groups.setdefault(key, [0, 0, 0, 0])
        sums[0] += 1
        sums[1] += value
        sums[2] += (value % MODULUS) ** 2
        sums[3] += int(length)
    result = {"groups": {key: ":".join(map(str, sums)) for key, sums in groups.items()}}
    if whole:
        result["prefixes"] = listed
    return result


def with_length(prefix):
    return prefix if "/" in prefix else prefix + ("/128" if ":" in prefix else "/32")


def kernel_routes(family):
    """Prefixes that BGP put into the kernel, each with the ports that are alive."""
    for route in json.loads(output("ip", family, "-j", "route", "show", "proto", "bgp") or "[]"):
        hops = route.get("nexthops") or [route]
        names = [
            hop["dev"] for hop in hops if "dev" in hop and not {"dead", "linkdown"} & set(hop.get("flags") or [])
        ]
        yield with_length(route["dst"]), names


def frr_routes(document):
    """Prefixes that BGP gave to FRR's table, each with the ports in use."""
    for prefix, entries in document.items():
        for entry in entries:
            if entry.get("selected"):
                hops = [hop for hop in entry.get("nexthops", []) if hop.get("active")]
                yield with_length(prefix), [hop.get("interfaceName", "?") for hop in hops]


def routing(questions):
    """FRR's sessions and both tables; null where there is no FRR."""
    if not shutil.which("vtysh"):
        return None
    found = documents(
        output(
            "vtysh",
            "-c",
            "show bgp summary json",
            "-c",
            "show ip route bgp json",
            "-c",
            "show ipv6 route bgp json",
        )
    )
    if len(found) < 3:
        return None
    ignored, whole = set(questions["ignored"]), questions["whole"]
    tables = {}
    for key, family, document in (("4", "-4", found[1]), ("6", "-6", found[2])):
        if key == "4" or questions["ipv6"]:
            tables["kernel" + key] = grouped(kernel_routes(family), ignored, whole)
            tables["frr" + key] = grouped(frr_routes(document), ignored, whole)
    return {"summary": found[0], "tables": tables}


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


class Probes:
    """Echo requests through chosen ports that routers must not fragment. One probe is answered by the first reply; a
    multicast probe by one reply or more."""

    def __init__(self, source):
        self.id = os.getpid() & 0xFFFF
        self.wanted, self.answers, self.said, self.refused = [], {}, {}, {}
        self.v4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self.v4.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_PROBE)
        self.source = source
        try:
            self.v6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
            self.v6.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_PROBE)
            self.v6.setsockopt(socket.IPPROTO_IPV6, IPV6_DONTFRAG, 1)
            self.v6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
        except OSError:
            self.v6 = None
        for s in (self.v4, self.v6):
            if s:
                s.setblocking(False)
                s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)

    def ask(self, port, address, size):
        """One more probe; size is that of the whole packet, 0 for a small one."""
        self.wanted.append((port, address, size))
        return len(self.wanted) - 1

    def send(self, number):
        port, address, size = self.wanted[number]
        v6 = ":" in address
        payload = bytes(max(size - (48 if v6 else 28), 0) if size else SMALL)
        try:
            index = socket.if_nametoindex(port) if port else 0
            if v6:
                head = struct.pack("!BBHHH", 128, 0, 0, self.id, number & 0xFFFF)
                self.v6.sendto(head + payload, (address, 0, 0, index))
            else:
                head = struct.pack("!BBHHH", 8, 0, 0, self.id, number & 0xFFFF)
                value = checksum(head + payload + bytes(len(payload) % 2))
                head = struct.pack("!BBHHH", 8, 0, value, self.id, number & 0xFFFF)
                where = struct.pack("=I4s4s", index, socket.inet_aton(self.source), bytes(4))
                self.v4.sendmsg([head + payload], [(socket.IPPROTO_IP, IP_PKTINFO, where)], 0, (address, 0))
            self.refused.pop(number, None)
        except (OSError, AttributeError) as e:
            self.refused[number] = getattr(e, "strerror", None) or str(e)

    def receive(self):
        for s in (self.v4, self.v6):
            while s:
                try:
                    data, sender = s.recvfrom(65535)
                except BlockingIOError:
                    break
                except OSError:
                    continue
                self.take(data, sender[0].split("%")[0], s is self.v6)

    def take(self, data, sender, v6):
        if not v6:
            data = data[(data[0] & 15) * 4 :]
        if len(data) < 8:
            return
        kind, code, _, id_, number = struct.unpack("!BBHHH", data[:8])
        if kind == (129 if v6 else 0) and id_ == self.id and number < len(self.wanted):
            self.answers.setdefault(number, set()).add(sender)
        elif not v6 and kind == ICMP_UNREACHABLE:
            inner = data[8:]
            inner = inner[(inner[0] & 15) * 4 :] if inner else b""
            if len(inner) >= 8:
                _, _, _, id_, number = struct.unpack("!BBHHH", inner[:8])
                if id_ == self.id and number < len(self.wanted):
                    mtu = struct.unpack("!H", data[6:8])[0]
                    why = "carries %d bytes" % mtu if code == FRAGMENTATION_NEEDED else "code %d" % code
                    self.said[number] = sender + " " + why

    def run(self):
        import select

        sockets = [s for s in (self.v4, self.v6) if s]
        for patience in ROUNDS:
            open_ = [n for n in range(len(self.wanted)) if n not in self.answers]
            for n, number in enumerate(open_):
                self.send(number)
                if n % 32 == 31:
                    self.receive()
            end = time.monotonic() + patience
            while any(n not in self.answers and n not in self.refused for n in open_):
                left = end - time.monotonic()
                if left <= 0:
                    break
                select.select(sockets, [], [], left)
                self.receive()

    def result(self, number):
        """How it went: ok, or why not."""
        if number in self.answers:
            return "ok"
        return self.refused.get(number) or self.said.get(number) or "no answer"


def way_mtu(address):
    """Bytes that the port takes by which packets to that address leave: what a network that exists is asked to carry."""
    words = output("ip", family(address), "-o", "route", "get", address).split()
    port = words[words.index("dev") + 1] if "dev" in words else "lo"
    return int(read("/sys/class/net/%s/mtu" % port) or 1280)


def probed(questions):
    probes = Probes(questions["source"])
    mtu = questions["mtu"]
    near = [
        (port, address, [probes.ask(port, address, size) for size in (0, mtu)]) for port, address in questions["near"]
    ]
    # All nodes of the link (RFC 4291): whoever is there answers, expected or not, with its own address of that port.
    links = [(port, [probes.ask(port, "ff02::1", size) for size in (0, mtu)]) for port in questions["links"]]
    far = [
        (name, port, probes.ask(port, address, mtu or way_mtu(address)))
        for name, address in questions["far"]
        for port in questions["exits"]
    ]
    probes.run()
    return {
        "near": {port: [probes.result(n) for n in numbers] for port, address, numbers in near},
        "links": {
            port: {
                "small": probes.result(numbers[0]),
                "full": probes.result(numbers[1]),
                "from": sorted(probes.answers.get(numbers[0], set()) | probes.answers.get(numbers[1], set())),
            }
            for port, numbers in links
        },
        "far": {
            "asked": len(far),
            "lost": [[name, port, probes.result(n)] for name, port, n in far if n not in probes.answers],
        },
    }


def spread(questions):
    """How the kernel would spread flows over the next hops of one destination; nothing is sent."""
    address, flows = questions["spread"], questions["flows"]
    if not address:
        return {}
    lines = "".join(
        "route get %s from %s ipproto udp sport %d dport 4791\n" % (address, questions["source"], 1024 + flow)
        for flow in range(flows)
    )
    counts = {}
    for line in output("ip", family(address), "-o", "-batch", "-", input=lines).splitlines():
        words = line.split()
        if "dev" in words:
            port = words[words.index("dev") + 1]
            counts[port] = counts.get(port, 0) + 1
    return counts


def chosen_source(questions):
    """The address that a packet to the first far destination is sent from."""
    if not questions["far"]:
        return ""
    address = questions["far"][0][1]
    words = output("ip", family(address), "-o", "route", "get", address).split()
    return words[words.index("src") + 1] if "src" in words else ""


def lldp():
    """What lldpd knows of the neighbours, as it says it; null where it does not run."""
    if not shutil.which("lldpcli"):
        return None
    found = documents(output("lldpcli", "-f", "json0", "show", "neighbors"))
    return found[0] if found else None


def addressed(questions):
    """Whether the device has the address that it is to send from."""
    version = socket.AF_INET6 if ":" in questions["source"] else socket.AF_INET
    with socket.socket(version, socket.SOCK_DGRAM) as s:
        try:
            s.bind((questions["source"], 0))
            return True
        except OSError:
            return False


def main():
    questions = json.loads(sys.argv[1])
    result = {"addressed": addressed(questions), "ports": ports(), "routing": routing(questions)}
    if not questions["whole"]:
        result.update(probed(questions))
        result.update({"lldp": lldp(), "spread": spread(questions), "source": chosen_source(questions)})
    json.dump(result, sys.stdout, separators=(",", ":"), sort_keys=True)


main()
