package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Pause;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudFailure.Kind;
import io.petaforge.cloud.openstack.rest.AddressesApi;
import io.petaforge.cloud.openstack.rest.OpenStackApi;
import io.petaforge.cloud.openstack.rest.OpenStackConnection;
import io.petaforge.cloud.openstack.rest.ServersApi;
import io.petaforge.cloud.openstack.rest.VolumesApi;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jclouds.collect.IterableWithMarker;
import org.jclouds.openstack.keystone.v3.domain.Catalog;
import org.jclouds.openstack.keystone.v3.domain.Endpoint;
import org.jclouds.openstack.v2_0.options.PaginationOptions;
import org.jclouds.rest.ResourceNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * One region of one OpenStack: where its services are, lists without their pages, failures by what they mean, and reads that
 * are repeated when the cloud stumbles. What makes something is repeated only after a look whether it did.
 */
final class Cloud implements AutoCloseable {
    /** Nova's default limit; more would be cut down to it. */
    private static final int PAGE = 1000;

    private static final int ATTEMPTS = 5;

    private final OpenStackAccess access;
    private final Pause pause;
    private final OpenStackConnection context;
    private final OpenStackApi api;
    private final AtomicBoolean askedAgain = new AtomicBoolean();

    Cloud(OpenStackAccess access, Pause pause) {
        this.access = access;
        this.pause = pause;
        this.context =
                new OpenStackConnection(access.url(), () -> access.login().auth(), access.authority());
        this.api = context.api();
    }

    ServersApi servers() {
        return api.servers(compute());
    }

    VolumesApi volumes() {
        return api.volumes(endpoint("volumev3", "block-storage"));
    }

    AddressesApi addresses() {
        return api.addresses(network());
    }

    OpenStackApi api() {
        return api;
    }

    URI compute() {
        return endpoint("compute");
    }

    /** Neutron's address in the catalogue has no version. */
    URI network() {
        URI found = endpoint("network");
        String text = found.toString().replaceAll("/+$", "");
        return text.endsWith("/v2.0") ? URI.create(text) : URI.create(text + "/v2.0");
    }

    boolean hasVolumes() {
        return find("volumev3", "block-storage").isPresent();
    }

    /** Every server whose name begins so. */
    List<Server> servers(String prefix) {
        return pages(
                marker -> servers().list("^" + Pattern.quote(prefix).replaceAll("\\\\[QE]", ""), PAGE, marker),
                "servers",
                Server::of);
    }

    /** Every volume that carries this key with this value. */
    List<Volume> volumes(String key, String value) {
        return hasVolumes()
                ? pages(
                        marker -> volumes().list("{'" + key + "': '" + value + "'}", PAGE, marker),
                        "volumes",
                        Volume::of)
                : List.of();
    }

    List<JsonNode> images() {
        String address = endpoint("image").toString().replaceAll("(/v2)?/*$", "");
        return pages(marker -> api.images(URI.create(address)).list(PAGE, marker), "images", node -> node);
    }

    List<JsonNode> serverGroups() {
        List<JsonNode> groups = new ArrayList<>();
        read(() -> servers().listGroups(PAGE)).path("server_groups").forEach(groups::add);
        return groups;
    }

    List<JsonNode> floatingAddresses() {
        List<JsonNode> addresses = new ArrayList<>();
        read(() -> addresses().list()).path("floatingips").forEach(addresses::add);
        return addresses;
    }

    /** All of what jclouds lists in pages. */
    <T> List<T> all(Function<PaginationOptions, ? extends IterableWithMarker<? extends T>> list) {
        List<T> found = new ArrayList<>();
        PaginationOptions options = PaginationOptions.Builder.limit(PAGE);
        while (true) {
            PaginationOptions now = options;
            IterableWithMarker<? extends T> page = read(() -> list.apply(now));
            page.forEach(found::add);
            if (!page.nextMarker().isPresent() || page.isEmpty()) {
                return found;
            }
            options = PaginationOptions.Builder.limit(PAGE)
                    .marker(page.nextMarker().get().toString());
        }
    }

    private <T> List<T> pages(Function<@Nullable String, JsonNode> list, String field, Function<JsonNode, T> reader) {
        List<T> found = new ArrayList<>();
        @Nullable String marker = null;
        while (true) {
            @Nullable String now = marker;
            JsonNode answer = read(() -> list.apply(now));
            JsonNode page = answer.path(field);
            page.forEach(node -> found.add(reader.apply(node)));
            // Nova and Cinder link to the next page, Glance names it: a cloud with a lower limit gives shorter ones.
            if (page.isEmpty() || !(answer.has(field + "_links") || answer.has("next"))) {
                return found;
            }
            marker = page.get(page.size() - 1).path("id").asText();
        }
    }

