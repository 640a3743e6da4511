package io.petaforge.cloud.aws;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A route table of the cluster, with one way out and the subnets that take it. */
final class Routes {
    private static final String WORLD = "0.0.0.0/0";

    private final Ec2 ec2;
    private final Ensured ensured;
    private final String table;

    private Routes(Ec2 ec2, Ensured ensured, String table) {
        this.ec2 = ec2;
        this.ensured = ensured;
        this.table = table;
    }

    /** @param part empty for that of the subnets with public addresses */
    static Routes ensure(Ec2 ec2, Ensured ensured, String vpc, String part, String name) {
        return new Routes(
                ec2,
                ensured,
                ensured.thing(
                        "DescribeRouteTables", "routeTableSet", "routeTableId", part, "route table", () -> ec2.network()
                                .createRouteTable(vpc, ensured.named(name, part))));
    }

    private Optional<Xml> now() {
        return ensured.found("DescribeRouteTables", "routeTableSet", "routeTableId", table);
    }

    void throughGateway(String gateway) {
        ensured.once(() -> now().filter(found -> wayOut(found).isPresent()), () -> ec2.network()
                .routeToGateway(table, gateway));
    }

    /** The way out is this one; that through a gateway that is gone is replaced. */
    void throughNat(String nat) {
        Supplier<Optional<Xml>> done = () -> now().filter(found -> wayOut(found)
                .filter(route -> route.value("natGatewayId").equals(nat))
                .isPresent());
        ensured.once(done, () -> ec2.network()
                .routeToNat(table, nat, now().flatMap(Routes::wayOut).isPresent()));
    }

    private static Optional<Xml> wayOut(Xml table) {
        return table.items("routeSet").stream()
                .filter(route -> route.value("destinationCidrBlock").equals(WORLD))
                .findFirst();
    }

    void serve(Collection<String> subnets) {
        List<String> associated = associations();
        subnets.stream()
                .filter(subnet -> !associated.contains(subnet))
                .forEach(subnet -> ensured.once(
                        () -> now().filter(found -> associations(found).contains(subnet)),
                        () -> ec2.network().associate(table, subnet)));
    }

    private List<String> associations() {
        return now().map(Routes::associations).orElse(List.of());
    }

    private static List<String> associations(Xml table) {
        return table.items("associationSet").stream()
                .map(association -> association.value("subnetId"))
                .toList();
    }
}
