package io.petaforge.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account's limits on vCPUs, asked before the first machine is. */
class QuotasIT {
    private static final ClusterRequest REQUEST = Site.request("pf1", 1);
    private static final ClusterRequest ONE =
            new ClusterRequest("pf1", REQUEST.machines().subList(0, 1), List.of());

    private static Moto moto;

    private FakeQuotas quotas;

    @TempDir
    private Path state;

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Moto.present(), "moto cannot be installed");
        moto = Moto.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (moto != null) {
            moto.close();
        }
    }

    @BeforeEach
    void clean() throws Exception {
        moto.reset();
        quotas = FakeQuotas.start();
    }

    @AfterEach
    void close() {
        quotas.close();
    }

    private AwsSettings settings() {
        return Site.with(Site.settings(moto.address()), Optional.empty(), Optional.of(quotas.address()));
    }

    private AwsSubstrate substrate() {
        return Site.substrate(settings(), state, call -> {});
    }

    @Test
    void whatIsWantedBesideWhatRunsIsMoreThanTheAccountMayRun() throws Exception {
        List<String> nothing = moto.listing();
        Moto.python(
                "",
                "import boto3\n"
                        + "ec2 = boto3.client('ec2', region_name='eu-central-1', endpoint_url='" + moto.address()
                        + "', aws_access_key_id='other', aws_secret_access_key='other')\n"
                        + "ec2.run_instances(ImageId='ami-03cf127a', InstanceType='r5.xlarge', MinCount=1, MaxCount=1)\n"
                        + "ec2.run_instances(ImageId='ami-03cf127a', InstanceType='p3.2xlarge', MinCount=1, MaxCount=1)\n");
        quotas.limit("L-1216C47A", 15);
        quotas.limit("L-34B43A08", 23);
        try (AwsSubstrate aws = substrate()) {
            PetaforgeException refused = assertThrows(PetaforgeException.class, () -> aws.acquire(REQUEST, said::add));
            assertEquals(ExitCode.PREFLIGHT, refused.exitCode());
            assertEquals(
                    "PF-AWS-024: The quota L-1216C47A, Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances,"
                            + " in eu-central-1 is 15 vCPUs: 4 are in use, and 12 more are wanted.\n"
                            + "    -> Have it raised to 16 (Service Quotas, EC2), end what is not needed, or ask for"
                            + " fewer or smaller machines.\n"
                            + "PF-AWS-024: The quota L-34B43A08, All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance"
                            + " Requests, in eu-central-1 is 23 vCPUs: 0 are in use, and 24 more are wanted.\n"
                            + "    -> Have it raised to 24 (Service Quotas, EC2), end what is not needed, or ask for"
                            + " fewer or smaller machines.",
                    refused.getMessage());
            quotas.limit("L-1216C47A", 16);
            quotas.limit("L-34B43A08", 24);
            assertEquals(List.of(), aws.preflight(REQUEST));
            assertEquals(List.of(), said, "what is refused has no need of warnings");
        }
        assertEquals(
                nothing,
                moto.listing().stream().filter(line -> nothing.contains(line)).toList());
        assertTrue(moto.listing().stream().noneMatch(line -> line.startsWith("vpc")));
    }

    /** They may all be had as spot: that the quota leaves nothing to fall back to stops nobody, and is said in time. */
    @Test
    void spotMachinesThatWouldNotFitInAtTheFullPriceAreNamedBeforeTheFirstIsTaken() throws Exception {
        quotas.limit("L-1216C47A", 35);
        quotas.limit("L-34B43A08", 24);
        try (AwsSubstrate aws = substrate()) {
            assertEquals(6, aws.acquire(REQUEST, said::add).size());
        }
        String warning = "spot machines that cannot be had as such will not fit in at the full price: the quota"
                + " L-1216C47A, Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances, is 35 vCPUs: 0 are in"
                + " use, 12 more are wanted, and 24 of the spot machines; with 36 (Service Quotas, EC2) they would";
        assertEquals(List.of(warning), quotasSaid());
        assertEquals(warning, said.get(0));
        assertEquals(2, quotas.requests().size(), "each quota once");
    }

    @Test
    void spotMachinesThatWouldFitInAtTheFullPriceAreNoMatterOfQuotas() throws Exception {
        quotas.limit("L-1216C47A", 36);
        quotas.limit("L-34B43A08", 24);
        try (AwsSubstrate aws = substrate()) {
            assertEquals(6, aws.acquire(REQUEST, said::add).size());
        }
        assertEquals(List.of(), quotasSaid());
    }

    private List<String> quotasSaid() {
        return said.stream().filter(line -> line.contains("quota")).toList();
    }

    @Test
    void aClusterThatIsThereIsNotCountedAgain() throws Exception {
        quotas.limit("L-1216C47A", 4);
        try (AwsSubstrate aws = substrate()) {
            assertEquals(1, aws.acquire(ONE, said::add).size());
            int asked = quotas.requests().size();
            assertEquals(1, aws.acquire(ONE, said::add).size());
            assertEquals(asked, quotas.requests().size());
        }
    }

    @Test
    void anAccountThatMayNotReadItsQuotasIsToldSoOnce() throws Exception {
        quotas.refuse("com.amazonaws.servicequotas#AccessDeniedException");
        try (AwsSubstrate aws = substrate()) {
            // Of two quotas: the second is not asked for.
            assertEquals(6, aws.acquire(REQUEST, said::add).size());
        }
        assertEquals(
                List.of(
                        "the account's quotas of vCPUs are not checked: Service Quotas, GetServiceQuota: AccessDenied, as"
                                + " the test says"),
                quotasSaid());
        assertEquals(1, quotas.requests().size());
    }

    @Test
    void aQuotaThatWasNeverChangedIsAtAmazonsDefault() throws Exception {
        try (AwsSubstrate aws = substrate()) {
            assertEquals(List.of(), aws.preflight(ONE));
            assertEquals(
                    List.of(
                            "ServiceQuotasV20190624.GetServiceQuota",
                            "ServiceQuotasV20190624.GetAWSDefaultServiceQuota"),
                    quotas.requests().stream()
                            .map(request -> request.get("x-amz-target"))
                            .toList());
        }
    }

    @Test
    void requestsAreSignedAndWrittenAsAmazonsOwnLibraryDoes() throws Exception {
        AwsKey temporary = new AwsKey(
                new Secret("testing-id"), new Secret("pw-A7-never-shown"), Optional.of(new Secret("session/+=")));
        for (AwsKey key : List.of(Site.KEY, temporary)) {
            try (AwsSubstrate aws =
                    new AwsSubstrate(settings(), key, state, Site.NOBODY, new Site.FastPause(), call -> {})) {
                aws.preflight(ONE);
            }
        }
        assertEquals(
                "4 requests\n",
                Moto.python(
                        new ObjectMapper().writeValueAsString(quotas.requests()),
                        "import json, sys\n"
                                + "import botocore.auth, botocore.awsrequest, botocore.credentials, botocore.session,"
                                + " botocore.validate\n"
                                + "model = botocore.session.get_session().get_service_model('service-quotas')\n"
                                + "requests = json.load(sys.stdin)\n"
                                + "for r in requests:\n"
                                + "    prefix, name = r['x-amz-target'].split('.')\n"
                                + "    assert prefix == model.metadata['targetPrefix'], prefix\n"
                                + "    shape = model.operation_model(name).input_shape\n"
                                + "    report = botocore.validate.ParamValidator().validate(json.loads(r['body']), shape)\n"
                                + "    assert not report.has_errors(), report.generate_report()\n"
                                + "    assert r['content-type'] == 'application/x-amz-json-' + model.metadata['jsonVersion'], r\n"
                                + "    key = botocore.credentials.Credentials('testing-id', 'pw-A7-never-shown',"
                                + " r.get('x-amz-security-token'))\n"
                                + "    auth = botocore.auth.SigV4Auth(key, model.signing_name, 'eu-central-1')\n"
                                + "    headers = {h: r[h] for h in ('content-type', 'host', 'x-amz-target')}\n"
                                + "    if key.token: headers['x-amz-security-token'] = key.token\n"
                                + "    again = botocore.awsrequest.AWSRequest('POST', 'http://' + r['host'] + '/',"
                                + " data=r['body'], headers=headers)\n"
                                + "    again.context['timestamp'] = r['x-amz-date']\n"
                                + "    again.headers['X-Amz-Date'] = r['x-amz-date']\n"
                                + "    to_sign = auth.string_to_sign(again, auth.canonical_request(again))\n"
                                + "    assert r['authorization'].endswith('Signature=' + auth.signature(to_sign, again)), r\n"
                                + "print(len(requests), 'requests')\n"));
    }
}
