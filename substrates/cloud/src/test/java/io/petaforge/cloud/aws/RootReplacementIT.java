package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Answer;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.SshAccess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Machines get new systems in place, or it is said before that they cannot. */
class RootReplacementIT extends RootsOnMoto {
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
}
