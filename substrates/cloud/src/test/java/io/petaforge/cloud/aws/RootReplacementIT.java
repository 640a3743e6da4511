package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petaforge.api.Answer;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import io.petaforge.cloud.CloudStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines get new systems in place. The tasks of EC2 are the test's, the volumes are moto's. */
class RootReplacementIT {
    private static final ClusterRequest REQUEST = Site.request("pf1", 1);
    private static final MachineId ONE = new MachineId("storage-1");
    private static final MachineId TWO = new MachineId("storage-2");
    private static final String CREATE = "CreateReplaceRootVolumeTask";
    private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));

    private static Moto moto;
    private static Between between;
    private static List<String> nothing;

    @TempDir
    private Path state;

    private final List<String> said = new ArrayList<>();
    private int first;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Moto.present(), "moto cannot be installed");
        moto = Moto.start();
        between = Between.of(moto.address());
        nothing = moto.listing();
    }

    @AfterAll
    static void stop() throws Exception {
        if (moto != null) {
            between.close();
            moto.close();
        }
    }

    @BeforeEach
    void clean() throws Exception {
        moto.reset();
        between.placements().clear();
        between.roots().clear();
        between.script(Between.Script.HONEST);
        first = between.forms().size();
    }

    @AfterEach
    void everyRequestIsEc2s() throws Exception {
        List<String> forms = between.forms().subList(first, between.forms().size());
        assertEquals(List.of("checked " + forms.size() + " requests against 2016-11-15"), Moto.check(forms));
    }

    private AwsSubstrate substrate() {
        return Site.substrate(Site.settings(between.address()), state, call -> {});
    }

    private AwsRecord record() {
        return new CloudStore<>(state, "aws", AwsRecord.class).read("pf1").orElseThrow();
    }

    private AwsRecord.Held held(MachineId machine) {
        return record().holding(machine.value()).orElseThrow();
    }

    /** Requests for tasks, without those that only ask whether they would be granted. */
    private List<Map<String, String>> asked() {
        return between.forms().stream()
                .skip(first)
                .map(Between::fields)
                .filter(fields -> CREATE.equals(fields.get("Action")) && !fields.containsKey("DryRun"))
                .toList();
    }

    private Map<MachineId, Answer<PowerState>> reinstall(AwsSubstrate aws, MachineId... machines) {
        return aws.reinstall("pf1", Set.of(machines), HOUR, said::add);
    }

    private void gone(AwsSubstrate aws) throws Exception {
        assertEquals(List.of(), aws.release("pf1", said::add).remaining());
        assertFalse(between.roots().open(), "nothing goes on");
        assertEquals(nothing, moto.listing());
    }

    private String refused(AwsSubstrate aws, ExitCode code, MachineId... machines) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> reinstall(aws, machines));
        assertEquals(code, refused.exitCode());
        return refused.getMessage();
    }

    private static String boto(String program) throws Exception {
        return Moto.python(
                "",
                "import base64, boto3, gzip, jinja2, yaml\n"
                        + "ec2 = boto3.client('ec2', region_name='eu-central-1', endpoint_url='" + moto.address()
                        + "', aws_access_key_id='other', aws_secret_access_key='other')\n"
                        + "machines = [m for r in ec2.describe_instances()['Reservations'] for m in r['Instances']]\n"
                        + program);
    }

    /** The host key that cloud-init makes of the user data which EC2 has for each instance, on whatever volume it starts. */
    private static Map<String, String> hostKeys() throws Exception {
        Map<String, String> keys = new TreeMap<>();
        boto("for m in machines:\n"
                        + "    found = ec2.describe_instance_attribute(InstanceId=m['InstanceId'], Attribute='userData')\n"
                        + "    data = base64.b64decode(found['UserData']['Value'])\n"
                        + "    text = (gzip.decompress(data) if data[:1] == b'\\x1f' else data).decode()\n"
                        + "    index = {'ds': {'meta_data': {'ami_launch_index': m['AmiLaunchIndex']}}}\n"
                        + "    parsed = yaml.safe_load(jinja2.Template(text, trim_blocks=True).render(index))\n"
                        + "    print(m['InstanceId'], parsed['ssh_keys']['ed25519_public'])\n")
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(pair -> keys.put(pair[0], pair[1]));
        return keys;
    }

    @Test
    void machinesGetNewSystemsAndStayWhatTheyWere() throws Exception {
        ClusterRequest four = Site.request("pf1", 2);
        try (AwsSubstrate aws = substrate()) {
            Map<MachineId, SshAccess> access = aws.acquire(four, said::add);
            List<String> whole = moto.listing();
            List<Machine> machines = aws.offer(four);
            Map<MachineId, List<String>> addresses = aws.addresses(four);
            Map<String, String> keys = hostKeys();
            AwsRecord.Held before = held(ONE);
            said.clear();
            int sent = between.forms().size();

            assertEquals(List.of(), aws.obstacles("pf1", Set.of(ONE, TWO)));
            assertTrue(
                    between.forms().stream()
                            .skip(sent)
                            .allMatch(form -> form.startsWith("Action=Describe") || form.contains("DryRun=true")),
                    "asking what stands against it changes nothing");
            Answer<PowerState> on = Answer.of(PowerState.ON);
            assertEquals(Map.of(ONE, on, TWO, on), reinstall(aws, ONE, TWO));
            assertEquals(
                    List.of(
                            "storage-1 gets a new system in place",
                            "storage-2 gets a new system in place",
                            "storage-1 has a new system",
                            "storage-2 has a new system"),
                    said);

            List<Map<String, String>> asked = asked();
            assertEquals(2, asked.size());
            Map<String, String> one = asked.stream()
                    .filter(fields -> fields.containsValue(before.instance()))
                    .findFirst()
                    .orElseThrow();
            assertTrue(one.getOrDefault("ClientToken", "").matches("[0-9a-f-]{36}"), one.toString());
            assertEquals(
                    Map.of(
                            "Action",
                            CREATE,
                            "Version",
                            "2016-11-15",
                            "InstanceId",
                            before.instance(),
                            "DeleteReplacedRootVolume",
                            "true",
                            "ClientToken",
                            one.getOrDefault("ClientToken", ""),
                            "TagSpecification.1.ResourceType",
                            "replace-root-volume-task",
                            "TagSpecification.1.Tag.1.Key",
                            "petaforge-cluster",
                            "TagSpecification.1.Tag.1.Value",
                            "pf1",
                            "TagSpecification.1.Tag.2.Key",
                            "petaforge-token"),
                    without(one, "TagSpecification.1.Tag.2.Value", record().token()));

            assertEquals(whole, moto.listing(), "an old volume goes for each that comes");
            assertEquals(access, aws.access("pf1"), "the same addresses, and the same host keys are expected");
            assertEquals(addresses, aws.addresses(four));
            assertEquals(machines, aws.offer(four), "to the plan they are the same machines");
            assertEquals(keys, hostKeys());
            assertEquals(before.hostKey(), keys.get(before.instance()), "the user data make the key that is pinned");
            assertEquals(before.instance(), held(ONE).instance());
            assertNotEquals(
                    before.volumes().get("/dev/sda1"), held(ONE).volumes().get("/dev/sda1"));
            assertEquals(rest(before), rest(held(ONE)));
            assertEquals(List.of(), record().renewing());
            assertEquals(
                    "",
                    boto("for v in ec2.describe_volumes()['Volumes']:\n"
                            + "    tags = {t['Key']: t['Value'] for t in v.get('Tags', [])}\n"
                            + "    if tags.keys() != {'Name', 'petaforge-batch', 'petaforge-cluster', 'petaforge-token'}:\n"
                            + "        print(v)\n"),
                    "volumes that came later bear what those of a launch do");

            int then = between.forms().size();
            aws.acquire(four, said::add);
            assertTrue(between.forms().stream().skip(then).allMatch(form -> form.startsWith("Action=Describe")));
            // A task that is over is not taken for this request.
            reinstall(aws, ONE);
            assertEquals(
                    List.of("succeeded", "succeeded", "succeeded"),
                    between.roots().states());
            assertEquals(
                    List.of(),
                    aws.releaseMachines("pf1", Set.of(ONE), said::add).remaining());
            assertEquals(whole.size() - 5, moto.listing().size(), "a machine, its interface, and three volumes");
            gone(aws);
        }
    }

    private static Map<String, String> without(Map<String, String> fields, String name, String value) {
        assertEquals(value, fields.get(name));
        Map<String, String> rest = new TreeMap<>(fields);
        rest.remove(name);
        return rest;
    }

    private static Map<String, String> rest(AwsRecord.Held held) {
        Map<String, String> rest = new TreeMap<>(held.volumes());
        rest.remove("/dev/sda1");
        return rest;
    }

    @Test
    void whatStandsAgainstItIsSaidBeforeAnythingIsStopped() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            aws.powerOff("pf1", ONE);
            boto("ec2.terminate_instances(InstanceIds=['" + held(TWO).instance() + "'])\n");
            between.script((number, action, form) -> action.equals(CREATE)
                    ? Between.Fate.error(403, "UnauthorizedOperation")
                    : action.startsWith("Describe") ? Between.Fate.PASS : Between.Fate.error(500, "TheTestForbidsIt"));
            assertEquals(
                    "PF-AWS-033: EC2 has no machine of storage-2.\n    -> Run build, which makes another.\n"
                            + "PF-AWS-033: EC2 has no machine of storage-9.\n    -> Run build, which makes another.\n"
                            + "PF-AWS-035: The machine of storage-1 ("
                            + held(ONE).instance()
                            + ") is stopped: EC2 gives new root volumes only to machines that run.\n"
                            + "    -> Switch it on with 'power on', then run the same command again.\n"
                            + "PF-CLOUD-013: EC2, CreateReplaceRootVolumeTask: UnauthorizedOperation, as the test says.\n"
                            + "    -> Give the credentials the right that the message names.",
                    refused(
                            aws,
                            ExitCode.PREFLIGHT,
                            ONE,
                            TWO,
                            new MachineId("storage-9"),
                            new MachineId("storage-3"),
                            new MachineId("compute-1")));
            assertEquals(List.of(), asked());
            between.script(Between.Script.HONEST);
            aws.powerOn("pf1", ONE);
            assertEquals(List.of(), aws.obstacles("pf1", Set.of(ONE)));
            gone(aws);
        }
    }

    @Test
    void behindAJumpHostThatMustRun() throws Exception {
        try (AwsSubstrate aws = Site.substrate(Site.behindJumpHost(between.address()), state, call -> {})) {
            aws.acquire(REQUEST, said::add);
            assertEquals(List.of(), aws.obstacles("pf1", Set.of(ONE)));
            boto("ec2.stop_instances(InstanceIds=['"
                    + held(new MachineId(JumpHost.NAME)).instance() + "'])\n");
            assertEquals(
                    List.of("PF-AWS-034"),
                    aws.obstacles("pf1", Set.of(ONE)).stream()
                            .map(Problem::code)
                            .toList());
            aws.acquire(REQUEST, said::add);
            reinstall(aws, ONE);
            gone(aws);
        }
    }

    @Test
    void aTaskThatFailedLeavesTheOldSystemAndIsAskedForAgain() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            List<String> whole = moto.listing();
            between.roots().course("pending", "in-progress", "failing", "failed");
            assertEquals(
                    "PF-AWS-041: The machine of storage-1 (" + held(ONE).instance()
                            + ") has no new system: the task replacevol-1 is failed. Its old root volume is still attached,"
                            + " and its data volumes stay.\n"
                            + "    -> Run the same command again, which asks for another; Amazon's support sees why one"
                            + " failed.",
                    refused(aws, ExitCode.STEP_FAILED, ONE));
            assertEquals(1, asked().size());
            assertEquals(whole, moto.listing());
            assertEquals(List.of(), record().renewing());
            between.roots().course("pending", "in-progress", "succeeded");
            reinstall(aws, ONE);
            assertEquals(List.of("failed", "succeeded"), between.roots().states());
            assertEquals(whole, moto.listing());
            gone(aws);
        }
    }

    @Test
    void aMachineThatWasLeftWithoutARootVolumeIsReplacedAndNothingOfItStays() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            List<String> whole = moto.listing();
            between.roots().course("pending", "failing-detached", "failed-detached");
            assertEquals(
                    "PF-AWS-041: The machine of storage-1 (" + held(ONE).instance()
                            + ") has no new system: the task replacevol-1 is failed-detached. It has no root volume now; its"
                            + " data volumes stay attached.\n"
                            + "    -> Take the host out of the inventory, build, and put it back: another machine takes its"
                            + " place.",
                    refused(aws, ExitCode.STEP_FAILED, ONE));
            assertEquals(1, asked().size());
            assertEquals(
                    "PF-AWS-037: The machine of storage-1 (" + held(ONE).instance()
                            + ") has no root volume: EC2 took it off, and put none in its place.\n"
                            + "    -> Take the host out of the inventory, build, and put it back.",
                    refused(aws, ExitCode.PREFLIGHT, ONE));
            aws.acquire(REQUEST, said::add);
            assertEquals(
                    List.of(),
                    aws.releaseMachines("pf1", Set.of(ONE), said::add).remaining());
            aws.acquire(REQUEST, said::add);
            assertEquals(whole, moto.listing(), "the volume that was taken off is gone with its machine");
            gone(aws);
        }
    }

    @Test
    void aTaskThatAnotherRunAskedForAndThatFailsIsAskedForByThisOne() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            between.roots().course("pending");
            assertEquals(
                    "PF-AWS-042: The machine of storage-1 (" + held(ONE).instance()
                            + ") has no new system after 60 min: the task replacevol-1 is pending. Its data volumes stay.\n"
                            + "    -> Run the same command again: it waits for that.",
                    refused(aws, ExitCode.STEP_FAILED, ONE));
            assertEquals(List.of(held(ONE).instance()), record().renewing());
            between.roots().fate("replacevol-1", "pending", "pending", "in-progress", "failing", "failed");
            between.roots().course("pending", "succeeded");
            said.clear();
            try (AwsSubstrate next = substrate()) {
                reinstall(next, ONE);
            }
            assertEquals(
                    List.of(
                            "storage-1 gets a new system in place, as a run before this one asked",
                            "storage-1 gets a new system in place",
                            "storage-1 has a new system"),
                    said);
            assertEquals(List.of("failed", "succeeded"), between.roots().states());
            gone(aws);
        }
    }

    @Test
    void whatSomebodyElseAskedForIsNotTakenForIt() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            between.roots().course("pending", "pending", "in-progress", "succeeded");
            between.roots().foreign(held(ONE).instance());
            said.clear();
            reinstall(aws, ONE);
            assertEquals(
                    List.of(
                            "storage-1 gets a root volume that somebody else asked for: waiting for its end",
                            "storage-1 gets a new system in place",
                            "storage-1 has a new system"),
                    said);
            assertEquals(List.of("succeeded", "succeeded"), between.roots().states());
            gone(aws);
        }
    }

    @Test
    void aLostAnswerMakesNoSecondTaskAndAThrottledRequestIsSentAgain() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        AtomicInteger throttled = new AtomicInteger();
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            List<String> whole = moto.listing();
            between.script((number, action, form) -> {
                if (number % 3 == 0) {
                    throttled.incrementAndGet();
                    return Between.Fate.error(503, "RequestLimitExceeded");
                }
                if (action.equals(CREATE) && !form.contains("DryRun") && lost.incrementAndGet() <= 2) {
                    return Between.Fate.ANSWER_LOST;
                }
                return Between.Fate.PASS;
            });
            reinstall(aws, ONE);
            assertTrue(throttled.get() >= 3, throttled.toString());
            assertTrue(lost.get() >= 3, lost.toString());
            assertEquals(List.of("succeeded"), between.roots().states());
            assertEquals(
                    1,
                    asked().stream()
                            .map(fields -> fields.get("ClientToken"))
                            .distinct()
                            .count());
            assertEquals(whole, moto.listing());
            between.script(Between.Script.HONEST);
            gone(aws);
        }
    }

    @Test
    void whatEc2RefusesStopsNoOther() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            aws.acquire(REQUEST, said::add);
            String bad = held(ONE).instance();
            between.script(
                    (number, action, form) -> action.equals(CREATE) && form.contains(bad) && !form.contains("DryRun")
                            ? Between.Fate.error(400, "InvalidSnapshot.NotFound")
                            : Between.Fate.PASS);
            assertEquals(
                    "PF-AWS-040: EC2 gives the machine of storage-1 no new root volume: InvalidSnapshot.NotFound, as the"
                            + " test says.\n"
                            + "    -> Correct what it names and run the same command again. If it cannot be had, rebuild its"
                            + " services with --service, or take the host out of the inventory, build, and put it back.",
                    refused(aws, ExitCode.STEP_FAILED, ONE, TWO));
            assertEquals(List.of("succeeded"), between.roots().states());
            assertEquals(List.of(), record().renewing());
            gone(aws);
        }
    }
}
