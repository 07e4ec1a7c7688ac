package dev.colonnade.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md's picture, as a test. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.colonnade");

    @Test
    void modulesUseOnlyFloorsBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("wire")
                .definedBy("dev.colonnade.wire..")
                .layer("topology")
                .definedBy("dev.colonnade.topology..")
                .layer("grammar")
                .definedBy("dev.colonnade.grammar..")
                .layer("planner")
                .definedBy("dev.colonnade.planner..")
                .layer("execution")
                .definedBy("dev.colonnade.execution..")
                .layer("admin")
                .definedBy("dev.colonnade.admin..")
                .layer("server")
                .definedBy("dev.colonnade.server..")
                .layer("cli")
                .definedBy("dev.colonnade.cli..")
                .whereLayer("wire")
                .mayNotAccessAnyLayer()
                .whereLayer("topology")
                .mayNotAccessAnyLayer()
                .whereLayer("grammar")
                .mayNotAccessAnyLayer()
                .whereLayer("planner")
                .mayOnlyAccessLayers("topology", "grammar")
                .whereLayer("execution")
                .mayOnlyAccessLayers("planner", "wire", "topology")
                .whereLayer("admin")
                .mayOnlyAccessLayers("topology")
                .whereLayer("server")
                .mayOnlyAccessLayers("execution", "admin", "planner", "wire", "topology")
                .check(CLASSES);
    }

    @Test
    void noPackageCycles() {
        // the generated parser and the nodes that it makes are one thing in two folders
        slices().matching("dev.colonnade.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(
                        resideInAPackage("dev.colonnade.grammar.."), resideInAPackage("dev.colonnade.grammar.."))
                .check(CLASSES);
    }

    @Test
    void plannerIsPure() {
        noClasses()
                .that()
                .resideInAPackage("dev.colonnade.planner..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "java.net..", "java.sql..", "javax.sql..", "java.nio.file..")
                .check(CLASSES);
    }

    @Test
    void calciteIsSeenByTheParserOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.colonnade.grammar..", "dev.colonnade.planner.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.calcite..", "dev.colonnade.grammar..")
                .check(CLASSES);
    }

    @Test
    void executionSeesPlansOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.colonnade.execution..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.colonnade.planner",
                        "dev.colonnade.planner.sql..",
                        "dev.colonnade.planner.shape..",
                        "dev.colonnade.planner.logical..",
                        "dev.colonnade.planner.physical..",
                        "dev.colonnade.planner.ast..",
                        "dev.colonnade.planner.catalog..")
                .check(CLASSES);
    }

    @Test
    void jacksonIsSeenAtTheEdgesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.colonnade.admin..",
                        "dev.colonnade.topology.store..",
                        "dev.colonnade.server.config..",
                        "dev.colonnade.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..", "tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void prometheusIsSeenByObserveOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.colonnade.server.observe..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                .check(CLASSES);
    }

    @Test
    void onlyMainExits() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.colonnade.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }
}
