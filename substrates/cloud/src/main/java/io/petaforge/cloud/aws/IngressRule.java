package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Cidr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way into the machines of a cluster. Pure.
 *
 * @param protocol {@code tcp}, or {@code -1} for all
 * @param port of TCP; 0 for all protocols
 * @param from where it may come from; empty for the machines of the cluster themselves
 */
record IngressRule(String protocol, int port, Optional<Cidr> from) {
    /** Shorter prefixes are the world, or halves of it: the largest blocks that one owner has are /8 and /20 wide. */
    private static final int LEAST_IPV4 = 8;

    private static final int LEAST_IPV6 = 20;
    private static final int SSH = 22;

    IngressRule {
        requireNonNull(protocol, "protocol");
        requireNonNull(from, "from");
    }

    /**
     * What a cluster needs: SSH from its operators, and everything among its machines. Ceph's and Spark's daemons take ports
     * of their own choice, so that no shorter list would do there.
     */
    static List<IngressRule> of(List<Cidr> operators) {
        List<IngressRule> rules = new ArrayList<>();
        operators.forEach(range -> rules.add(new IngressRule("tcp", SSH, Optional.of(range))));
        rules.add(new IngressRule("-1", 0, Optional.empty()));
        return List.copyOf(rules);
    }

    /** Whether it would let in the world. */
    static boolean opensToTheWorld(Cidr range) {
        return range.length() < (range.isIpv6() ? LEAST_IPV6 : LEAST_IPV4);
    }

    /** As form parameters. */
    Map<String, String> parameters(String prefix, String securityGroup) {
        from.filter(IngressRule::opensToTheWorld).ifPresent(range -> {
            throw new IllegalArgumentException("this rule would let in the world: " + range);
        });
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(prefix + ".IpProtocol", protocol);
        if (port > 0) {
            parameters.put(prefix + ".FromPort", Integer.toString(port));
            parameters.put(prefix + ".ToPort", Integer.toString(port));
        }
        if (from.isEmpty()) {
            parameters.put(prefix + ".Groups.1.GroupId", securityGroup);
        } else if (from.get().isIpv6()) {
            parameters.put(prefix + ".Ipv6Ranges.1.CidrIpv6", from.get().text());
            parameters.put(prefix + ".Ipv6Ranges.1.Description", "operators");
        } else {
            parameters.put(prefix + ".IpRanges.1.CidrIp", from.get().text());
            parameters.put(prefix + ".IpRanges.1.Description", "operators");
        }
        return parameters;
    }

    /** Whether a security group has it already. */
    boolean isIn(Xml group) {
        return group.items("ipPermissions").stream()
                .filter(permission -> permission.value("ipProtocol").equals(protocol)
                        && (port == 0
                                || (permission.number(-1, "fromPort") == port
                                        && permission.number(-1, "toPort") == port)))
                .anyMatch(permission -> from.map(
                                range -> permission.items(range.isIpv6() ? "ipv6Ranges" : "ipRanges").stream()
                                        .anyMatch(item -> item.value(range.isIpv6() ? "cidrIpv6" : "cidrIp")
                                                .equals(range.text())))
                        .orElseGet(() -> permission.items("groups").stream()
                                .anyMatch(item -> item.value("groupId").equals(group.value("groupId")))));
    }
}
