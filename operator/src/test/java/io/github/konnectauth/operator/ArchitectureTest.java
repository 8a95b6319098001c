package io.github.konnectauth.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The shape of the house, as design.md draws it. */
class ArchitectureTest {

    private static final String OPERATOR = "io.github.konnectauth.operator";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(OPERATOR);

    @Test
    void the_rules_see_the_operator_without_its_tests() {
        assertThat(MAIN.contain(OperatorMain.class)).isTrue();
        assertThat(MAIN.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void dependencies_point_from_reconcile_by_token_and_konnect_to_api() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(OPERATOR)
                .layer("reconcile")
                .definedBy(OPERATOR + ".reconcile..")
                .layer("token")
                .definedBy(OPERATOR + ".token..")
                .layer("kong")
                .definedBy(OPERATOR + ".kong..")
                .layer("protection")
                .definedBy(OPERATOR + ".protection..")
                .layer("handback")
                .definedBy(OPERATOR + ".handback..")
                .layer("konnect")
                .definedBy(OPERATOR + ".konnect..")
                .layer("api")
                .definedBy(OPERATOR + ".api..")
                .layer("cluster")
                .definedBy(OPERATOR + ".cluster..")
                .layer("tls")
                .definedBy(OPERATOR + ".tls..")
                .layer("queue")
                .definedBy(OPERATOR + ".queue..")
                .whereLayer("queue")
                .mayOnlyBeAccessedByLayers("reconcile", "protection", "konnect")
                .whereLayer("queue")
                .mayNotAccessAnyLayer()
                .whereLayer("cluster")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("cluster")
                .mayOnlyAccessLayers("api", "tls")
                .layer("management")
                .definedBy(OPERATOR + ".management..")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("management")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("management")
                .mayNotAccessAnyLayer()
                .whereLayer("reconcile")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("token")
                .mayOnlyAccessLayers("api", "kong")
                .whereLayer("kong")
                .mayOnlyAccessLayers("api")
                .whereLayer("handback")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("handback")
                .mayOnlyAccessLayers("api", "protection")
                .whereLayer("protection")
                .mayOnlyAccessLayers("api", "kong", "queue", "token")
                .whereLayer("konnect")
                .mayOnlyAccessLayers("api", "queue", "tls")
                .whereLayer("tls")
                .mayNotAccessAnyLayer()
                .whereLayer("reconcile")
                .mayOnlyAccessLayers("token", "kong", "protection", "konnect", "queue", "api")
                .whereLayer("api")
                .mayNotAccessAnyLayer()
                .check(MAIN);
    }

    @Test
    void every_class_is_in_one_of_these_packages() {
        classes()
                .should()
                .resideInAnyPackage(
                        OPERATOR,
                        OPERATOR + ".reconcile..",
                        OPERATOR + ".token..",
                        OPERATOR + ".kong..",
                        OPERATOR + ".protection..",
                        OPERATOR + ".handback..",
                        OPERATOR + ".konnect..",
                        OPERATOR + ".api..",
                        OPERATOR + ".cluster..",
                        OPERATOR + ".management..",
                        OPERATOR + ".queue..",
                        OPERATOR + ".tls..")
                .check(MAIN);
    }

    @Test
    void only_konnect_speaks_http_and_the_root_wires_clients() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        OPERATOR, OPERATOR + ".konnect..", OPERATOR + ".cluster..", OPERATOR + ".tls..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "java.net.http..")
                .check(MAIN);
        // It listens to the Kubernetes client's requests, and makes none of its own.
        noClasses()
                .that()
                .resideInAPackage(OPERATOR + ".cluster..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("okhttp3\\.(Callback|Request\\$Builder)")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("okio\\.(?!Timeout).*|java\\.net\\.http\\..*")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(OPERATOR)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("okhttp3\\.(Call|Request|Response|HttpUrl|Interceptor|Callback)(\\$.*)?")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("okio..", "java.net.http..")
                .check(MAIN);
    }

    @Test
    void konnect_and_api_know_nothing_of_the_framework() {
        noClasses()
                .that()
                .resideInAnyPackage(OPERATOR + ".konnect..", OPERATOR + ".api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javaoperatorsdk..", "io.fabric8.kubernetes.client..")
                .check(MAIN);
    }

    @Test
    void command_line_and_log_configuration_stay_in_the_root() {
        noClasses()
                .that()
                .resideOutsideOfPackage(OPERATOR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.commons.cli..", "ch.qos.logback..", "net.logstash..")
                .check(MAIN);
    }

    @Test
    void nothing_is_named_after_the_lack_of_a_name() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common|Base)(\\$.*)?")
                .check(MAIN);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..helper..", "..manager..", "..common..")
                .check(MAIN);
    }

    @Test
    void what_is_logged_goes_by_slf4j() {
        noClasses()
                // It keeps those who log in another way from doing so.
                .that()
                .doNotHaveFullyQualifiedName(Logging.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j..")
                .check(MAIN);
        noClasses()
                // Its help and its complaints about flags are no log lines.
                .that()
                .doNotHaveFullyQualifiedName(OperatorMain.class.getName())
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(MAIN);
    }

    @Test
    void only_the_main_class_ends_the_process() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(OPERATOR + ".OperatorMain")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(MAIN);
    }

    @Test
    void the_simulator_and_the_libraries_of_tests_are_for_tests() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.konnectauth.simulator..",
                        "org.junit..",
                        "org.assertj..",
                        "org.awaitility..",
                        "net.jqwik..",
                        "okhttp3.tls..",
                        "io.fabric8.kubernetes.client.server.mock..",
                        "io.fabric8.kubeapitest..")
                .check(MAIN);
    }
}
