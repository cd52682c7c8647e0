package dev.mooring.forward.reach;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a target is there before a forward to it is called good.
///
/// A forward waits for what is not there yet, which a typo will never be: whoever makes a new
/// forward asks here first. What cannot be asked, because the API server does not answer or the
/// user may not read it, is not called missing.
public final class TargetCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TargetCheck.class);

  /// How many names are worth reading in a message.
  private static final int MOST_NAMES = 8;

  private TargetCheck() {}

  /// What is wrong with a target; empty where it is good, or where nobody can tell.
  public static Optional<Problem> of(Cluster cluster, Target target) throws InterruptedException {
    return of(cluster, target, object -> port(object, target));
  }

  /// The same whatever its port.
  public static Optional<Problem> isThere(Cluster cluster, Target target)
      throws InterruptedException {
    return of(cluster, target, object -> Optional.empty());
  }

  private static Optional<Problem> of(
      Cluster cluster, Target target, Function<KubeObject, Optional<Problem>> port)
      throws InterruptedException {
    if (target instanceof Target.Selector) {
      // Its pods may come at any time.
      return Optional.empty();
    }
    try {
      Kind kind = target.owner().orElse(Kind.POD);
      Optional<KubeObject> found = cluster.get(kind, target.namespace(), target.name());
      return found.isEmpty()
          ? Optional.of(
              missing(
                  cluster,
                  target,
                  Messages.of("cannot-forward-to-in", target.words(), target.namespace())))
          : port.apply(found.get());
    } catch (MooringException e) {
      LOG.debug("Whether {} is there could not be asked", target.words(), e);
      return Optional.empty();
    }
  }

  /// Says of a target that is not there what may have been meant.
  ///
  /// @param what the first line of the problem: "Can't debug deploy/helo"
  public static Problem missing(Cluster cluster, Target target, String what)
      throws InterruptedException {
    Kind kind = target.owner().orElse(Kind.POD);
    String noun = kind.kind().toLowerCase(Locale.ROOT);
    List<String> names = names(cluster, kind, target.namespace());
    if (names.isEmpty() && !hasNamespace(cluster, target.namespace())) {
      return new Problem(
          Code.NOT_FOUND,
          what,
          Messages.of("there-is-no-namespace", target.namespace()),
          new Remedy.Advice(Messages.of("check-the-name-and-the-namespace")));
    }
    String why = Messages.of("there-is-no-in-namespace", noun, target.name(), target.namespace());
    return new Problem(Code.NOT_FOUND, what, why, new Remedy.Advice(instead(target.name(), names)));
  }

  private static Optional<Problem> port(KubeObject object, Target target) {
    List<Document> ports = OfferedPorts.declared(object);
    boolean service = target instanceof Target.Service;
    boolean number = target.port().matches("[0-9]+");
    // A container listens where it likes: its ports are declared for people.
    boolean known =
        (number && !service)
            || ports.stream().anyMatch(each -> OfferedPorts.is(each, target.port()));
    if (known && !service) {
      return Optional.empty();
    }
    PodsBehind behind = new PodsBehind(target, PodSelection.STICKY);
    String unusable = service ? behind.unusable(object) : "";
    if (!unusable.isEmpty()) {
      return Optional.of(
          new Problem(
              Code.INVALID_TARGET,
              Messages.of("cannot-forward-to-in", target.words(), target.namespace()),
              unusable,
              new Remedy.Advice(Messages.of("forward-to-pods-instead"))));
    }
    if (known) {
      return Optional.empty();
    }
    List<String> offered = ports.stream().map(OfferedPorts::words).toList();
    return Optional.of(
        new Problem(
            Code.PORT_UNKNOWN,
            Messages.of("cannot-forward-to-in", target.words(), target.namespace()),
            service && behind.isNotTcp(object)
                ? Messages.of("the-port-is-not-tcp", target.port(), target.words())
                : Messages.of("it-has-no-port", target.words(), target.port()),
            new Remedy.Advice(
                offered.isEmpty()
                    ? Messages.of("it-declares-no-ports")
                    : Messages.of("its-ports-are", String.join(", ", offered)))));
  }

  private static String instead(String name, List<String> names) {
    return Nearest.to(name, names)
        .map(nearest -> Messages.of("did-you-mean", nearest))
        .orElseGet(
            () ->
                names.isEmpty()
                    ? Messages.of("check-the-name-and-the-namespace")
                    : Messages.of(
                        "available", String.join(", ", names.stream().limit(MOST_NAMES).toList())));
  }

  /// The names of all objects of a kind, sorted; none where they cannot be read.
  public static List<String> names(Cluster cluster, Kind kind, String namespace)
      throws InterruptedException {
    try {
      return cluster.list(kind, namespace, "").stream().map(KubeObject::name).sorted().toList();
    } catch (MooringException e) {
      LOG.debug("The names of {} could not be read", kind.plural(), e);
      return List.of();
    }
  }

  private static boolean hasNamespace(Cluster cluster, String namespace)
      throws InterruptedException {
    try {
      return cluster.get(Kind.NAMESPACE, null, namespace).isPresent();
    } catch (MooringException e) {
      LOG.debug("Namespace {} could not be read", namespace, e);
      return true;
    }
  }
}
