package dev.mooring;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The arrows between the rooms of core, as the design draws them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {
  private static final Set<String> GROUND =
      Set.of("document", "job", "problem", "settings", "platform");

  /// What each room may use besides itself.
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("problem", Set.of()),
          Map.entry("document", Set.of("problem")),
          Map.entry("job", Set.of("problem")),
          Map.entry("platform", Set.of("problem")),
          Map.entry("settings", Set.of("document", "job", "platform", "problem")),
          Map.entry("cluster", GROUND),
          Map.entry("tunnel", and(GROUND, "cluster")),
          Map.entry("forward", and(GROUND, "cluster", "tunnel")),
          Map.entry("identity", and(GROUND, "cluster", "tunnel")),
          Map.entry("mesh", and(GROUND, "cluster", "tunnel", "forward", "identity")),
          Map.entry("registry", and(GROUND, "cluster", "tunnel", "forward", "identity", "mesh")),
          Map.entry("debug", and(GROUND, "cluster", "tunnel", "forward", "identity", "mesh")),
          Map.entry(
              "stack", and(GROUND, "cluster", "tunnel", "forward", "identity", "mesh", "registry")),
          Map.entry("engine", GROUND));

  /// Where each outside library is imported.
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "io.fabric8..", Set.of("dev.mooring.cluster.fabric8"),
          "com.github.dockerjava..", Set.of("dev.mooring.engine.docker"),
          "io.grpc..", Set.of("dev.mooring.identity.istiod"),
          "com.google.protobuf..", Set.of("dev.mooring.identity.istiod"),
          // Certificates are asked for in one place and made in the other: neither room may know
          // the
          // other, and the JDK can do neither.
          "org.bouncycastle..", Set.of("dev.mooring.identity", "dev.mooring.forward.tls"),
          "com.fasterxml.jackson..", Set.of("dev.mooring.document"));

  private final JavaClasses core = core();

  @BeforeAll
  void everyRoomIsLookedAt() {
    Set<String> found = core.stream().map(ArchitectureTest::room).collect(Collectors.toSet());
    found.remove("");
    assertTrue(ARROWS.keySet().containsAll(found), () -> "rooms without a rule: " + found);
    assertEquals(14, ARROWS.size());
    assertTrue(core.size() > 50, () -> "only " + core.size() + " classes");
  }

  @Test
  void roomsUseOnlyTheRoomsToTheirRight() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass each : core) {
      Set<String> allowed = ARROWS.getOrDefault(room(each), Set.of());
      each.getDirectDependenciesFromSelf().stream()
          .filter(d -> !room(d.getTargetClass()).isEmpty())
          .filter(d -> !room(d.getTargetClass()).equals(room(each)))
          .filter(d -> !allowed.contains(room(d.getTargetClass())))
          .forEach(d -> wrong.add(d.getDescription()));
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching("dev.mooring.(*)..").should().beFreeOfCycles().check(core);
  }

  @Test
  void eachLibraryHasOneAdapter() {
    LIBRARIES.forEach(
        (library, adapters) ->
            noClasses()
                .that(resideOutside(adapters))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(core));
  }

  @Test
  void coreKnowsNoWindow() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..", "dev.mooring.desktop..")
        .check(core);
  }

  @Test
  void nothingIsPrintedAndNoThreadIsMadeByHand() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(core);
    noClasses()
        .should()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "make a platform thread",
                call -> call.getTargetOwner().isAssignableTo(Thread.class)))
        .check(core);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses().should().haveNameMatching(".*(Util|Utils|Manager|Impl|Helper)(\\$.*)?").check(core);
  }

  /// Names are all that the rules look at, so the libraries' own classes need no reading.
  private static JavaClasses core() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.mooring");
  }

  private static DescribedPredicate<JavaClass> resideOutside(Set<String> packages) {
    return DescribedPredicate.not(
        resideInAnyPackage(packages.stream().map(p -> p + "..").toArray(String[]::new)));
  }

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith("dev.mooring.")) {
      return "";
    }
    String rest = name.substring("dev.mooring.".length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static Set<String> and(Set<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
  }
}
