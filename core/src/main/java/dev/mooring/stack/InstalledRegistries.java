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
    List<KubeObject> records;
    try {
      records = records(Ownership.MANAGED_BY + "=" + Ownership.MOORING);
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      records = record(otherwise.namespace()).stream().toList();
    }
    return records.stream()
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
    if (namespace.isPresent()) {
      Optional<StackOptions> there =
          readable(namespace.get()).map(each -> read(each, otherwise));
      if (there.isPresent() && name.filter(each -> !each.equals(there.get().registry())).isEmpty()) {
        return there.get();
      }
      return otherwise.named(name.orElse(namespace.get())).withNamespace(namespace.get());
    }
    StackOptions usual = name.map(otherwise::named).orElse(otherwise);
    Optional<KubeObject> here =
        readable(usual.namespace()).filter(each -> Ownership.belongs(each, usual));
    if (here.isPresent()) {
      return read(here.get(), usual);
    }
    return elsewhere(usual).map(each -> read(each, usual)).orElse(usual);
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
    return cluster
        .get(Kind.CONFIG_MAP, namespace, StackRecord.NAME)
        .filter(Ownership::mooring);
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
