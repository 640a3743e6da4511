package io.petaforge.cloud.aws;

import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.ClusterTags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** EC2's operations on replacements of root volumes. */
final class RootTasks {
    /** As many as DescribeReplaceRootVolumeTasks gives at once. */
    private static final int PAGE = 50;
    /** As many values as one filter takes. */
    private static final int FILTERED = 200;

    private static final String CREATE = "CreateReplaceRootVolumeTask";

    private final Ec2 ec2;
    private final ClusterTags tags;

    /** @param tags of the cluster */
    RootTasks(Ec2 ec2, ClusterTags tags) {
        this.ec2 = ec2;
        this.tags = tags;
    }

    /** Those of some instances, whoever asked for them, and those too that are over. */
    List<RootTask> of(Collection<String> instances) {
        List<String> all = instances.stream().distinct().sorted().toList();
        List<RootTask> tasks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += FILTERED) {
            ec2.describe(
                            Ec2Request.of("DescribeReplaceRootVolumeTasks")
                                    .with("MaxResults", PAGE)
                                    .filter("instance-id", all.subList(from, Math.min(all.size(), from + FILTERED))),
                            "replaceRootVolumeTaskSet")
                    .forEach(item -> tasks.add(RootTask.read(item)));
        }
        return List.copyOf(tasks);
    }

    /**
     * Asks for a volume as the one that the instance was launched with. The old one is deleted when the new one is in its
     * place. The client token makes a second sending the same request.
     *
     * @return the task's id
     */
    String ask(String instance) {
        return ec2.call(request(instance).with("ClientToken", UUID.randomUUID()), Calls.Again.SAME, false)
                .value("replaceRootVolumeTask", "replaceRootVolumeTaskId");
    }

    /** What EC2 would say if it were asked; nothing when it would do it. */
    Optional<CloudFailure> refusal(String instance) {
        try {
            ec2.call(request(instance).with("DryRun", true), Calls.Again.SAME, false);
            return Optional.empty();
        } catch (CloudFailure e) {
            return e.detail().startsWith("DryRunOperation") ? Optional.empty() : Optional.of(e);
        }
    }

    private Ec2Request request(String instance) {
        return Ec2Request.of(CREATE)
                .with("InstanceId", instance)
                .with("DeleteReplacedRootVolume", true)
                .with(TagSpecifications.of(tags.tags(), List.of("replace-root-volume-task")));
    }

    /** Gives volumes the tags that those of a launch have: a replacement comes without. */
    void tag(Collection<String> volumes, Map<String, String> given) {
        Ec2Request request = Ec2Request.of("CreateTags").list("ResourceId", volumes);
        int number = 1;
        for (Map.Entry<String, String> tag : new TreeMap<>(given).entrySet()) {
            String prefix = "Tag." + number++;
            request = request.with(prefix + ".Key", tag.getKey()).with(prefix + ".Value", tag.getValue());
        }
        ec2.call(request, Calls.Again.SAME, true);
    }
}
