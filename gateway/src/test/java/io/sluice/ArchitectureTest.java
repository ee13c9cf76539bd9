package io.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.sluice.model.Permit;
import io.sluice.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The ranks and doors of ARCHITECTURE.md. A failure names the door to use. */
class ArchitectureTest {
  /** Packages below the root by rank; a name that is not here is a red build. */
  private static final Map<String, Integer> RANKS =
      Map.ofEntries(
          Map.entry("model", 0),
          Map.entry("json", 0),
          Map.entry("identity", 1),
          Map.entry("inspect", 1),
          Map.entry("flow", 1),
          Map.entry("policy", 1),
          Map.entry("limits", 1),
          Map.entry("route", 1),
          Map.entry("approval", 1),
          Map.entry("audit", 1),
          Map.entry("registry", 1),
          Map.entry("vault", 1),
          Map.entry("wire", 1),
          Map.entry("tokens", 1),
          Map.entry("pipeline", 2),
          Map.entry("replay", 2),
          Map.entry("admin", 2),
          Map.entry("net", 3),
          Map.entry("ingress", 3),
          Map.entry("egress", 3),
          Map.entry("provider", 3),
          Map.entry("tool", 3),
          Map.entry("store", 3),
          Map.entry("config", 4),
          Map.entry("cli", 4),
          Map.entry("", 4));

  /** Who may use whom within one rank. */
  private static final Map<String, Set<String>> BESIDE =
      Map.of(
          "json", Set.of("model"),
          "replay", Set.of("pipeline"),
          "admin", Set.of("pipeline"),
          "provider", Set.of("egress"),
          "tool", Set.of("egress"),
          "ingress", Set.of("net"),
          "egress", Set.of("net"),
          "cli", Set.of("", "config"),
          "", Set.of("cli", "config"));

  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/ledger/target/"))
            .withImportOption(location -> !location.contains("/sim/target/"))
            .importPackages("io.sluice");
  }

  @Test
  void imports_point_down_only() {
    var wrong = new ArrayList<String>();
    for (JavaClass from : classes) {
      from.getDirectDependenciesFromSelf()
          .forEach(
              dependency -> {
                String why = offence(from, dependency.getTargetClass());
                if (!why.isEmpty()) {
                  wrong.add(why);
                }
              });
    }
    assertThat(wrong.stream().distinct().sorted()).isEmpty();
  }

  private static String offence(JavaClass from, JavaClass to) {
    if (!to.getPackageName().startsWith("io.sluice") || external(to)) {
      return "";
    }
    String above = room(from);
    String below = room(to);
    Integer high = RANKS.get(above);
    Integer low = RANKS.get(below);
    if (high == null || low == null) {
      return "give package '" + (high == null ? above : below) + "' a rank";
    }
    boolean allowed =
        above.equals(below) || low < high || BESIDE.getOrDefault(above, Set.of()).contains(below);
    return allowed ? "" : from.getName() + " must not see " + to.getName();
  }

  private static boolean external(JavaClass to) {
    return to.getPackageName().startsWith("io.sluice.ledger")
        || to.getPackageName().startsWith("io.sluice.sim");
  }

  private static String room(JavaClass type) {
    String rest = type.getPackageName().substring("io.sluice".length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
  }

  @TestFactory
  Stream<DynamicTest> doors() {
    return Stream.of(
            door("Netty", List.of("net", "ingress", "egress", ""), "io.netty.."),
            door("an HTTP client", List.of("egress"), "java.net.http.."),
            door("the JSON library", List.of("json"), "tools.jackson.."),
            door("SQL", List.of("store"), "java.sql..", "javax.sql..", "org.sqlite.."),
            door(
                "Cedar and what its interface speaks in",
                List.of("policy"),
                "com.cedarpolicy..",
                "com.fasterxml..",
                "com.google.common.."),
            door("YAML", List.of("config", "policy"), "org.snakeyaml.."),
            door("the simulator", List.of("cli"), "io.sluice.sim.."),
            door("the ledger", List.of("audit", "cli", ""), "io.sluice.ledger.."),
            door("the tokenizer", List.of("tokens"), "com.knuddels.."),
            door("the command line library", List.of("cli", ""), "picocli.."))
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes)));
  }

  private static ArchRule door(String what, List<String> rooms, String... packages) {
    String[] inside =
        rooms.stream()
            .map(room -> room.isEmpty() ? "io.sluice" : "io.sluice." + room + "..")
            .toArray(String[]::new);
    return noClasses()
        .that(DescribedPredicate.not(resideInAnyPackage(inside)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .as("only " + rooms + " may use " + what)
        .allowEmptyShould(true);
  }

  @Test
  void nobody_interrupts_a_thread() {
    noClasses()
        .should()
        .callMethod(Thread.class, "interrupt")
        .because("an interrupt closes the file or socket the thread sits in, for everybody")
        .check(classes);
  }

  @Test
  void time_randomness_and_environment_come_from_the_root() {
    noClasses()
        .that(DescribedPredicate.not(resideInAnyPackage("io.sluice", "io.sluice.cli..")))
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(java.security.SecureRandom.class)
        .orShould()
        .callConstructor(java.util.Random.class)
        .because("replay is exact only where they are handed in")
        .check(classes);
  }

  @Test
  void a_permit_is_built_only_where_policy_is_decided() {
    builtOnlyIn(Permit.class, "io.sluice.policy", "io.sluice.approval");
  }

  @Test
  void a_secret_is_opened_only_where_it_must_be() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage(
                    "io.sluice.vault..",
                    "io.sluice.identity..",
                    "io.sluice.audit..",
                    "io.sluice.flow..",
                    "io.sluice.egress..",
                    "io.sluice.model..")))
        .should(
            new ArchCondition<>("open a Secret") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                type.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isEquivalentTo(Secret.class))
                    .filter(call -> call.getName().startsWith("open"))
                    .map(JavaAccess::getDescription)
                    .forEach(text -> events.add(SimpleConditionEvent.satisfied(type, text)));
              }
            })
        .check(classes);
  }

  private static void builtOnlyIn(Class<?> type, String... packages) {
    constructors()
        .that()
        .areDeclaredIn(type)
        .should(
            new ArchCondition<>("be called only in " + String.join(", ", packages)) {
              @Override
              public void check(
                  com.tngtech.archunit.core.domain.JavaConstructor constructor,
                  ConditionEvents events) {
                constructor.getCallsOfSelf().stream()
                    .filter(
                        call -> !List.of(packages).contains(call.getOriginOwner().getPackageName()))
                    .filter(call -> !call.getOriginOwner().isEquivalentTo(type))
                    .map(JavaAccess::getDescription)
                    .forEach(text -> events.add(SimpleConditionEvent.violated(constructor, text)));
              }
            })
        .check(classes);
  }
}
