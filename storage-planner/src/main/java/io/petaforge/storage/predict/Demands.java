package io.petaforge.storage.predict;

import io.petaforge.storage.Protection;
import io.petaforge.storage.hardware.Clients;
import io.petaforge.storage.hardware.Shape;

/** Decides what a user's byte costs at each level. */
final class Demands {
    private static final double GIB = 1 << 30;
    /** What the parameters were measured with; smaller objects pay for more operations. */
    private static final double MEASURED_OBJECT = 4 << 20;

    private final Shape shape;
    private final ModelParameters.Cpu cpu;
    private final ModelParameters.Operations operations;
    /** The part of transfers between storage hosts chosen at random that leave the host. */
    private final double elsewhere;

    Demands(Shape shape, ModelParameters parameters) {
        this.shape = shape;
        cpu = parameters.cpu();
        operations = parameters.operations();
        elsewhere = 1 - 1.0 / Math.max(1, shape.hosts());
    }

    Demand radosRead() {
        return read(clientsOnStorage() ? elsewhere : 1);
    }

    Demand radosWrite() {
        return write(clientsOnStorage() ? elsewhere : 1, 1);
    }

    Demand get() {
        return read(gatewaysOnStorage() ? elsewhere : 1)
                .throughGateway(
                        toGateway(),
                        (shape.tls() ? cpu.getTls() : cpu.get()) + extraOperations() * cpu.getOperation(),
                        shape.tls() ? cpu.clientGetTls() : cpu.client());
    }

    Demand put() {
        return write(gatewaysOnStorage() ? elsewhere : 1, operations.perPut())
                .throughGateway(
                        toGateway(),
                        (shape.tls() ? cpu.putTls() : cpu.put())
                                - large() * cpu.putLarge()
                                + extraOperations() * cpu.putOperation(),
                        shape.tls() ? cpu.clientPutTls() : cpu.client());
    }

    Demand s3aRead() {
        return get().by(cpu.s3aRead());
    }

    Demand s3aWrite() {
        return put().by(cpu.s3aWrite());
    }

    /**
     * The primary of a copy sends it. With erasure coding it gathers the other k-1 data chunks first, from other hosts, and
     * every gathered byte costs an OSD as much as a sent one.
     */
    private Demand read(double toReader) {
        double gathered = shape.protection() instanceof Protection.Erasure code ? (code.k() - 1.0) / code.k() : 0;
        int touched = shape.protection() instanceof Protection.Erasure code ? code.k() : 1;
        return new Demand(
                false,
                1,
                toReader + gathered,
                gathered,
                0,
                0,
                0,
                toReader,
                cpu.osdRead() * (1 + gathered) + extraOperations() * touched * cpu.osdOperation(),
                0,
                cpu.client(),
                touched);
    }

    /** The primary passes on all copies but its own, or all chunks but its own, to other hosts. */
    private Demand write(double toPrimary, double steps) {
        double stored = 1 / shape.protection().efficiency();
        int width = shape.protection().width();
        double passedOn = stored * (width - 1) / width;
        double touched = width * steps;
        return new Demand(
                true,
                stored,
                passedOn,
                toPrimary + passedOn,
                0,
                0,
                toPrimary,
                0,
                cpu.osdWrite() * stored + extraOperations() * touched * cpu.osdOperation(),
                0,
                cpu.client(),
                touched);
    }

    /** How many more objects a GiB has than when the parameters were measured. */
    private double extraOperations() {
        return Math.max(0, GIB / shape.objectSize().bytes() - GIB / MEASURED_OBJECT);
    }

    /** How far an object is from 4 MiB on the way to endless. */
    private double large() {
        return Math.max(0, 1 - MEASURED_OBJECT / shape.objectSize().bytes());
    }

    private double toGateway() {
        return clientsOnStorage() && gatewaysOnStorage() ? elsewhere : 1;
    }

    private boolean gatewaysOnStorage() {
        return shape.gateways().own().isEmpty();
    }

    private boolean clientsOnStorage() {
        return shape.clients().map(Clients::onStorageHosts).orElse(false);
    }
}
