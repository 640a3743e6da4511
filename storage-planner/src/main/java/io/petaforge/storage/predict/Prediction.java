package io.petaforge.storage.predict;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a shape delivers.
 *
 * @param radosRead large reads by Ceph's own protocol
 * @param rgwRead S3 GET by as many clients as it takes, or by the shape's
 * @param s3aRead Spark reading through S3A on the shape's clients; without clients as S3
 * @param drive repair after the loss of one drive, at the planned fill
 * @param host after the loss of the fullest host; empty when its data has nowhere to go
 * @param rack after the loss of the fullest rack; empty when its data has nowhere to go, as with three copies on three
 *     racks: the cluster works on, and heals when the rack is back
 */
public record Prediction(
        Limited radosRead,
        Limited radosWrite,
        Limited rgwRead,
        Limited rgwWrite,
        Limited s3aRead,
        Limited s3aWrite,
        Optional<Rebuild> drive,
        Optional<Rebuild> host,
        Optional<Rebuild> rack) {
    public Prediction {
        requireNonNull(radosRead, "radosRead");
        requireNonNull(radosWrite, "radosWrite");
        requireNonNull(rgwRead, "rgwRead");
        requireNonNull(rgwWrite, "rgwWrite");
        requireNonNull(s3aRead, "s3aRead");
        requireNonNull(s3aWrite, "s3aWrite");
        requireNonNull(drive, "drive");
        requireNonNull(host, "host");
        requireNonNull(rack, "rack");
    }
}
