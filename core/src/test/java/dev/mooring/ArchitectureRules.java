package dev.mooring;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What holds between the rooms of core, as the design draws them. [ArchitectureTest] applies it to
/// core; [ArchitectureRulesTest] proves on planted classes that each rule can fail.
final class ArchitectureRules {
  private static final Set<String> GROUND =
      Set.of("document", "job", "message", "problem", "settings", "platform");

  private static final Set<String> WITH_REGISTRY =
      and(GROUND, "cluster", "rights", "tunnel", "forward", "identity", "mesh", "registry");

  /// What each room may use besides itself.
  static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("message", Set.of()),
          Map.entry("problem", Set.of("message")),
          Map.entry("document", Set.of("message", "problem")),
          Map.entry("job", Set.of("message", "problem")),
          Map.entry("platform", Set.of("message", "problem")),
          Map.entry("settings", Set.of("document", "job", "message", "platform", "problem")),
          Map.entry("cluster", GROUND),
          Map.entry("rights", Set.of("cluster", "document", "job", "message", "problem")),
          Map.entry("tunnel", and(GROUND, "cluster")),
          Map.entry("forward", and(GROUND, "cluster", "rights", "tunnel")),
          Map.entry("workload", and(GROUND, "cluster", "rights", "forward")),
          Map.entry("identity", and(GROUND, "cluster", "tunnel")),
          Map.entry("mesh", and(GROUND, "cluster", "rights", "tunnel", "forward", "identity")),
          Map.entry("registry", and(GROUND, "cluster", "tunnel", "forward", "identity", "mesh")),
          Map.entry("deploy", and(WITH_REGISTRY, "workload")),
          Map.entry("debug", and(WITH_REGISTRY, "workload")),
          Map.entry("stack", WITH_REGISTRY),
          Map.entry("engine", GROUND),
          Map.entry("report", GROUND));

  /// The inner rooms of a room, each of which uses only those before it; the room itself comes
  /// first, since they build on it.
  static final Map<String, List<String>> INNER =
      Map.of(
          "forward",
          List.of("tls", "reach", "http", "ending", "listener", "running"),
          "registry",
          List.of(
              "zstd",
              "gzip",
              "tar",
              "tags",
              "space",
              "http",
              "distribution",
              "archive",
              "program",
              "transfer",
              "layer",
              "tree",
              "attached",
              "packages",
              "diff",
              "backup",
              "browse",
              "client",
              "remote"),
          "tunnel",
          List.of("connection", "flow", "liveness", "websocket", "spdy", "channel", "cluster"));

  /// Where each outside library is imported.
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "io.fabric8.kubernetes.client..", Set.of("dev.mooring.cluster.fabric8"),
          // Typed objects without a client: what the stack wants is written down with them.
          "io.fabric8.kubernetes.api..",
              Set.of("dev.mooring.cluster.fabric8", "dev.mooring.stack.render"),
          "com.github.dockerjava..", Set.of("dev.mooring.engine.docker"),
          "com.github.difflib..", Set.of("dev.mooring.registry.diff"),
          "com.google.flatbuffers..", Set.of("dev.mooring.registry.layer.soci"),
          "io.grpc..", Set.of("dev.mooring.identity.istiod"),
          "com.google.protobuf..", Set.of("dev.mooring.identity.istiod"),
          // Certificates are asked for in one place and made in the other: neither room may know
          // the other, and the JDK can do neither.
          "org.bouncycastle..", Set.of("dev.mooring.identity", "dev.mooring.forward.tls"),
          "com.fasterxml.jackson..", Set.of("dev.mooring.document"),
          "org.yaml.snakeyaml..", Set.of("dev.mooring.document"));

  /// Where a platform thread is worth its memory: bulk data (decision 0403), and what wakes every
  /// second for as long as Mooring runs (decision 0951).
  private static final Set<String> PLATFORM_THREADS =
      Set.of(
          "dev.mooring.cluster.fabric8.KubeconfigWatch",
          "dev.mooring.settings.SettingsFile",
          "dev.mooring.tunnel.cluster.Reachability",
          "dev.mooring.tunnel.spdy.SpdyTunnel");

  private ArchitectureRules() {}

  static Set<String> rooms(JavaClasses classes) {
    return classes.stream()
        .map(ArchitectureRules::room)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toSet());
  }

  /// Each use of a room that stands to the left.
  static Set<String> wrongArrows(JavaClasses classes) {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass each : classes) {
      Set<String> allowed = ARROWS.getOrDefault(room(each), Set.of());
      each.getDirectDependenciesFromSelf().stream()
          .filter(d -> !room(d.getTargetClass()).isEmpty())
          .filter(d -> !room(d.getTargetClass()).equals(room(each)))
          .filter(d -> !allowed.contains(room(d.getTargetClass())))
          .forEach(d -> wrong.add(d.getDescription()));
    }
    return wrong;
  }

  /// Each use of an inner room that stands after one's own in [#INNER].
  static Set<String> innerArrowsBack(JavaClasses classes, Map<String, List<String>> inner) {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass each : classes) {
      List<String> order = inner.getOrDefault(room(each), List.of());
      each.getDirectDependenciesFromSelf().stream()
          .filter(d -> room(d.getTargetClass()).equals(room(each)))
          .filter(
              d -> order.indexOf(innerRoom(d.getTargetClass())) > order.indexOf(innerRoom(each)))
          .filter(d -> order.contains(innerRoom(each)) || innerRoom(each).isEmpty())
          .forEach(d -> wrong.add(d.getDescription()));
    }
    return wrong;
  }

  /// The rooms of a table of arrows that lead back to themselves.
  static Set<String> circles(Map<String, Set<String>> arrows) {
    Set<String> circular = new TreeSet<>();
    for (String room : arrows.keySet()) {
      Set<String> reached = new TreeSet<>(arrows.getOrDefault(room, Set.of()));
      int before = -1;
      while (before != reached.size()) {
        before = reached.size();
        Set.copyOf(reached).forEach(each -> reached.addAll(arrows.getOrDefault(each, Set.of())));
      }
      if (reached.contains(room)) {
        circular.add(room);
      }
    }
    return circular;
  }

  /// Within a room, an inner package and the package around it may not use one another both ways.
  static ArchRule noCyclesBetweenPackages() {
    return slices().matching("dev.mooring.(**)").should().beFreeOfCycles();
  }

  static Stream<ArchRule> oneAdapterForEachLibrary() {
    return LIBRARIES.entrySet().stream()
        .map(
            each ->
                noClasses()
                    .that(resideOutside(each.getValue()))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(each.getKey()));
  }

  static ArchRule noWindow() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..", "dev.mooring.desktop..");
  }

  static ArchRule nothingIsPrinted() {
    return NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
  }

  /// Blocking work runs on virtual threads. Pools take a factory, so that [#noPlatformThreads] sees
  /// where it comes from.
  static ArchRule onlyVirtualThreads() {
    return noClasses()
        .should()
        .callCodeUnitWhere(describe("use threads by default", ArchitectureRules::pooled));
  }

  static ArchRule noPlatformThreads() {
    return noClasses()
        .that(
            DescribedPredicate.describe(
                "have no reason of their own",
                each -> !PLATFORM_THREADS.contains(each.getFullName())))
        .should()
        .callMethodWhere(
            describe(
                "make platform threads",
                call ->
                    call.getTargetOwner().isEquivalentTo(Thread.class)
                        && call.getName().equals("ofPlatform")));
  }

  static ArchRule telling() {
    return noClasses().should().haveNameMatching(".*(Util|Utils|Manager|Impl|Helper)(\\$.*)?");
  }

  private static boolean pooled(JavaCall<?> call) {
    JavaClass owner = call.getTargetOwner();
    CodeUnitCallTarget target = call.getTarget();
    String name = target.getName();
    if (owner.isAssignableTo(Thread.class) || owner.isAssignableTo(Timer.class)) {
      return name.equals("<init>");
    }
    if (owner.isEquivalentTo(Executors.class)) {
      return !name.equals("newVirtualThreadPerTaskExecutor") && !takes(target, ThreadFactory.class);
    }
    if (owner.isEquivalentTo(CompletableFuture.class)) {
      return name.endsWith("Async") && !takes(target, Executor.class);
    }
    return owner.isAssignableTo(ForkJoinPool.class)
        || name.equals("parallelStream")
        || (name.equals("parallel") && owner.getPackageName().equals("java.util.stream"));
  }

  private static boolean takes(CodeUnitCallTarget target, Class<?> type) {
    return target.getRawParameterTypes().stream().anyMatch(each -> each.isEquivalentTo(type));
  }

  private static DescribedPredicate<JavaCall<?>> describe(
      String words, Predicate<JavaCall<?>> call) {
    return DescribedPredicate.describe(words, call);
  }

  private static DescribedPredicate<JavaClass> resideOutside(Set<String> packages) {
    return DescribedPredicate.not(
        resideInAnyPackage(packages.stream().map(p -> p + "..").toArray(String[]::new)));
  }

  private static String room(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.", -1);
    return parts.length > 2 && parts[0].equals("dev") && parts[1].equals("mooring") ? parts[2] : "";
  }

  private static Set<String> and(Set<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
  }

  private static String innerRoom(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.", -1);
    return parts.length > 3 && parts[1].equals("mooring") ? parts[3] : "";
  }
}
