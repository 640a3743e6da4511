package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cidr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way through a security group: into its machines, or out of them. Pure.
 *
 * @param protocol {@code tcp}, or {@code -1} for all
 * @param first of its ports; -1 for a protocol without, and for all
 * @param last of its ports
 * @param other what is at the other end: a range, or the id of a group
 */
record SecurityRule(String protocol, long first, long last, End end, String other) {
    /** Shorter prefixes are the world, or halves of it: the largest blocks that one owner has are /8 and /20 wide. */
    private static final int LEAST_IPV4 = 8;

    private static final int LEAST_IPV6 = 20;
    private static final int SSH = 22;

    /** What can be at the other end, and what EC2 calls it in requests and in answers. */
    enum End {
        IPV4("IpRanges", "CidrIp", "ipRanges", "cidrIp"),
        IPV6("Ipv6Ranges", "CidrIpv6", "ipv6Ranges", "cidrIpv6"),
        GROUP("Groups", "GroupId", "groups", "groupId"),
        LIST("PrefixListIds", "PrefixListId", "prefixListIds", "prefixListId");

        private final String asked;
        private final String askedKey;
        private final String told;
        private final String toldKey;

        End(String asked, String askedKey, String told, String toldKey) {
            this.asked = asked;
            this.askedKey = askedKey;
            this.told = told;
            this.toldKey = toldKey;
        }
    }

    SecurityRule {
        requireNonNull(protocol, "protocol");
        requireNonNull(end, "end");
        requireNonNull(other, "other");
    }

    /** What EC2 gives every new group: all ways out are open. */
    static final SecurityRule ANYWHERE = new SecurityRule("-1", -1, -1, End.IPV4, "0.0.0.0/0");

    static SecurityRule ssh(Cidr range) {
        return new SecurityRule("tcp", SSH, SSH, range.isIpv6() ? End.IPV6 : End.IPV4, canonical(range.text()));
    }

    static SecurityRule sshOfGroup(String group) {
        return new SecurityRule("tcp", SSH, SSH, End.GROUP, group);
    }

    /**
     * Everything among the machines of a group. Ceph's and Spark's daemons take ports of their own choice, so that no shorter
     * list would do there.
     */
    static SecurityRule among(String group) {
        return new SecurityRule("-1", -1, -1, End.GROUP, group);
    }

    /** The rules that a group has. {@code set} is {@code ipPermissions} or {@code ipPermissionsEgress}. */
    static List<SecurityRule> read(Xml group, String set) {
        List<SecurityRule> rules = new ArrayList<>();
        for (Xml permission : group.items(set)) {
            for (End end : End.values()) {
                for (Xml item : permission.items(end.told)) {
                    String other = item.value(end.toldKey);
                    rules.add(new SecurityRule(
                            permission.value("ipProtocol"),
                            permission.number(-1, "fromPort"),
                            permission.number(-1, "toPort"),
                            end,
                            canonical(other)));
                }
            }
        }
        return List.copyOf(rules);
    }

    /** An IPv6 range can be written in many ways, and EC2 answers with another than it was asked for. */
    private static String canonical(String range) {
        try {
            Cidr read = Cidr.parse(range);
            return read.address(0) + "/" + read.length();
        } catch (IllegalArgumentException e) {
            return range;
        }
    }

    /** Whether it would let in the world. */
    static boolean opensToTheWorld(Cidr range) {
        return range.length() < (range.isIpv6() ? LEAST_IPV6 : LEAST_IPV4);
    }

    /** As form parameters of a request that makes it. */
    Map<String, String> allowed(String prefix) {
        if ((end == End.IPV4 || end == End.IPV6) && opensToTheWorld(Cidr.parse(other))) {
            throw new IllegalArgumentException("this rule would let in the world: " + other);
        }
        return parameters(prefix);
    }

    /** As form parameters. */
    Map<String, String> parameters(String prefix) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(prefix + ".IpProtocol", protocol);
        if (!protocol.equals("-1")) {
            parameters.put(prefix + ".FromPort", Long.toString(first));
            parameters.put(prefix + ".ToPort", Long.toString(last));
        }
        parameters.put(prefix + "." + end.asked + ".1." + end.askedKey, other);
        return parameters;
    }

    @Override
    public String toString() {
        return (protocol.equals("-1") ? "everything" : protocol + " " + first + (last == first ? "" : "-" + last))
                + ", " + other;
    }
}
