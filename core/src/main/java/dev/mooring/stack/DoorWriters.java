package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.envoy.AccountRules;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.DoorRules;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Writers of a registry behind a door of Mooring's: the rules that its Envoy goes by, in one
/// ConfigMap. Two who change it at once both get their change in.
record DoorWriters(Cluster cluster, StackOptions options) implements WriterStore {
  /// Each attempt lost means that somebody else's change went in.
  private static final int ATTEMPTS = 10;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private interface Change {
    /// Nothing where it stays as it is.
    Optional<List<Writer>> of(List<Writer> writers);
  }

  @Override
  public List<Writer> list() throws InterruptedException {
    return rules().map(DoorWriters::read).orElse(List.of());
  }

  @Override
  public void put(Writer writer) throws InterruptedException {
    change(
        writers -> {
          List<Writer> next = new ArrayList<>(writers);
          next.removeIf(called(writer.namespace(), writer.name()));
          next.add(writer);
          return Optional.of(next);
        });
  }

  @Override
  public boolean remove(String namespace, String name) throws InterruptedException {
    return change(
        writers -> {
          List<Writer> next = new ArrayList<>(writers);
          return next.removeIf(called(namespace, name)) ? Optional.of(next) : Optional.empty();
        });
  }

  private static Predicate<Writer> called(String namespace, String name) {
    return each -> each.namespace().equals(namespace) && each.name().equals(name);
  }

  private Optional<KubeObject> rules() throws InterruptedException {
    return cluster
        .get(Kind.CONFIG_MAP, options.namespace(), DoorRules.NAME)
        .filter(each -> Ownership.belongs(each, options));
  }

  static List<Writer> read(KubeObject rules) {
    return AccountRules.read(rules.at("data", DoorRules.FILE).textOrEmpty());
  }

  /// Applies only over what was read.
  private boolean change(Change change) throws InterruptedException {
    for (int i = 1; ; i++) {
      Optional<KubeObject> before = rules();
      Optional<List<Writer>> next = change.of(before.map(DoorWriters::read).orElse(List.of()));
      if (next.isEmpty()) {
        return false;
      }
      if (before.isEmpty()) {
        throw missing();
      }
      try {
        cluster.apply(
            new KubeObject(
                DoorRules.rules(options, next.get())
                    .document()
                    .with(before.get().resourceVersion(), "metadata", "resourceVersion")));
        nudge();
        return true;
      } catch (MooringException e) {
        if (e.problem().code() != Code.CONFLICT || i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /// A kubelet that looks before its own watch has brought the change looks again only in a minute.
  private void nudge() throws InterruptedException {
    Nudge nudge = new Nudge(cluster);
    nudge.pods(options.namespace(), "app=" + Rendering.REGISTRY);
    Thread.sleep(AGAIN);
    nudge.pods(options.namespace(), "app=" + Rendering.REGISTRY);
  }

  private MooringException missing() {
    return new Problem(
            Code.REGISTRY_MISSING,
            Messages.of("cannot-add-a-writer"),
            Messages.of("the-rules-of-its-door-are", DoorRules.NAME, options.namespace()),
            new Remedy.Command(
                Messages.of("install-again-which-completes-it-and"), "mooring install"))
        .raise();
  }
}