    /** Something that changes nothing and is asked again when the cloud stumbles: 1, 2, 4 and 8 s apart. */
    <T> T read(Supplier<T> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(request);
            } catch (CloudFailure e) {
                waitAfter(e, attempt);
            }
        }
    }

    /**
     * Something that is made by a request whose answer may be lost, or come from something on the way that gave up waiting:
     * after a pause as for reads it is looked for, and asked for again when it is not there. It may come to be after that
     * look: {@link #hasAskedAgain} then says that there may be two of something.
     *
     * @param look finds it by the name or token that the request gives it; empty while it is not there
     */
    <T> T made(Supplier<Optional<T>> look, Supplier<T> make) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(make);
            } catch (CloudFailure e) {
                waitAfter(e, attempt);
                Optional<T> there = look.get();
                if (there.isPresent()) {
                    return there.get();
                }
                askedAgain.set(true);
            }
        }
    }

    /** Whether anything that is made was asked for twice, and both may have been heard. */
    boolean hasAskedAgain() {
        return askedAgain.get();
    }

    /** Lets some time pass, or fails for good. */
    private void waitAfter(CloudFailure failure, int attempt) {
        boolean passing = failure.kind() == Kind.LOST
                || failure.kind() == Kind.THROTTLED
                || failure.kind() == Kind.SERVER
                || (failure.kind() == Kind.UNREACHABLE && attempt < 2);
        if (!passing || attempt == ATTEMPTS) {
            throw failure;
        }
        pause.sleep(Duration.ofSeconds(1L << (attempt - 1)));
    }

    /** Something that is asked once, whose failure is told by what it means. */
    <T> T once(Supplier<T> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private RuntimeException failure(RuntimeException found) {
        for (Throwable cause = found; cause != null; cause = cause.getCause()) {
            if (cause instanceof CloudFailure || cause instanceof PetaforgeException) {
                return (RuntimeException) cause;
            }
            if (cause instanceof ResourceNotFoundException) {
                return new CloudFailure(
                        Kind.UNKNOWN, "OpenStack", "there is no such thing: " + cause.getMessage(), found);
            }
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return new CloudFailure(
                        Kind.UNREACHABLE,
                        access.url().toString(),
                        "nothing answers (" + cause.getMessage() + ")",
                        found);
            }
            if (cause instanceof java.io.IOException) {
                return new CloudFailure(
                        Kind.LOST, access.url().toString(), "the connection broke (" + cause.getMessage() + ")", found);
            }
        }
        return found;
    }

    private URI endpoint(String... types) {
        return find(types)
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.PREFLIGHT,
                        Problem.of(
                                "PF-OS-003",
                                "The cloud at " + access.url() + " has no service '" + types[0] + "' in region "
                                        + region() + ".",
                                "Use a region that has it.")));
    }

    private Optional<URI> find(String... types) {
        String region = region();
        for (String type : types) {
            for (Catalog service : token()) {
                if (!service.type().equals(type)) {
                    continue;
                }
                for (Endpoint endpoint : service.endpoints()) {
                    if (region.equals(endpoint.region()) && access.face().equals(endpoint.iface())) {
                        return Optional.of(endpoint.url());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<Catalog> token() {
        List<Catalog> catalogue = read(() -> context.token()).catalog();
        return catalogue == null ? List.of() : catalogue;
    }

    /**
     * The region that is used.
     *
     * @throws PetaforgeException when it is not there, or none is named and there are several
     */
    String region() {
        Set<String> regions = new TreeSet<>();
        token().forEach(service -> service.endpoints().forEach(endpoint -> regions.add(endpoint.region())));
        if (access.region().isPresent() && regions.contains(access.region().get())) {
            return access.region().get();
        }
        if (access.region().isEmpty() && regions.size() == 1) {
            return regions.iterator().next();
        }
        throw new PetaforgeException(
                ExitCode.PREFLIGHT,
                Problem.of(
                        "PF-OS-002",
                        access.region()
                                .map(name -> "The cloud at " + access.url() + " has no region '" + name + "'; it has "
                                        + String.join(", ", regions) + ".")
                                .orElse("The cloud at " + access.url() + " has several regions: "
                                        + String.join(", ", regions) + "."),
                        "Write one of them as region_name of the cloud in clouds.yaml, or as OS_REGION_NAME."));
    }

    @Override
    public void close() {
        context.close();
    }
}
