package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.platform.Version;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.StackRecord;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the stack of a namespace was installed, as the cluster keeps it.
final class Recorded {
  private static final Logger LOG = LoggerFactory.getLogger(Recorded.class);

  /// Before 0.2 nothing was recorded; the nodes' port shows in this DaemonSet.
  private static final String OLD_GATEWAY = "node-gateway";

  private final Cluster cluster;

  Recorded(Cluster cluster) {
    this.cluster = cluster;
  }

  /// What was recorded; `otherwise` where nothing was, or this user cannot read it.
  StackOptions inForce(StackOptions otherwise) throws InterruptedException {
    try {
      Optional<KubeObject> there = record(otherwise);
      if (there.isPresent()) {
        return InstalledRegistries.read(there.get(), otherwise);
      }
      return old(otherwise);
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        LOG.debug("The options of the install cannot be read: {}", e.problem().why());
        return otherwise;
      }
      throw e;
    }
  }

  private StackOptions old(StackOptions otherwise) throws InterruptedException {
    return cluster
        .get(Kind.DAEMON_SET, otherwise.nodeNamespace(), OLD_GATEWAY)
        .filter(each -> Ownership.belongs(each, otherwise))
        .flatMap(
            each ->
                each.at("spec", "template", "spec", "containers").stream()
                    .flatMap(container -> container.at("ports").stream())
                    .flatMap(port -> port.at("hostPort").integer().stream())
                    .findFirst())
        .map(port -> otherwise.withNodePort(Math.toIntExact(port)))
        .orElse(otherwise);
  }

  /// The options of the install that stands; nothing where none is recorded.
  Optional<StackOptions> options(StackOptions otherwise) throws InterruptedException {
    return record(otherwise).map(each -> InstalledRegistries.read(each, otherwise));
  }

  /// @throws MooringException where a newer Mooring installed the stack
  void demandNotNewer(StackOptions options, String what) throws InterruptedException {
    Optional<KubeObject> there = record(options);
    if (there.isEmpty()) {
      return;
    }
    Version installed = new Version(there.get().at("data", StackRecord.VERSION).textOrEmpty());
    if (installed.newerThan(Version.running())) {
      throw new Problem(
              Code.OLDER_MOORING,
              what,
              Messages.of(
                  "mooring-installed-the-stack-and-this",
                  installed.text(),
                  Version.running().text()),
              new Remedy.Advice(Messages.of("update-mooring-on-this-machine")))
          .raise();
    }
  }

  /// Whether this version of Mooring installed the stack.
  boolean sameVersion(StackOptions options) throws InterruptedException {
    return record(options)
        .filter(
            each ->
                each.at("data", StackRecord.VERSION).textOrEmpty().equals(Version.running().text()))
        .isPresent();
  }

  private Optional<KubeObject> record(StackOptions options) throws InterruptedException {
    return cluster
        .get(Kind.CONFIG_MAP, options.namespace(), StackRecord.NAME)
        .filter(each -> Ownership.belongs(each, options));
  }
}
