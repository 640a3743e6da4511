package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.Answer;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerState;
import io.petaforge.cloud.CloudStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose machines get new root volumes. The tasks of EC2 are the test's, the volumes are moto's. */
abstract class RootsOnMoto extends OnMoto {
    static final ClusterRequest REQUEST = Site.request("pf1", 1);
    static final MachineId ONE = new MachineId("storage-1");
    static final MachineId TWO = new MachineId("storage-2");
    static final String CREATE = "CreateReplaceRootVolumeTask";
    private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));

    @TempDir
    Path state;

    final List<String> said = new ArrayList<>();
    private int first;

    @BeforeEach
    void clean() throws Exception {
        empty();
        first = between.forms().size();
    }

    @AfterEach
    void everyRequestIsEc2s() throws Exception {
        List<String> forms = between.forms().subList(first, between.forms().size());
        assertEquals(List.of("checked " + forms.size() + " requests against 2016-11-15"), Moto.check(forms));
    }

    AwsSubstrate substrate() {
        return Site.substrate(Site.settings(between.address()), state, call -> {});
    }

    AwsRecord record() {
        return new CloudStore<>(state, "aws", AwsRecord.class).read("pf1").orElseThrow();
    }

    AwsRecord.Held held(MachineId machine) {
        return record().holding(machine.value()).orElseThrow();
    }

    /** Requests for tasks, without those that only ask whether they would be granted. */
    List<Map<String, String>> asked() {
        return between.forms().stream()
                .skip(first)
                .map(Between::fields)
                .filter(fields -> CREATE.equals(fields.get("Action")) && !fields.containsKey("DryRun"))
                .toList();
    }

    Map<MachineId, Answer<PowerState>> reinstall(AwsSubstrate aws, MachineId... machines) {
        return aws.reinstall("pf1", Set.of(machines), HOUR, said::add);
    }

    void gone(AwsSubstrate aws) throws Exception {
        assertEquals(List.of(), aws.release("pf1", said::add).remaining());
        assertFalse(between.roots().open(), "nothing goes on");
        assertEquals(nothing, moto.listing());
    }

    String refused(AwsSubstrate aws, ExitCode code, MachineId... machines) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> reinstall(aws, machines));
        assertEquals(code, refused.exitCode());
        return refused.getMessage();
    }

    static String boto(String program) throws Exception {
        return Moto.python(
                "",
                "import base64, boto3, gzip, jinja2, yaml\n"
                        + "ec2 = boto3.client('ec2', region_name='eu-central-1', endpoint_url='" + moto.address()
                        + "', aws_access_key_id='other', aws_secret_access_key='other')\n"
                        + "machines = [m for r in ec2.describe_instances()['Reservations'] for m in r['Instances']]\n"
                        + program);
    }
}
