package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import dev.mooring.stack.render.Grants;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.util.List;

/// Who can push.
final class Writers {
  private static final int MOST_PREFIXES = 50;

  private final Cluster cluster;
  private final StackOptions options;

  Writers(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  List<Writer> list() throws InterruptedException {
    return store().list().stream().filter(each -> Builder.of(each).isEmpty()).toList();
  }

  private WriterStore store() {
    return WriterStore.of(cluster, options);
  }

  WriterRights add(Writer writer, String user) throws InterruptedException {
    demandPossible(writer, Messages.of("cannot-add-a-writer"));
    store().put(writer);
    new Rehearsals(cluster, options).follow();
    return new WriterRights(user, new Grants(options, writer, user).rights(), remarks(writer));
  }

  /// @param what cannot be done otherwise
  /// @throws MooringException where an identity cannot become a writer of this registry
  void demandPossible(Writer writer, String what) throws InterruptedException {
    check(writer);
    Caches.demandPushes(options, what);
    installed(what);
    new Recorded(cluster).demandNotNewer(options, what);
  }

  private List<Finding> remarks(Writer writer) throws InterruptedException {
    try {
      if (cluster.get(Kind.NAMESPACE, null, writer.namespace()).isPresent()) {
        return List.of();
      }
    } catch (MooringException e) {
      return List.of();
    }
    return List.of(
        Finding.warning(
            "writer.namespace",
            Messages.of("namespace", writer.namespace()),
            Messages.of("it-doesnt-exist-so-nobody-can"),
            new Remedy.Command(
                Messages.of("create-it-unless-the-name-is"),
                "kubectl create namespace " + writer.namespace())));
  }

  void remove(String name, String namespace) throws InterruptedException {
    Names.label("writer", name);
    Names.label("namespace", namespace);
    if (!store().remove(namespace, name)) {
      throw new Problem(
              Code.WRITER_UNKNOWN,
              Messages.of("cannot-remove-the-writer", namespace, name),
              Messages.of("the-registry-in-has-no-such", options.namespace()),
              new Remedy.Command(Messages.of("see-which-writers-there-are"), "mooring writer list"))
          .raise();
    }
    new Rehearsals(cluster, options).follow();
  }

  private void check(Writer writer) {
    Names.label("writer", writer.name());
    Names.label("namespace", writer.namespace());
    Names.label("account", writer.account());
    if (writer.repositories().isEmpty() || writer.repositories().size() > MOST_PREFIXES) {
      throw Names.refused(
          Messages.of("list-of-repositories"),
          Messages.of("entries", writer.repositories().size()),
          Messages.of("a-writer-has-1-to-repositories", MOST_PREFIXES));
    }
    writer.repositories().forEach(Names::repositories);
    if (writer.namespace().equals(options.nodeNamespace())) {
      throw new Problem(
              Code.WRITER_NOT_ALLOWED,
              Messages.of("cannot-make-a-writer", writer.namespace(), writer.name()),
              Messages.of("every-node-reads-by-an-account"),
              new Remedy.Advice(Messages.of("use-an-account-of-another-namespace")))
          .raise();
    }
  }

  private void installed(String what) throws InterruptedException {
    if (cluster
        .get(Kind.DEPLOYMENT, options.namespace(), Rendering.REGISTRY)
        .filter(each -> Ownership.belongs(each, options))
        .isEmpty()) {
      throw new Problem(
              Code.REGISTRY_MISSING,
              what,
              Messages.of("there-is-no-registry-of-moorings", options.namespace()),
              new Remedy.Command(Messages.of("install-it-first"), "mooring install"))
          .raise();
    }
  }
}
