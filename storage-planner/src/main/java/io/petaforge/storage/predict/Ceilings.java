package io.petaforge.storage.predict;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.storage.hardware.Clients;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What each component allows by itself. Data follows capacity, so a host's share of the OSDs' work is its share of the
 * bytes, and the host that is weakest for its share sets the limit of all; gateways and clients spread evenly.
 */
final class Ceilings {
    private static final double GIB = 1 << 30;
    private static final double MIB = 1 << 20;
    private static final double GATEWAY_PIECE = 4;
    /** Bytes that a drive with a promised number of operations moves by one: what EBS counts as one on flash. */
    private static final double DRIVE_PIECE = 256 << 10;

    private final Shape shape;
    private final ModelParameters parameters;
    private final double raw;
    private final int hosts;

    Ceilings(Shape shape, ModelParameters parameters) {
        this.shape = shape;
        this.parameters = parameters;
        raw = shape.raw().bytes();
        hosts = shape.hosts();
    }

    /** By Ceph's own protocol, in objects of 4 MiB at most. */
    Limited rados(Demand demand) {
        return Limited.by(storage(demand, Math.min(GATEWAY_PIECE, mebibytes()), 1));
    }

    /** Through the gateways. */
    Limited s3(Demand demand) {
        ModelParameters.Network network = parameters.network();
        double tls = shape.tls() ? (demand.write() ? network.tlsPut() : network.tlsGet()) : 1;
        Map<Component, ByteRate> ceilings = storage(demand, mebibytes(), tls);
        ceilings.put(Component.GATEWAYS, ByteRate.of(Math.min(daemons(demand), gatewayHosts(demand, tls))));
        return Limited.by(ceilings);
    }

    private Map<Component, ByteRate> storage(Demand demand, double object, double tls) {
        Map<Component, ByteRate> ceilings = new EnumMap<>(Component.class);
        double drives =
                demand.write() ? parameters.drive().write() : parameters.drive().read();
        ToDoubleFunction<HostType> bandwidth =
                type -> drives * (demand.write() ? type.driveWrite() : type.driveRead()).bytesPerSecond();
        ceilings.put(
                Component.DRIVES,
                ByteRate.of(
                        shape.shared()
                                ? oneDrive(demand) * drives / demand.drive()
                                : weakest(type -> bandwidth.applyAsDouble(type) / (demand.drive() * share(type)))));
        if (shape.groups().stream()
                .anyMatch(group -> group.type().driveOperations().isPresent())) {
            double each = Math.max(
                    demand.operations() / (Math.min(GATEWAY_PIECE, mebibytes()) * MIB), demand.drive() / DRIVE_PIECE);
            ceilings.put(
                    Component.OPERATIONS,
                    ByteRate.of(weakest(type -> type.driveOperations().isPresent()
                            ? type.driveOperations().getAsLong() / (each * share(type))
                            : Double.POSITIVE_INFINITY)));
        }
        double operations = demand.write()
                ? parameters.operations().write()
                : parameters.operations().read();
        ceilings.put(
                Component.OSDS,
                ByteRate.of(
                        shape.osds() * operations / demand.operations() * Math.min(GATEWAY_PIECE, mebibytes()) * MIB));
        ceilings.put(Component.CPU, ByteRate.of(cpu(demand) * GIB));
        if (!shape.shared()) {
            ceilings.put(
                    Component.NIC, ByteRate.of(tls * weakest(type -> ports(type, type.network(), demand, object))));
            if (shape.groups().stream().anyMatch(group -> group.type().pcieCap().isPresent())) {
                ceilings.put(
                        Component.PCIE,
                        ByteRate.of(tls
                                * weakest(type -> ports(type, type.pcieCap().orElse(type.network()), demand, object))));
            }
            shape.clients()
                    .filter(clients -> !clients.onStorageHosts())
                    .ifPresent(clients -> ceilings.put(Component.CLIENTS, clients(clients, demand, object)));
        }
        return ceilings;
    }

