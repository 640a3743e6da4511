package io.petaforge.verify;

import io.petaforge.plan.SparkPlan;
import io.petaforge.plan.SparkPlan.WorkerPlan;

/** How many executors of the plan's size the workers hold, the same number on each: what Spark's master hands out. */
final class Executors {
    private Executors() {}

    /** Executors of all workers; limited by the smallest worker, so that every host has the same share of the work. */
    static int of(SparkPlan spark) {
        int each = spark.workers().stream()
                .mapToInt(worker -> fitting(worker, spark.executor()))
                .min()
                .orElse(1);
        return Math.max(1, each) * spark.workers().size();
    }

    private static int fitting(WorkerPlan worker, SparkPlan.Executor executor) {
        long byMemory = worker.memory().bytes() / executor.memory().bytes();
        return (int) Math.min(worker.cores() / executor.cores(), byMemory);
    }
}
