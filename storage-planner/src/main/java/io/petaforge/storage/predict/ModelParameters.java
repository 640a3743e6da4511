package io.petaforge.storage.predict;

/**
 * Every number of the prediction that is not arithmetic, in one place, each with its source. "Journey" is ceph.io, 2024,
 * "Ceph: a journey to 1 TiB/s"; "Reef" is ceph.io, 2023, "Ceph Reef Freeze Part 2: RGW Performance"; "Object 1-3" is
 * ceph.io, 2025, "Benchmarking the Ceph Object Gateway" parts 1 to 3. CPU is counted in busy hardware threads for each
 * GiB/s of the users' bytes, unless it says otherwise.
 */
public record ModelParameters(
        Network network, Drive drive, Cpu cpu, Operations operations, Gateway gateway, Recovery recovery) {
    /**
     * What part of the line rate Ceph's traffic reaches.
     *
     * @param oneWay reads, in the busier direction of a port. Journey: 214 GiB/s from 10 nodes of 2x100G with the clients
     *     elsewhere is 0.92; iperf "just under 200 Gb/s". Object 2 and 3 give 0.94 to 0.98
     * @param bothWays reads, of both directions together, where both are busy. Least squares over Journey's 1025 and 547
     *     GiB/s (clients on the storage nodes: 0.69), Reef's 53 GB/s (0.76), Object 2's 111 GiB/s (0.76)
     * @param writeBase writes reach 1 / (writeBase + writePerObject / size) of the busier direction: copies and chunks
     *     arrive in bursts from many senders, and an object waits for the slowest. Fitted with the next one over all
     *     published writes; 0.59 at 4 MiB. Journey 0.54 to 0.64, Reef 0.57 (S3) and 0.58 (librbd), Object 2 and 3 0.54 to
     *     0.64 at 4 MiB
     * @param writePerObject in MiB; what an object costs beside its bytes, told by Object 2's same cluster at 4 MiB (50
     *     GiB/s) and 32 MiB (65.8 GiB/s). Objects under 4 MiB are treated as such: their limit is operations
     * @param tlsGet what TLS in the gateway leaves of GET where the network limits. Object 3: -0.4 %
     * @param tlsPut and of PUT. Object 3: -4.2 %
     */
    public record Network(
            double oneWay, double bothWays, double writeBase, double writePerObject, double tlsGet, double tlsPut) {}

    /**
     * What part of a data sheet's bandwidth BlueStore delivers.
     *
     * @param read Journey: one OSD alone read 5.7 to 6.6 GB/s, "nearly the same throughput" as fio on the drive
     * @param write the same OSD wrote 4.0 GB/s; the rest is for the metadata's log and compaction. Flash needs no double
     *     write above {@code bluestore_prefer_deferred_size_ssd}
     */
    public record Drive(double read, double write) {}

    /**
     * Threads.
     *
     * @param osdRead for each time a byte is read and sent by an OSD. Reef: 55 cores at 53 GB/s GET
     * @param osdWrite for each copy or chunk byte written. Reef: 152 cores at 18.6 GB/s PUT in three copies
     * @param osdOperation thread seconds of one OSD operation, on objects under 4 MiB. Reef at 4 KiB: 102 cores for 312,000
     *     GET/s, 475 cores for 178,000 PUT/s of 9 operations each
     * @param get gateway, plain. Object 3: 3.19 cores in each of 48 daemons at 96,351 MiB/s. Reef: 88 cores at 53 GB/s, 1.8
     * @param getTls gateway, TLS. Object 3: 4.46 cores at 95,965 MiB/s
     * @param put gateway, plain. Object 3: 3.62 cores at 58,086 MiB/s. Reef needed three times that on older cores
     * @param putTls gateway, TLS. Object 3: 6.19 cores at 55,651 MiB/s
     * @param putLarge how much less of PUT a very large object costs than one of 4 MiB. Object 2: 5.7 cores in each of 48
     *     daemons at 64 MiB and 65 GiB/s, 4.2 instead of 5.5
     * @param getOperation thread seconds of a GET under 4 MiB in the gateway. Reef: 302 cores for 312,000 of 4 KiB
     * @param putOperation and of a PUT. Reef: 269 cores for 178,000
     * @param client a raw client, reading and writing: as the OSD's read, since it moves each byte once
     * @param clientGetTls raw S3 client over TLS; measured here: the lab's raw read less all other shares
     * @param clientPutTls raw S3 client over TLS, which also hashes; measured here: the lab's raw write likewise
     * @param s3aRead Spark on a JVM. The field plans 50-150 MB/s for each busy core, measured here 115 MB/s: 9.4
     * @param s3aWrite Spark on a JVM, making its rows as it goes. Measured here: 20 MB/s for each core, in jobs of seconds;
     *     long jobs do better, so this is the careful end
     * @param usable what part of the threads may be busy: hosts at full load peaked at 83 to 90 % (Object 3)
     * @param software threads for each GiB/s that crosses a network made by the machine's own kernel; measured here: the
     *     lab's raw read less all other shares
     */
    public record Cpu(
            double osdRead,
            double osdWrite,
            double osdOperation,
            double get,
            double getTls,
            double put,
            double putTls,
            double putLarge,
            double getOperation,
            double putOperation,
            double client,
            double clientGetTls,
            double clientPutTls,
            double s3aRead,
            double s3aWrite,
            double usable,
            double software) {}

    /**
     * Operations a second of one OSD, counting every copy's and chunk's.
     *
     * @param read Journey: 25.5 million 4 KiB reads on 630 OSDs, 40,000 each; EC 6+2 3.4 million of 8, 43,000
     * @param write Journey: 4.9 million in three copies, 23,300 each; Reef's PUTs come to 26,700
     * @param perPut OSD operations of a PUT before copies: index, data, index. Reef: "3 round trips"
     */
    public record Operations(double read, double write, double perPut) {}

    /**
     * What one gateway daemon was seen to do at most: a floor of its true limit, since other things limited those runs.
     *
     * @param get GiB/s. Reef: 53 GB/s from 20 daemons is 2.47; Object 2's 2.3 was limited by its network
     * @param put GiB/s. Object 2: 65.8 from 48
     * @param gets operations a second. Reef: 312,000 from 20
     * @param puts operations a second. Reef: 178,000 from 20
     */
    public record Gateway(double get, double put, double gets, double puts) {}

    /**
     * Repair.
     *
     * @param share the part of drives, ports and threads that repair may take while clients are served. Between one backfill
     *     at a time (Ceph 16's default {@code osd_max_backfills}) and mClock's half (its {@code balanced} profile): a
     *     quarter
     * @param osd MB/s of an OSD of which that share is taken: mClock's own belief about flash,
     *     {@code osd_mclock_max_sequential_bandwidth_ssd}, 1200 MiB/s
     * @param pgs placement groups on an OSD, which bounds how many OSDs can help one lost drive: the plan's 100
     */
    public record Recovery(double share, double osd, double pgs) {}

    /** The parameters in force. */
    public static final ModelParameters PUBLISHED = new ModelParameters(
            new Network(0.93, 0.74, 1.12, 2.3, 0.996, 0.958),
            new Drive(0.90, 0.90),
            new Cpu(1.1, 2.9, 0.0003, 1.6, 2.3, 3.1, 5.5, 1.39, 0.00097, 0.0015, 1.1, 1.5, 3.0, 9.4, 52, 0.90, 2.0),
            new Operations(40_000, 23_300, 3),
            new Gateway(2.5, 1.4, 15_600, 8_900),
            new Recovery(0.25, 1258, 100));

    /** The same with other network parameters, for checks that leave a published result out. */
    public ModelParameters with(Network other) {
        return new ModelParameters(other, drive, cpu, operations, gateway, recovery);
    }
}
