package io.petaforge.network.capacity;

import io.petaforge.network.dc.LinkKind;
import io.petaforge.network.dc.Role;
import java.util.Arrays;
import java.util.List;

/** Works out what is left of a network without some of its parts. Cost grows with the cables between switches. */
final class Evaluation {
    /** What is left in absolute terms. */
    private record Left(int reached, double bisection, double[] racks) {}

    private final SwitchGraph graph;
    private final Left whole;

    Evaluation(SwitchGraph graph) {
        this.graph = graph;
        this.whole = left(List.of());
    }

    Outcome without(List<Fault> faults) {
        Left now = left(faults);
        double worst = 1;
        for (int rack = 0; rack < graph.racks.size(); rack++) {
            if (whole.racks[rack] > 0) {
                worst = Math.min(worst, now.racks[rack] / whole.racks[rack]);
            }
        }
        return new Outcome(
                graph.hosts - now.reached, whole.bisection == 0 ? 1 : now.bisection / whole.bisection, worst);
    }

    private Left left(List<Fault> faults) {
        boolean[] deadSwitch = new boolean[graph.switches.size()];
        boolean[] deadEdge = new boolean[graph.edges.size()];
        for (Fault fault : faults) {
            switch (fault.kind()) {
                case LEAF, SPINE, SUPER_SPINE -> deadSwitch[fault.at()] = true;
                case PEER_LINK, UPLINK, CORE_LINK -> deadEdge[fault.at()] = true;
                case HOST_LINK -> {}
            }
        }
        int[] parent = new int[graph.switches.size()];
        Arrays.setAll(parent, i -> i);
        double[] coreOf = new double[graph.switches.size()];
        for (int i = 0; i < deadEdge.length; i++) {
            SwitchGraph.Edge edge = graph.edges.get(i);
            deadEdge[i] |= deadSwitch[edge.lower()] || deadSwitch[edge.upper()];
            if (!deadEdge[i]) {
                parent[root(parent, edge.lower())] = root(parent, edge.upper());
                if (edge.kind() == LinkKind.CORE) {
                    coreOf[edge.lower()] += edge.rate();
                }
            }
        }
        int largest = largest(parent, deadSwitch, faults);
        double[] up = new double[deadSwitch.length];
        double uplinks = 0;
        double core = 0;
        for (int i = 0; i < deadEdge.length; i++) {
            SwitchGraph.Edge edge = graph.edges.get(i);
            if (deadEdge[i] || root(parent, edge.lower()) != largest) {
                continue;
            }
            // A spine that lost its plane offers no way to other pods, and its routes there are withdrawn.
            boolean useful = graph.pods < 2 || coreOf[edge.upper()] > 0;
            if (edge.kind() == LinkKind.UPLINK && useful) {
                up[edge.lower()] += edge.rate();
                uplinks += edge.rate();
            } else if (edge.kind() == LinkKind.CORE) {
                core += edge.rate();
            }
        }
        return bandwidth(parent, deadSwitch, faults, largest, up, uplinks, core);
    }

    private Left bandwidth(
            int[] parent,
            boolean[] deadSwitch,
            List<Fault> faults,
            int largest,
            double[] up,
            double uplinks,
            double core) {
        double[] racks = new double[graph.racks.size()];
        double hostTier = 0;
        int reached = 0;
        for (SwitchGraph.Rack rack : graph.racks) {
            for (int leaf = 0; leaf < rack.leaves().length; leaf++) {
                int at = rack.leaves()[leaf];
                if (!deadSwitch[at] && root(parent, at) == largest) {
                    double down = (rack.hosts() * graph.hostLinks - lost(faults, rack.index(), -1, leaf))
                            * graph.hostLinkRate;
                    hostTier += down;
                    racks[rack.index()] += graph.racks.size() > 1 ? Math.min(down, up[at]) : down;
                }
            }
            reached += reached(rack, parent, deadSwitch, faults, largest);
        }
        double narrowest = graph.racks.size() > 1 ? Math.min(hostTier, uplinks) : hostTier;
        return new Left(reached, (graph.pods > 1 ? Math.min(narrowest, core) : narrowest) / 2, racks);
    }

    /** Hosts of a rack with a link to a leaf that is part of {@code component}. */
    private int reached(SwitchGraph.Rack rack, int[] parent, boolean[] deadSwitch, List<Fault> faults, int component) {
        boolean[] good = new boolean[rack.leaves().length];
        boolean any = false;
        for (int leaf = 0; leaf < good.length; leaf++) {
            int at = rack.leaves()[leaf];
            good[leaf] = !deadSwitch[at] && root(parent, at) == component;
            any |= good[leaf];
        }
        int reached = any ? rack.hosts() : 0;
        for (int i = 0; any && i < faults.size(); i++) {
            Fault fault = faults.get(i);
            boolean first = fault.kind() == Fault.Kind.HOST_LINK
                    && fault.at() == rack.index()
                    && faults.subList(0, i).stream()
                            .noneMatch(other -> other.kind() == Fault.Kind.HOST_LINK
                                    && other.at() == fault.at()
                                    && other.host() == fault.host());
            if (first) {
                boolean alive = false;
                for (int leaf = 0; leaf < good.length; leaf++) {
                    alive |= good[leaf] && lost(faults, rack.index(), fault.host(), leaf) < graph.hostLinks;
                }
                reached -= alive ? 0 : 1;
            }
        }
        return reached;
    }

    /** Links of a rack's host (or of all, -1) to a leaf that failed. */
    private static int lost(List<Fault> faults, int rack, int host, int leaf) {
        int lost = 0;
        for (Fault fault : faults) {
            if (fault.kind() == Fault.Kind.HOST_LINK
                    && fault.at() == rack
                    && fault.leaf() == leaf
                    && (host < 0 || fault.host() == host)) {
                lost++;
            }
        }
        return lost;
    }

    /** The connected part with the most hosts, and among equals with the lowest switch. */
    private int largest(int[] parent, boolean[] deadSwitch, List<Fault> faults) {
        int[] hosts = new int[parent.length];
        for (SwitchGraph.Rack rack : graph.racks) {
            for (int leaf = 0; leaf < rack.leaves().length; leaf++) {
                int at = rack.leaves()[leaf];
                int component = root(parent, at);
                boolean counted = false;
                for (int before = 0; before < leaf; before++) {
                    counted |= root(parent, rack.leaves()[before]) == component && !deadSwitch[rack.leaves()[before]];
                }
                if (!deadSwitch[at] && !counted) {
                    hosts[component] += reached(rack, parent, deadSwitch, faults, component);
                }
            }
        }
        int best = -1;
        for (int at = 0; at < parent.length; at++) {
            int component = root(parent, at);
            if (!deadSwitch[at]
                    && graph.switches.get(at).role() == Role.LEAF
                    && (best < 0 || hosts[component] > hosts[best])) {
                best = component;
            }
        }
        return best;
    }

    private static int root(int[] parent, int at) {
        int here = at;
        while (parent[here] != here) {
            parent[here] = parent[parent[here]];
            here = parent[here];
        }
        return here;
    }
}
