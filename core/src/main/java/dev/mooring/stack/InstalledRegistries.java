package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.StackRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the registries that Mooring installed in a cluster, by the record that each keeps in its
/// namespace.
final class InstalledRegistries {
  private final Cluster cluster;

  InstalledRegistries(Cluster cluster) {
    this.cluster = cluster;
  }

  /// All of them, the default one first. Who may not look into every namespace sees the one in the
  /// namespace of `otherwise`.
  List<StackOptions> all(StackOptions otherwise) throws InterruptedException {
    try {
      return everywhere(otherwise);
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      return record(otherwise.namespace()).stream().map(each -> read(each, otherwise)).toList();
    }
  }

  private List<StackOptions> everywhere(StackOptions otherwise) throws InterruptedException {
    return records(Ownership.MANAGED_BY + "=" + Ownership.MOORING).stream()
        .map(each -> read(each, otherwise))
        .sorted(
            Comparator.comparing((StackOptions each) -> !each.isDefault())
                .thenComparing(StackOptions::registry)
                .thenComparing(StackOptions::namespace))
        .toList();
  }

  /// See [Stack#locate].
  StackOptions locate(Optional<String> name, Optional<String> namespace, StackOptions otherwise)
      throws InterruptedException {
    Optional<StackOptions> there = find(name, namespace, otherwise);
    return there.isPresent() ? there.get() : suitable(expected(name, namespace, otherwise));
  }

  /// See [Stack#demand].
  StackOptions demand(Optional<String> name, Optional<String> namespace, StackOptions otherwise)
      throws InterruptedException {
    Optional<StackOptions> there = find(name, namespace, otherwise);
    StackOptions expected = expected(name, namespace, otherwise);
    if (there.isPresent()) {
      return there.get();
    }
    List<StackOptions> installed;
    try {
      installed = everywhere(otherwise);
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return expected;
      }
      throw e;
    }
    boolean asked = name.isPresent() || namespace.isPresent();
    if ((!asked && installed.isEmpty()) || unrecorded(expected)) {
      return expected;
    }
    throw new MissingRegistry(expected, installed).problem().raise();
  }

  private Optional<StackOptions> find(
      Optional<String> name, Optional<String> namespace, StackOptions otherwise)
      throws InterruptedException {
    if (namespace.isPresent()) {
      return readable(namespace.get())
          .map(each -> read(each, otherwise))
          .filter(each -> name.isEmpty() || name.get().equals(each.registry()));
    }
    StackOptions usual = expected(name, namespace, otherwise);
    Optional<KubeObject> here =
        readable(usual.namespace()).filter(each -> Ownership.belongs(each, usual));
    return (here.isPresent() ? here : elsewhere(usual)).map(each -> read(each, usual));
  }

  /// As it would be installed here.
  private StackOptions suitable(StackOptions options) throws InterruptedException {
    return options.withProtection(new SuitableProtection(cluster).find());
  }

  private static StackOptions expected(
      Optional<String> name, Optional<String> namespace, StackOptions otherwise) {
    StackOptions named = name.or(() -> namespace).map(otherwise::named).orElse(otherwise);
    return namespace.map(named::withNamespace).orElse(named);
  }

  /// Before 0.2 nothing was recorded.
  private boolean unrecorded(StackOptions options) throws InterruptedException {
    return cluster
        .get(Kind.DEPLOYMENT, options.namespace(), StackOptions.REGISTRY)
        .filter(each -> Ownership.belongs(each, options))
        .isPresent();
  }

  /// @throws MooringException where a registry of that name stands in another namespace
  void demandNameFree(StackOptions options) throws InterruptedException {
    Optional<KubeObject> other =
        elsewhere(options).filter(each -> !each.namespace().equals(options.namespace()));
    if (other.isPresent()) {
      throw new Problem(
              Code.NAMESPACE_TAKEN,
              Messages.of("cannot-install-registry", options.registry()),
              Messages.of("a-registry-of-that-name-is", other.get().namespace()),
              new Remedy.Setting(Messages.of("choose-another-name"), "--registry", ""))
          .raise();
    }
  }

  private Optional<KubeObject> elsewhere(StackOptions options) throws InterruptedException {
    try {
      return records(Ownership.selector(options)).stream().findFirst();
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<KubeObject> records(String selector) throws InterruptedException {
    return cluster.list(Kind.CONFIG_MAP, null, selector).stream()
        .filter(each -> each.name().equals(StackRecord.NAME))
        .toList();
  }

  private Optional<KubeObject> record(String namespace) throws InterruptedException {
    return cluster.get(Kind.CONFIG_MAP, namespace, StackRecord.NAME).filter(Ownership::mooring);
  }

  private Optional<KubeObject> readable(String namespace) throws InterruptedException {
    try {
      return record(namespace);
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// The record describes its own namespace and its own labels, whatever it says.
  static StackOptions read(KubeObject record, StackOptions otherwise) {
    String name = record.labels().getOrDefault(Ownership.PART_OF, otherwise.registry());
    return StackOptions.parse(record.at("data", StackRecord.OPTIONS).textOrEmpty(), otherwise)
        .withRegistry(name)
        .withNamespace(record.namespace());
  }
}
