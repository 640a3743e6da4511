package io.petaforge.cloud.aws;

import io.petaforge.api.Cidr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jclouds.aws.ec2.AWSEC2Api;
import org.jclouds.aws.ec2.options.RouteOptions;

/** EC2's operations that make a network. Everything has its tags from the request that makes it. */
final class NetworkCalls {
    private final Ec2 ec2;
    private final AWSEC2Api stock;
    private final Calls calls;

    NetworkCalls(Ec2 ec2, AWSEC2Api stock, Calls calls) {
        this.ec2 = ec2;
        this.stock = stock;
        this.calls = calls;
    }

    String createVpc(Cidr range, Map<String, String> tags) {
        return calls.send("CreateVpc", Calls.Again.TWICE, () -> stock.getVPCApi()
                .get()
                .createVpc(null, range.text(), Options.vpc(TagSpecifications.of(tags, List.of("vpc"))))
                .id());
    }

    String createGateway(Map<String, String> tags) {
        return calls.send("CreateInternetGateway", Calls.Again.TWICE, () -> stock.getInternetGatewayApi()
                .get()
                .createInternetGateway(null, Options.gateway(TagSpecifications.of(tags, List.of("internet-gateway"))))
                .id());
    }

    void attachGateway(String gateway, String vpc) {
        calls.sendFresh("AttachInternetGateway", Calls.Again.TWICE, () -> stock.getInternetGatewayApi()
                .get()
                .attachInternetGateway(null, gateway, vpc));
    }

    String createRouteTable(String vpc, Map<String, String> tags) {
        return calls.sendFresh("CreateRouteTable", Calls.Again.TWICE, () -> stock.getRouteTableApi()
                .get()
                .createRouteTable(null, vpc, Options.routeTable(TagSpecifications.of(tags, List.of("route-table"))))
                .id());
    }

    void routeToGateway(String table, String gateway) {
        calls.sendFresh("CreateRoute", Calls.Again.SAME, () -> stock.getRouteTableApi()
                .get()
                .createRoute(
                        null,
                        table,
                        new RouteOptions().destinationCidrBlock("0.0.0.0/0").gatewayId(gateway)));
    }

    void associate(String table, String subnet) {
        calls.sendFresh(
                "AssociateRouteTable",
                Calls.Again.SAME,
                () -> Optional.ofNullable(stock.getRouteTableApi().get().associateRouteTable(null, table, subnet)));
    }

    String createSubnet(String vpc, Cidr range, String zone, Map<String, String> tags) {
        Map<String, String> parameters = new LinkedHashMap<>(TagSpecifications.of(tags, List.of("subnet")));
        parameters.put("AvailabilityZone", zone);
        return calls.sendFresh("CreateSubnet", Calls.Again.TWICE, () -> stock.getAWSSubnetApi()
                .get()
                .createSubnetInRegion(null, vpc, range.text(), Options.subnet(parameters))
                .getSubnetId());
    }

    String createSecurityGroup(String vpc, String name, Map<String, String> tags) {
        Map<String, String> parameters = new LinkedHashMap<>(TagSpecifications.of(tags, List.of("security-group")));
        parameters.put("VpcId", vpc);
        return calls.sendFresh("CreateSecurityGroup", Calls.Again.TWICE, () -> stock.getSecurityGroupApi()
                .get()
                .createSecurityGroupInRegionAndReturnId(
                        null, name, "petaforge cluster " + name, Options.securityGroup(parameters)));
    }

    void createPlacementGroup(String name, AwsSettings.Placement kind, int partitions, Map<String, String> tags) {
        Ec2Request request = Ec2Request.of("CreatePlacementGroup")
                .with("GroupName", name)
                .with("Strategy", kind.word())
                .with(TagSpecifications.of(tags, List.of("placement-group")));
        ec2.call(
                kind == AwsSettings.Placement.PARTITION ? request.with("PartitionCount", partitions) : request,
                Calls.Again.TWICE,
                false);
    }

    /** A public address that stays; its allocation's id. */
    String allocateAddress(Map<String, String> tags) {
        return ec2.call(
                        Ec2Request.of("AllocateAddress")
                                .with("Domain", "vpc")
                                .with(TagSpecifications.of(tags, List.of("elastic-ip"))),
                        Calls.Again.TWICE,
                        false)
                .value("allocationId");
    }

    /** @param token the same request under the same token makes one gateway, however often it is sent */
    String createNat(String subnet, String address, String token, Map<String, String> tags) {
        return ec2.call(
                        Ec2Request.of("CreateNatGateway")
                                .with("SubnetId", subnet)
                                .with("AllocationId", address)
                                .with("ClientToken", token)
                                .with(TagSpecifications.of(tags, List.of("natgateway"))),
                        Calls.Again.SAME,
                        true)
                .value("natGateway", "natGatewayId");
    }

    /** @param instead whether the table has a way out already, which this one replaces */
    void routeToNat(String table, String nat, boolean instead) {
        ec2.call(
                Ec2Request.of(instead ? "ReplaceRoute" : "CreateRoute")
                        .with("RouteTableId", table)
                        .with("DestinationCidrBlock", "0.0.0.0/0")
                        .with("NatGatewayId", nat),
                Calls.Again.SAME,
                true);
    }
}
