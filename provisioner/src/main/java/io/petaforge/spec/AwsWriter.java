package io.petaforge.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes {@code substrate.aws} with every default. */
final class AwsWriter {
    private AwsWriter() {}

    static Map<String, Object> write(AwsSpec aws) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("region", aws.region());
        written.put("access-key", aws.accessKey().toString());
        written.put("secret-key", aws.secretKey().toString());
        aws.sessionToken().ifPresent(token -> written.put("session-token", token.toString()));
        aws.endpoint().ifPresent(address -> written.put("endpoint", address.toString()));
        written.put("network", aws.network().text());
        written.put("racks", aws.racks());
        written.put(
                "operators", aws.operators().stream().map(range -> range.text()).toList());
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("owner", aws.image().owner());
        image.put("name", aws.image().name());
        image.put("user", aws.image().user());
        written.put("image", image);
        written.put("user", aws.user());
        written.put("placement", aws.placement().yaml());
        written.put("boot-drive", ">= " + aws.bootDrive().toString().replace(" ", ""));
        Map<String, Object> volumes = new LinkedHashMap<>();
        volumes.put("type", aws.volumes().type().yaml());
        aws.volumes().iops().ifPresent(iops -> volumes.put("iops", iops));
        aws.volumes().throughput().ifPresent(rate -> volumes.put("throughput", rate));
        volumes.put("encrypted", aws.volumes().encrypted());
        written.put("volumes", volumes);
        Map<String, Object> groups = new LinkedHashMap<>();
        aws.groups().forEach((name, group) -> {
            Map<String, Object> inner = new LinkedHashMap<>();
            inner.put("types", group.types());
            inner.put("spot", group.spot());
            inner.put("spot-minutes", (int) group.spotWait().toMinutes());
            groups.put(name, inner);
        });
        written.put("groups", groups);
        written.put("start-minutes", (int) aws.startTimeout().toMinutes());
        written.put("replacements", aws.replacements());
        written.put("access", aws.access().yaml());
        written.put("jump-type", aws.jumpType());
        aws.quotasEndpoint().ifPresent(address -> written.put("quotas-endpoint", address.toString()));
        aws.prices().ifPresent(file -> written.put("prices", file.toString()));
        return written;
    }
}
