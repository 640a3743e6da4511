package io.petaforge.network.dc;

import io.petaforge.api.BitRate;
import io.petaforge.api.MachineId;
import io.petaforge.api.PortRef;
import io.petaforge.network.FabricRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides every cable: hosts to leaves, leaves to each other, to every spine of their pod, spines to their plane. */
final class Cabling {
    private final DataCenterRequest request;
    private final Shape shape;
    private final Numbers numbers;
    private final PortMap ports;
    private final Addresses addresses;
    private final List<Link> links = new ArrayList<>();
    private final Map<MachineId, List<Port>> cabled = new HashMap<>();

    private Cabling(DataCenterRequest request, Shape shape, Numbers numbers) {
        this.request = request;
        this.shape = shape;
        this.numbers = numbers;
        this.ports = new PortMap(request, shape);
        this.addresses = new Addresses(request, shape);
    }

    /** Cables the racks in the order given, then the pods. */
    static Cabling of(DataCenterRequest request, Shape shape, Numbers numbers, List<FabricRequest.Rack> racks) {
        Cabling cabling = new Cabling(request, shape, numbers);
        racks.forEach(cabling::rack);
        int pods = racks.stream()
                .mapToInt(rack -> cabling.pod(numbers.rack(rack.name())) + 1)
                .max()
                .orElse(0);
        for (int pod = 0; pod < pods; pod++) {
            cabling.core(pod);
        }
        return cabling;
    }

    List<Link> links() {
        return links;
    }

    /** The cabled ports of a device, in the order of its panel. */
    List<Port> ports(MachineId device) {
        return cabled.getOrDefault(device, List.of()).stream()
                .sorted(Comparator.comparingInt(Port::cage)
                        .thenComparingInt(port -> port.name().length())
                        .thenComparing(Port::name))
                .toList();
    }

    private int pod(int rack) {
        return rack / shape.racksPerPod();
    }

    private void rack(FabricRequest.Rack rack) {
        int number = numbers.rack(rack.name());
        for (MachineId host : rack.hosts()) {
            host(rack.name(), number, host);
        }
        for (int leaf = 0; leaf < shape.leavesPerRack(); leaf++) {
            MachineId id = Naming.leaf(shape, rack.name(), leaf);
            for (int link = 0; leaf % 2 == 1 && link < shape.peerLinks(); link++) {
                PortBank.Slot slot = ports.leafToPeer(link);
                connect(
                        LinkKind.PEER,
                        Naming.leaf(shape, rack.name(), leaf - 1),
                        slot,
                        id,
                        slot,
                        shape.uplinkRate(),
                        CableLengths.betweenLeaves(),
                        Optional.empty());
            }
            for (int spine = 0; spine < shape.spines(); spine++) {
                for (int link = 0; link < shape.spineLinks(); link++) {
                    connect(
                            LinkKind.UPLINK,
                            id,
                            ports.leafToSpine(spine, link),
                            Naming.spine(shape, pod(number), spine),
                            ports.spineToLeaf(number % shape.racksPerPod(), leaf, link),
                            shape.uplinkRate(),
                            CableLengths.toSpines(number),
                            addresses.link(addresses.uplinkIndex(number, leaf, spine, link)));
                }
            }
        }
    }

    private void host(String rack, int rackNumber, MachineId host) {
        int number = numbers.host(host);
        List<String> names = request.host().ports();
        for (int port = 0; port < names.size(); port++) {
            connect(
                    LinkKind.HOST,
                    host,
                    new PortBank.Slot(names.get(port), port, names.get(port), 1),
                    Naming.leaf(shape, rack, port % shape.leavesPerRack()),
                    ports.leafToHost(number, port / shape.leavesPerRack()),
                    request.host().rate(),
                    CableLengths.inRack(number),
                    request.design().hostsRoute()
                            ? addresses.link(addresses.hostLinkIndex(rackNumber, number, port))
                            : Optional.empty());
        }
    }

    private void core(int pod) {
        for (int spine = 0; spine < shape.spines(); spine++) {
            for (int core = 0; core < shape.superSpines(); core++) {
                for (int link = 0; link < shape.coreLinks(); link++) {
                    connect(
                            LinkKind.CORE,
                            Naming.spine(shape, pod, spine),
                            ports.spineToCore(core, link),
                            Naming.superSpine(spine, core),
                            ports.coreToSpine(pod, link),
                            shape.coreRate(),
                            CableLengths.betweenSpines(),
                            addresses.link(addresses.coreLinkIndex(pod, spine, core, link)));
                }
            }
        }
    }

    private void connect(
            LinkKind kind,
            MachineId lower,
            PortBank.Slot lowerPort,
            MachineId upper,
            PortBank.Slot upperPort,
            BitRate rate,
            int metres,
            Optional<List<String>> ends) {
        PortRef a = new PortRef(lower, lowerPort.name());
        PortRef b = new PortRef(upper, upperPort.name());
        links.add(new Link(kind, a, b, rate, metres, Medium.of(metres)));
        cable(a, lowerPort, rate, kind, b, ends.map(both -> both.get(0)));
        cable(b, upperPort, rate, kind, a, ends.map(both -> both.get(1)));
    }

    private void cable(
            PortRef at, PortBank.Slot slot, BitRate rate, LinkKind kind, PortRef peer, Optional<String> address) {
        cabled.computeIfAbsent(at.machine(), id -> new ArrayList<>())
                .add(new Port(slot.name(), slot.cage(), slot.cageName(), slot.parts(), rate, kind, peer, address));
    }
}
