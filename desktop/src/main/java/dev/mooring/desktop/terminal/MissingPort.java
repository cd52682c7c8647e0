package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.OfferedPorts;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;

/// A target was given without a port: says which ones it has.
final class MissingPort {
  private MissingPort() {}

  static Problem of(Cluster cluster, Target target) throws InterruptedException {
    List<String> ports = OfferedPorts.of(cluster, target);
    String what = Messages.of("which-port-of", target.words());
    if (ports.isEmpty()) {
      return new Problem(
          Code.PORT_UNKNOWN,
          what,
          Messages.of("no-port-was-given-and-none-declared", target.words()),
          new Remedy.Command(
              Messages.of("name-the-port"), "mooring forward " + target.words() + " 8080:80"));
    }
    return new Problem(
        Code.PORT_UNKNOWN,
        what,
        Messages.of("no-port-was-given-it-has", String.join(", ", ports)),
        new Remedy.Command(
            Messages.of("name-the-port"),
            "mooring forward " + target.words() + " " + example(ports.getFirst())));
  }

  private static String example(String port) {
    return Integer.parseInt(port) < 1024 ? "8080:" + port : port;
  }
}
