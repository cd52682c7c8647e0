package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.envoy.AccountRules;
import dev.mooring.stack.options.Rehearsed;
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

  private static final String SELECTOR = "app=" + Rendering.REGISTRY;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /// What the door goes by, and what it tries beside that. A rehearsal ends with the rule that it
  /// is about.
  record Rules(List<Writer> writers, Optional<Rehearsed> rehearsed) {
    Rules {
      writers = List.copyOf(writers);
      List<Writer> there = writers;
      rehearsed = rehearsed.filter(each -> there.stream().anyMatch(each::isAbout));
    }
  }

  interface Change {
    /// Nothing where it stays as it is.
    Optional<Rules> of(Rules rules);
  }

  @Override
  public List<Writer> list() throws InterruptedException {
    return rules().map(DoorWriters::read).orElse(List.of());
  }

  /// What the door tries.
  Optional<Rehearsed> rehearsed() throws InterruptedException {
    return rules().flatMap(each -> Rehearsed.read(each.annotations()));
  }

  @Override
  public void put(Writer writer) throws InterruptedException {
    change(
        rules -> {
          List<Writer> next = new ArrayList<>(rules.writers());
          next.removeIf(called(writer.namespace(), writer.name()));
          next.add(writer);
          return Optional.of(new Rules(next, rules.rehearsed()));
        },
        Messages.of("cannot-add-a-writer"));
  }

  @Override
  public boolean remove(String namespace, String name) throws InterruptedException {
    return change(
        rules -> {
          List<Writer> next = new ArrayList<>(rules.writers());
          return next.removeIf(called(namespace, name))
              ? Optional.of(new Rules(next, rules.rehearsed()))
              : Optional.empty();
        },
        Messages.of("cannot-remove-the-writer", namespace, name));
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
  ///
  /// @param what cannot be done otherwise
  boolean change(Change change, String what) throws InterruptedException {
    for (int i = 1; ; i++) {
      Optional<KubeObject> before = rules();
      Rules now =
          before
              .map(each -> new Rules(read(each), Rehearsed.read(each.annotations())))
              .orElse(new Rules(List.of(), Optional.empty()));
      Optional<Rules> next = change.of(now);
      if (next.isEmpty()) {
        return false;
      }
      if (before.isEmpty()) {
        throw missing(what);
      }
      try {
        cluster.apply(
            new KubeObject(
                DoorRules.rules(options, next.get().writers(), next.get().rehearsed())
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
    if (nudge.pods(options.namespace(), SELECTOR).orElse(0) > 0) {
      Thread.sleep(AGAIN);
      nudge.pods(options.namespace(), SELECTOR);
    }
  }

  private MooringException missing(String what) {
    return new Problem(
            Code.REGISTRY_MISSING,
            what,
            Messages.of("the-rules-of-its-door-are", DoorRules.NAME, options.namespace()),
            new Remedy.Command(
                Messages.of("install-again-which-completes-it-and"), "mooring install"))
        .raise();
  }
}
