package io.petaforge.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesReaderTest {
    private static final Path REFUSED = Path.of("src/test/resources/cost/refused.txt");

    @TempDir
    private Path directory;

    @Test
    void theExampleIsReadAsItStands() {
        Prices prices = PricesReader.read(Path.of("../inventories/prices/example.yaml"));
        assertEquals("USD", prices.currency());
        Prices.Region region = prices.regions().getOrDefault("eu-central-1", none());
        assertEquals(
                new Prices.Instance(new BigDecimal("0.80"), Optional.of(new BigDecimal("0.30"))),
                region.instances().get("m6i.4xlarge"));
        assertEquals(
                new Prices.VolumeType(
                        new BigDecimal("0.10"),
                        new Prices.Speed(Optional.of(new BigDecimal("0.01")), 3000),
                        new Prices.Speed(Optional.of(new BigDecimal("0.05")), 125)),
                region.volumes().get("gp3"));
        assertEquals(Optional.of(new BigDecimal("0.005")), region.address());
        assertEquals(java.util.Map.of("nat-gateway", new BigDecimal("0.05")), region.services());
    }

    private static Prices.Region none() {
        return new Prices.Region(java.util.Map.of(), java.util.Map.of(), Optional.empty(), java.util.Map.of());
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithItsLine() throws IOException {
        StringBuilder text = new StringBuilder();
        told(text, "no such file", directory.resolve("absent.yaml"));
        told(text, "empty", file("# nothing\n"));
        told(text, "a list", file("- petaforge-prices: 1\n"));
        told(text, "not YAML", file("petaforge-prices: 1\ncurrency: [EUR\nregions: {}\n"));
        told(
                text,
                "everything",
                file(
                        """
                        petaforge-prices: 2
                        currency: Euro
                        currency: USD
                        regions:
                          eu-central-1:
                            instances:
                              m6i.4xlarge: {on-demand: -0.80, spot: "0.30"}
                              c6i.4xlarge: 0.70
                              c5.4xlarge: {spot: 0.2}
                            volumes:
                              gp3: {gb-month: 0,10, iops-month: 1e-3, iops-included: -1}
                              st1: {gb-mont: 0.05}
                            adress: 0.005
                            address: free
                            services: {nat-gatway: 0.05, router: some}
                        """));
        told(text, "nothing but a version", file("petaforge-prices: 1\n"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(REFUSED, text);
        }
        assertEquals(Files.readString(REFUSED), text.toString());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("prices.yaml"), text);
    }

    private void told(StringBuilder text, String title, Path file) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> PricesReader.read(file), title);
        assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
        text.append("== ").append(title).append('\n');
        text.append(refused.problems().stream()
                        .map(Problem::render)
                        .collect(Collectors.joining("\n"))
                        .replace(directory + "/", ""))
                .append("\n\n");
    }
}
