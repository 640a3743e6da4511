package io.petaforge.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. */
@AnalyzeClasses(packages = "io.petaforge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] SERVICES = {
        "io.petaforge.fabric..",
        "io.petaforge.ceph..",
        "io.petaforge.spark..",
        "io.petaforge.verify..",
        "io.petaforge.report.."
    };

    @ArchTest
    static final ArchRule no_cycles_between_packages =
            slices().matching("io.petaforge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_api_knows_nobody = classes()
            .that()
            .resideInAPackage("io.petaforge.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.petaforge.api..", "java..", "inet.ipaddr..", "org.jspecify..");

    @ArchTest
    static final ArchRule the_network_planner_is_pure = classes()
            .that()
            .resideInAPackage("io.petaforge.network..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.petaforge.network..", "io.petaforge.api..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule the_storage_planner_is_pure_and_ignores_the_network = classes()
            .that()
            .resideInAPackage("io.petaforge.storage..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.petaforge.storage..", "io.petaforge.api..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule the_plan_never_sees_a_connection = noClasses()
            .that()
            .resideInAnyPackage("io.petaforge.plan..", "io.petaforge.spec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.petaforge.remote..", "io.petaforge.step..", "net.schmizz..");

    @ArchTest
    static final ArchRule the_connection_never_sees_a_plan = noClasses()
            .that()
            .resideInAPackage("io.petaforge.remote..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.petaforge.plan..", "io.petaforge.spec..", "io.petaforge.step..");

    @ArchTest
    static final ArchRule discovery_knows_hosts_and_nothing_else = classes()
            .that()
            .resideInAPackage("io.petaforge.discover..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.petaforge.discover..",
                    "io.petaforge.remote..",
                    "io.petaforge.api..",
                    "com.fasterxml.jackson..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule only_the_remote_layer_speaks_ssh = noClasses()
            .that()
            .resideOutsideOfPackage("io.petaforge.remote..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.schmizz..");

    @ArchTest
    static final ArchRule steps_ignore_services = noClasses()
            .that()
            .resideInAPackage("io.petaforge.step..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVICES);

    @ArchTest
    static final ArchRule only_the_cli_knows_drivers = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.petaforge.cli..",
                    "io.petaforge.lab..",
                    "io.petaforge.maas..",
                    "io.petaforge.fixed..",
                    "io.petaforge.bmc..",
                    "io.petaforge.cloud..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.petaforge.lab..",
                    "io.petaforge.maas..",
                    "io.petaforge.fixed..",
                    "io.petaforge.bmc..",
                    "io.petaforge.cloud..");

    @ArchTest
    static final ArchRule jclouds_stays_in_the_cloud_drivers = noClasses()
            .that()
            .resideOutsideOfPackage("io.petaforge.cloud..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jclouds..", "com.google.inject..", "com.google.common..");

    @ArchTest
    static final ArchRule clouds_do_not_know_each_other =
            slices().matching("io.petaforge.cloud.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule nobody_knows_the_cli = noClasses()
            .that()
            .resideOutsideOfPackage("io.petaforge.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.petaforge.cli..");

    @ArchTest
    static final ArchRule no_names_that_hide_what_a_class_decides = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Context");
}
