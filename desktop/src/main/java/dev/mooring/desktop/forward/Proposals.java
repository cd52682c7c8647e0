package dev.mooring.desktop.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.OfferedPorts;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Forwards to several targets, without a question.
///
/// @param portless targets that declare no port
record Proposals(List<ForwardSpec> specs, List<Target> portless) {

  /// Finds a local port.
  interface LocalPorts {
    /// @param given those that others of these forwards have
    int free(int wanted, Set<Integer> given);
  }

  static Proposals of(
      Cluster cluster, List<Target> targets, LocalPorts ports, Predicate<String> taken)
      throws InterruptedException {
    List<ForwardSpec> specs = new ArrayList<>();
    List<Target> portless = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<Integer> locals = new HashSet<>();
    for (Target each : targets) {
      Optional<String> port = OfferedPorts.of(cluster, each).stream().findFirst();
      if (port.isEmpty()) {
        portless.add(each);
        continue;
      }
      String name = each.name();
      for (int i = 2; taken.test(name) || !names.add(name); i++) {
        name = each.name() + "-" + i;
      }
      int local = ports.free(Integer.parseInt(port.get()), locals);
      locals.add(local);
      specs.add(ForwardSpec.of(name, each.at(port.get()), local));
    }
    return new Proposals(specs, portless);
  }

  Optional<Problem> problem() {
    if (portless.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = portless.stream().map(Target::words).toList();
    return Optional.of(
        new Problem(
            Code.PORT_UNKNOWN,
            Messages.of("cannot-forward", String.join(", ", words)),
            Messages.of("declares-no-port"),
            new Remedy.Advice(Messages.of("forward-it-alone"))));
  }
}
