package io.petaforge.storage.capacity;

/**
 * The numbers of the capacity arithmetic, each with its source.
 *
 * @param allocation bytes that BlueStore allocates at least on flash: {@code bluestore_min_alloc_size_ssd}, 4096 since
 *     Ceph 16
 * @param stripeUnit bytes of a chunk in an erasure-coded stripe: {@code osd_pool_erasure_code_stripe_unit}, 4096. A stripe
 *     holds k of them, and an object is padded to whole stripes
 * @param piece bytes of the objects that the gateway cuts: {@code rgw_obj_stripe_size}, 4 MiB
 * @param onode bytes of BlueStore's record of an object or chunk: about 1 KiB with its extents
 * @param checksum bytes for each 4096 of data: BlueStore's crc32c
 * @param index bytes of an object's entry in the bucket index: about 300, kept in every copy
 * @param nearfull Ceph's {@code mon_osd_nearfull_ratio}: a warning
 * @param backfillfull Ceph's {@code mon_osd_backfillfull_ratio}: repair no longer writes here
 * @param full Ceph's {@code mon_osd_full_ratio}: nobody writes
 * @param spread how much fuller than the average the fullest OSD is: the balancer leaves 5 placement groups
 *     ({@code upmap_max_deviation}) of about 100
 * @param grow when to order more: early enough to buy, install and rebalance
 */
public record CapacityParameters(
        long allocation,
        long stripeUnit,
        long piece,
        long onode,
        long checksum,
        long index,
        double nearfull,
        double backfillfull,
        double full,
        double spread,
        double grow) {
    /** Those of Ceph 16 to 19. */
    public static final CapacityParameters CEPH =
            new CapacityParameters(4096, 4096, 4L << 20, 1024, 4, 300, 0.85, 0.90, 0.95, 1.05, 0.60);
}
