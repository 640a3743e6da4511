# Gives the S3 user keys and takes others away, and leaves all else about it, keys of others too, as it is: radosgw-admin's
# own commands want the keys as arguments, for everyone to see. Reads JSON:
#   {"name": entity that asks, "user": user id, "keep": [{"access": ..., "secret": ...}, ...], "drop": [access key, ...],
#    "index": [pool, namespace]}
import json
import subprocess
import sys


def metadata(order, verb, text=""):
    argv = ["radosgw-admin", "--name", order["name"], "metadata", verb, "user:" + order["user"]]
    done = subprocess.run(argv, input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit("radosgw-admin metadata %s exited %d: %s" % (verb, done.returncode, done.stderr[-2000:]))
    return done.stdout


def forget(order):
    """The index of a key that the user had lost before, when this was killed in between."""
    import rados

    cluster = rados.Rados(conffile="/etc/ceph/ceph.conf", name=order["name"], conf={"rados_osd_op_timeout": "30"})
    cluster.connect()
    with cluster.open_ioctx(order["index"][0]) as pool:
        pool.set_namespace(order["index"][1])
        for access in order["drop"]:
            try:
                pool.remove_object(access)
            except rados.ObjectNotFound:
                pass


def main():
    order = json.load(sys.stdin)
    data = json.loads(metadata(order, "get"))["data"]
    ours = [key["access"] for key in order["keep"]] + order["drop"]
    data["keys"] = [key for key in data["keys"] if key["access_key"] not in ours] + [
        {"user": order["user"], "access_key": key["access"], "secret_key": key["secret"]} for key in order["keep"]
    ]
    # Without its version: the store gives it the next one.
    metadata(order, "put", json.dumps({"data": data}))
    if order["drop"]:
        forget(order)


main()
