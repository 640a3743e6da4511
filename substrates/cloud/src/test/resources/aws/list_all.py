"""Lists what moto holds, each time that a line comes in: one line for each thing, then a dot."""

import sys

import boto3

ec2 = boto3.client(
    "ec2",
    region_name="eu-central-1",
    endpoint_url=sys.argv[1],
    aws_access_key_id="testing",
    aws_secret_access_key="testing",
)
for _ in sys.stdin:
    default = [v["VpcId"] for v in ec2.describe_vpcs()["Vpcs"] if v["IsDefault"]]
    # One answer holds a hundred requests' machines, those that are gone too.
    for page in ec2.get_paginator("describe_instances").paginate():
        for i in (i for reservation in page["Reservations"] for i in reservation["Instances"]):
            if i["State"]["Name"] != "terminated":
                print("instance", i["InstanceType"], i["State"]["Name"], i["Placement"]["AvailabilityZone"])
    for v in ec2.describe_volumes()["Volumes"]:
        print("volume", v["VolumeType"], v["Size"])
    for v in ec2.describe_vpcs()["Vpcs"]:
        if v["VpcId"] not in default:
            print("vpc", v["CidrBlock"])
    for v in ec2.describe_subnets()["Subnets"]:
        if v["VpcId"] not in default:
            print("subnet", v["CidrBlock"], v["AvailabilityZone"])
    for v in ec2.describe_internet_gateways()["InternetGateways"]:
        print("gateway")
    for v in ec2.describe_route_tables()["RouteTables"]:
        if v["VpcId"] not in default:
            print("route-table")
    for v in ec2.describe_security_groups()["SecurityGroups"]:
        if v["VpcId"] not in default:
            print("security-group", v["GroupName"])
    # moto keeps the interface of a gateway that was deleted, which is EC2's own and goes with it.
    kept = set()
    for n in ec2.describe_nat_gateways()["NatGateways"]:
        if n["State"] == "deleted":
            kept.update(a["NetworkInterfaceId"] for a in n["NatGatewayAddresses"])
        else:
            print("nat-gateway", n["State"])
    for v in ec2.describe_network_interfaces()["NetworkInterfaces"]:
        if v["NetworkInterfaceId"] not in kept:
            print("interface")
    for a in ec2.describe_addresses()["Addresses"]:
        print("address")
    for k in ec2.describe_key_pairs()["KeyPairs"]:
        print("key-pair", k["KeyName"])
    print(".")