    private double ports(HostType type, BitRate link, Demand demand, double object) {
        double gateways = shape.gateways().own().isEmpty() ? 1.0 / hosts : 0;
        double clients = shape.clients().map(Clients::onStorageHosts).orElse(false) ? 1.0 / hosts : 0;
        double out = demand.osdOut() * share(type) + demand.gatewayOut() * gateways + demand.clientOut() * clients;
        double in = demand.osdIn() * share(type) + demand.gatewayIn() * gateways + demand.clientIn() * clients;
        return ByteRate.ofLink(link).bytesPerSecond() * reach(demand, out, in, object);
    }

    /** Users' bytes a second for each byte a second of line rate. */
    private double reach(Demand demand, double out, double in, double object) {
        ModelParameters.Network network = parameters.network();
        double busier = Math.max(out, in);
        if (busier == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return demand.write()
                ? 1 / (network.writeBase() + network.writePerObject() / Math.max(GATEWAY_PIECE, object)) / busier
                : Math.min(network.oneWay() / busier, 2 * network.bothWays() / (out + in));
    }

    /** In GiB/s. */
    private double cpu(Demand demand) {
        ModelParameters.Cpu cpu = parameters.cpu();
        if (shape.shared()) {
            int threads = shape.groups().stream()
                    .mapToInt(group -> group.type().threads())
                    .max()
                    .orElse(1);
            return cpu.usable()
                    * threads
                    / (demand.osdCpu()
                            + demand.gatewayCpu()
                            + demand.clientCpu()
                            + demand.crossings() * cpu.software());
        }
        boolean clientsHere = shape.clients().map(Clients::onStorageHosts).orElse(false);
        double evenly =
                ((shape.gateways().own().isEmpty() ? demand.gatewayCpu() : 0) + (clientsHere ? demand.clientCpu() : 0))
                        / hosts;
        return weakest(type -> cpu.usable() * type.threads() / (demand.osdCpu() * share(type) + evenly));
    }

    private double daemons(Demand demand) {
        ModelParameters.Gateway gateway = parameters.gateway();
        double each = demand.write()
                ? Math.min(
                        gateway.put() * GIB, gateway.puts() * shape.objectSize().bytes())
                : Math.min(
                        gateway.get() * GIB, gateway.gets() * shape.objectSize().bytes());
        return shape.gateways().daemons() * each;
    }

    private double gatewayHosts(Demand demand, double tls) {
        Gateways gateways = shape.gateways();
        Optional<HostGroup> own = gateways.own().filter(group -> !shape.shared());
        if (own.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        HostType type = own.get().type();
        BitRate link =
                type.pcieCap().filter(cap -> cap.compareTo(type.network()) < 0).orElse(type.network());
        double port = ByteRate.ofLink(link).bytesPerSecond()
                * reach(demand, demand.gatewayOut(), demand.gatewayIn(), mebibytes())
                * tls;
        double threads = parameters.cpu().usable() * type.threads() / demand.gatewayCpu() * GIB;
        return own.get().hosts() * Math.min(port, threads);
    }

    private ByteRate clients(Clients clients, Demand demand, double object) {
        double port = ByteRate.ofLink(clients.network()).bytesPerSecond()
                * reach(demand, demand.clientOut(), demand.clientIn(), object);
        double threads = parameters.cpu().usable() * clients.threads() / demand.clientCpu() * GIB;
        return ByteRate.of(clients.hosts() * Math.min(port, threads));
    }

    private double share(HostType type) {
        return type.raw().bytes() / raw;
    }

    private double weakest(ToDoubleFunction<HostType> allowed) {
        return shape.groups().stream()
                .filter(group -> group.hosts() > 0)
                .map(HostGroup::type)
                .mapToDouble(allowed)
                .min()
                .orElse(0);
    }

    private double oneDrive(Demand demand) {
        return shape.groups().stream()
                .flatMap(group -> group.type().drives().stream())
                .mapToDouble(drives ->
                        (demand.write() ? drives.type().write() : drives.type().read()).bytesPerSecond())
                .max()
                .orElse(0);
    }

    private double mebibytes() {
        return shape.objectSize().bytes() / MIB;
    }
}
