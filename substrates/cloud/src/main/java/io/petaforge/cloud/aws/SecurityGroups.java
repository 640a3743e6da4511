package io.petaforge.cloud.aws;

import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The cluster's security groups: each lets through what it must, and nothing that somebody once allowed beside it. */
final class SecurityGroups {
    /** Which way a rule leads, and what EC2 calls it. */
    private enum Way {
        IN("ipPermissions", "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"),
        OUT("ipPermissionsEgress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress");

        private final String set;
        private final String allow;
        private final String close;

        Way(String set, String allow, String close) {
            this.set = set;
            this.allow = allow;
            this.close = close;
        }
    }

    private final Ec2 ec2;
    private final Ensured ensured;
    private final Progress progress;

    SecurityGroups(Ec2 ec2, Ensured ensured, Progress progress) {
        this.ec2 = ec2;
        this.ensured = ensured;
        this.progress = progress;
    }

    String ensure(String vpc, String part, String words, String name, String tag) {
        return ensured.thing("DescribeSecurityGroups", "securityGroupInfo", "groupId", part, words, () -> ec2.network()
                .createSecurityGroup(vpc, name, ensured.named(tag, part)));
    }

    /** Exactly these ways in. */
    void in(String group, List<SecurityRule> wanted) {
        exactly(group, Way.IN, wanted);
    }

    /** Exactly these ways out, where EC2 by itself leaves all of them open. */
    void out(String group, List<SecurityRule> wanted) {
        exactly(group, Way.OUT, wanted);
    }

    private void exactly(String group, Way way, List<SecurityRule> wanted) {
        List<SecurityRule> now = ensured.found("DescribeSecurityGroups", "securityGroupInfo", "groupId", group)
                .map(found -> SecurityRule.read(found, way.set))
                // It was made a moment ago, and is not shown yet.
                .orElse(way == Way.OUT ? List.of(SecurityRule.ANYWHERE) : List.of());
        List<SecurityRule> missing =
                wanted.stream().filter(rule -> !now.contains(rule)).toList();
        if (!missing.isEmpty()) {
            try {
                send(way.allow, group, missing, true);
            } catch (CloudFailure e) {
                // The answer to an earlier sending was lost: the rules are there.
                if (e.kind() != CloudFailure.Kind.STATE) {
                    throw e;
                }
            }
        }
        List<SecurityRule> others = new ArrayList<>(now);
        others.removeAll(wanted);
        if (!others.isEmpty()) {
            send(way.close, group, others, false);
            new TreeSet<>(others.stream().map(SecurityRule::toString).toList())
                    .forEach(rule -> progress.report("closed what nobody needs in " + group + ": " + rule));
        }
    }

    private void send(String action, String group, List<SecurityRule> rules, boolean allow) {
        Ec2Request request = Ec2Request.of(action).with("GroupId", group);
        for (int number = 1; number <= rules.size(); number++) {
            SecurityRule rule = rules.get(number - 1);
            String prefix = "IpPermissions." + number;
            request = request.with(allow ? rule.allowed(prefix) : rule.parameters(prefix));
        }
        ec2.call(request, Calls.Again.SAME, true);
    }
}
