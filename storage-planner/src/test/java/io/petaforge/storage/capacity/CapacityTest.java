package io.petaforge.storage.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Media;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.DriveType;
import io.petaforge.storage.hardware.Drives;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final Protection THREE = new Protection.Replicated(3, 2);
    private static final Protection EC42 = new Protection.Erasure(4, 2);
    private static final double PB = 1e15;
    private static final CapacityParameters CEPH = CapacityParameters.CEPH;

    /** 10^15 / (15.36e12 x 0.8 x 2/3) = 122.07 and 10^15 / (15.36e12 x 0.8 / 3) = 244.14 OSDs, before metadata. */
    @Test
    void aPetabyteTakes122OsdsWithEc42And244WithThreeCopies() {
        assertEquals(PB, Capacity.of(hosts(EC42, 61, 2)).atFill().bytes(), 0.003 * PB);
        assertEquals(PB, Capacity.of(hosts(THREE, 61, 4)).atFill().bytes(), 0.003 * PB);
        assertTrue(Capacity.of(hosts(EC42, 123, 1)).atFill().bytes() > PB);
        assertTrue(Capacity.of(hosts(EC42, 122, 1)).atFill().bytes() < PB);
    }

    /** 4 MiB in EC 4+2 is 256 stripes of 16 KiB: 6 chunks of 1 MiB, 1536 blocks of 4 bytes checksum, 6 records, 3 entries. */
    @Test
    void footprintOfAnObjectByHand() {
        Footprint exact = Footprint.of(ByteSize.ofMiB(4), EC42, CEPH);
        assertEquals(ByteSize.ofMiB(6), exact.data());
        assertEquals(1536 * 4 + 6 * 1024 + 3 * 300, exact.metadata().bytes());
        assertEquals(0, exact.waste(EC42), 1e-12);
        // 1000 bytes are a whole stripe: 6 chunks of 4 KiB where 1500 bytes would do.
        assertEquals(
                6 * 4096, Footprint.of(new ByteSize(1000), EC42, CEPH).data().bytes());
        assertEquals(
                3 * 4096, Footprint.of(new ByteSize(1000), THREE, CEPH).data().bytes());
        // 5 MiB: a piece of 4 MiB and one of 1 MiB.
        assertEquals(
                ByteSize.ofMiB(15), Footprint.of(ByteSize.ofMiB(5), THREE, CEPH).data());
    }

    @Test
    void theSmallestOfThreeRacksBoundsThreeCopies() {
        Capacity uneven = Capacity.of(racks(THREE, List.of(4, 6, 8)));
        assertEquals(3 * 4 * 2 * 15_360_000_000_000L, uneven.placeable().bytes());
        assertEquals(6 * 2 * 15_360_000_000_000L, uneven.stranded().bytes());
        // A fourth rack lets copies go round the small one: 4 + 6 + 8 + 8 hosts, S = min((4+6+8+8)/3, (4+6+8)/2, ...).
        assertEquals(
                26 * 2 * 15_360_000_000_000L,
                Capacity.of(racks(THREE, List.of(4, 6, 8, 8))).placeable().bytes(),
                10);
    }

    @Test
    void fourRacksHealTheLossOfOneAndThreeDoNot() {
        Capacity four = Capacity.of(racks(THREE, List.of(4, 4, 4, 4)));
        Heal heal = four.heal().orElseThrow();
        assertTrue(heal.domain());
        assertEquals("rack", heal.lost());
        // Three quarters of the raw bytes, 0.85 / 1.05 of each OSD: less than the fill of 0.8 of all of them.
        assertEquals(heal.most(), four.usable());
        assertEquals(
                0.75 * 0.85 / 1.05 / 0.80,
                (double) four.usable().bytes() / four.atFill().bytes(),
                1e-6);
        Capacity three = Capacity.of(racks(THREE, List.of(4, 4, 4)));
        assertFalse(three.heal().orElseThrow().domain());
        assertEquals("host", three.heal().orElseThrow().lost());
        assertEquals(three.atFill(), three.usable());
    }

    @Test
    void ecOverFewerRacksPutsSeveralChunksInEach() {
        Shape shape = racks(EC42, List.of(4, 4, 4)).with(EC42, 2);
        assertEquals(shape.raw(), Capacity.of(shape).placeable());
        assertEquals(0, Capacity.of(racks(EC42, List.of(4, 4, 4))).placeable().bytes());
    }

    @Test
    void thePlannedFillStaysUnderNearfullOnTheFullestOsd() {
        Capacity capacity = Capacity.of(hosts(THREE, 40, 10));
        assertTrue(capacity.atFill().compareTo(capacity.nearfull()) < 0);
        assertTrue(capacity.nearfull().compareTo(capacity.backfillfull()) < 0);
        assertTrue(capacity.backfillfull().compareTo(capacity.full()) < 0);
    }

    /** At 60 % with 1 % of the usable a day: a year later 3.65 times the usable more, so about six times the hosts in all. */
    @Test
    void growthSaysWhenAndWhat() {
        Shape shape = racks(THREE, List.of(4, 4, 4, 4));
        Capacity capacity = Capacity.of(shape);
        ByteSize perDay = new ByteSize(capacity.usable().bytes() / 1000);
        ByteSize half = new ByteSize(capacity.usable().bytes() / 2);
        Growth growth = capacity.growth(shape, half, perDay);
        assertTrue(growth.daysToOrder() > 0 && growth.daysToOrder() < growth.daysToLimit());
        assertEquals(0, growth.hosts() % 4);
        Capacity later = Capacity.of(racks(THREE, Collections.nCopies(4, 4 + growth.hosts() / 4)));
        double yearLater = capacity.grow().bytes() + 365.0 * perDay.bytes();
        assertTrue(later.grow().bytes() >= yearLater);
        Capacity fewer = Capacity.of(racks(THREE, Collections.nCopies(4, 3 + growth.hosts() / 4)));
        assertTrue(fewer.grow().bytes() < yearLater);
    }

    @Property(tries = 200)
    void moreDrivesInEqualRacksNeverHoldLess(
            @ForAll @IntRange(min = 3, max = 12) int racks,
            @ForAll @IntRange(min = 1, max = 20) int perRack,
            @ForAll @IntRange(min = 1, max = 20) int more) {
        Capacity small = Capacity.of(racks(THREE, Collections.nCopies(racks, perRack)));
        Capacity large = Capacity.of(racks(THREE, Collections.nCopies(racks, perRack + more)));
        assertTrue(large.usable().compareTo(small.usable()) >= 0);
        assertTrue(large.placeable().equals(large.raw()));
    }

    @Property(tries = 300)
    void whatCanBePlacedIsNeverMoreThanThereIsAndPiecesReallyFit(
            @ForAll @Size(min = 3, max = 9) List<@IntRange(min = 1, max = 30) Integer> perRack) {
        Capacity capacity = Capacity.of(racks(THREE, perRack));
        double host = 2 * 15_360_000_000_000L;
        assertTrue(capacity.placeable().compareTo(capacity.raw()) <= 0);
        double pieces = capacity.placeable().bytes() / 3.0;
        double room = perRack.stream()
                .mapToDouble(hosts -> Math.min(hosts * host, pieces))
                .sum();
        assertTrue(room >= 3 * pieces * (1 - 1e-9), "pieces do not fit");
        // And not one in a thousand more fits, unless everything is full.
        double more = pieces * 1.001;
        double roomForMore = perRack.stream()
                .mapToDouble(hosts -> Math.min(hosts * host, more))
                .sum();
        assertTrue(roomForMore < 3 * more, "more would fit");
    }

    @Property(tries = 200)
    void addingARackNeverTakesCapacityAway(
            @ForAll @Size(min = 3, max = 9) List<@IntRange(min = 1, max = 30) Integer> perRack,
            @ForAll @IntRange(min = 1, max = 30) int another) {
        List<Integer> larger = new java.util.ArrayList<>(perRack);
        larger.add(another);
        assertTrue(Capacity.of(racks(THREE, larger))
                        .placeable()
                        .compareTo(Capacity.of(racks(THREE, perRack)).placeable())
                >= 0);
    }

    @Property(tries = 200)
    void anObjectNeverTakesLessThanItsProtectionSays(
            @ForAll @IntRange(min = 1, max = 20_000_000) int bytes,
            @ForAll @IntRange(min = 2, max = 10) int k,
            @ForAll @IntRange(min = 1, max = 4) int m) {
        Protection code = new Protection.Erasure(k, m);
        Footprint footprint = Footprint.of(new ByteSize(bytes), code, CEPH);
        assertTrue(footprint.data().bytes() >= bytes / code.efficiency() - 1);
        assertTrue(footprint.waste(code) >= -1e-9);
        long pieces = (bytes + (4L << 20) - 1) / (4L << 20);
        assertTrue(footprint.data().bytes() < bytes / code.efficiency() + pieces * 4096L * k * (k + m) / k + k + m);
    }

    private static Shape hosts(Protection protection, int hosts, int drives) {
        return Shape.of(
                List.of(HostGroup.spread(host(drives), hosts, 1)),
                1,
                protection,
                FailureDomain.HOST,
                Gateways.onStorageHosts(hosts));
    }

    private static Shape racks(Protection protection, List<Integer> perRack) {
        return Shape.of(
                List.of(new HostGroup(host(2), perRack)),
                perRack.size(),
                protection,
                FailureDomain.RACK,
                Gateways.onStorageHosts(2));
    }

    private static HostType host(int drives) {
        DriveType drive = new DriveType(
                "15.36 TB",
                ByteSize.parse("15.36TB"),
                Media.NVME,
                ByteRate.ofGB(6.8),
                ByteRate.ofGB(4),
                20,
                OptionalDouble.empty());
        return new HostType(
                "host",
                64,
                ByteSize.ofGiB(256),
                List.of(new Drives(drive, drives)),
                BitRate.ofGbit(100),
                Optional.empty(),
                1,
                300,
                OptionalDouble.empty());
    }
}
