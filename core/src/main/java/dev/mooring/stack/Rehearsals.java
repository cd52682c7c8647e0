package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Review;
import dev.mooring.stack.envoy.ShadowLog;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.Rendering;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Changes of who can push, tried first: one at a time.
final class Rehearsals {
  /// As far back as a container's log is read.
  private static final int MOST_LINES = 20_000;

  private final Cluster cluster;
  private final StackOptions options;

  Rehearsals(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  private RehearsalStore store() {
    return RehearsalStore.of(cluster, options);
  }

  void begin(Rehearsed change) throws InterruptedException {
    String what = Messages.of("cannot-rehearse", change.words());
    change.repositories().forEach(Names::repositories);
    store().demandHonoured(what);
    rule(change, what);
    Review.of(cluster, store().needs()).demand(what);
    store().begin(change, what);
  }

  /// The rule as it is now.
  private Writer rule(Rehearsed change, String what) throws InterruptedException {
    return WriterStore.of(cluster, options).list().stream()
        .filter(change::isAbout)
        .findFirst()
        .orElseThrow(() -> unknown(change, what));
  }

  private MooringException unknown(Rehearsed change, String what) {
    boolean builder = change.builder().isPresent();
    return new Problem(
            builder ? Code.BUILDER_UNKNOWN : Code.WRITER_UNKNOWN,
            what,
            builder
                ? Messages.of("the-registry-in-has-no-such-builder", options.namespace())
                : Messages.of("the-registry-in-has-no-such", options.namespace()),
            builder
                ? new Remedy.Command(
                    Messages.of("see-which-builders-there-are"), "mooring builder list")
                : new Remedy.Command(
                    Messages.of("see-which-writers-there-are"), "mooring writer list"))
        .raise();
  }

  static MooringException taken(Rehearsed current, String what) {
    return new Problem(
            Code.REHEARSAL_IN_PROGRESS,
            what,
            Messages.of("a-change-is-in-rehearsal-already", current.words()),
            new Remedy.Command(
                Messages.of("see-it-then-enforce-or-discard-it"), "mooring writer rehearsal"))
        .raise();
  }

  /// Nothing where there is none, or where this user may not look for one.
  Optional<Rehearsal> look() throws InterruptedException {
    Optional<Rehearsed> current;
    try {
      current = store().current();
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return Optional.empty();
      }
      throw e;
    }
    return current.isPresent() ? Optional.of(shown(current.get())) : Optional.empty();
  }

  private Rehearsal shown(Rehearsed rehearsed) throws InterruptedException {
    Map<String, Rehearsal.Refusal> found = new TreeMap<>();
    Instant counted = rehearsed.since();
    try {
      for (KubeObject pod :
          cluster.list(Kind.POD, options.namespace(), "app=" + Rendering.REGISTRY)) {
        if (!pod.deleting()) {
          Instant started = started(pod);
          counted = started.isAfter(counted) ? started : counted;
          read(pod.name(), rehearsed.since(), found);
        }
      }
    } catch (MooringException e) {
      return new Rehearsal(rehearsed, counted, List.of(), e.problem().why());
    }
    return new Rehearsal(
        rehearsed,
        counted,
        found.values().stream()
            .sorted(Comparator.comparingLong(Rehearsal.Refusal::requests).reversed())
            .toList(),
        "");
  }

  private void read(String pod, Instant since, Map<String, Rehearsal.Refusal> found)
      throws InterruptedException {
    cluster.readLog(
        options.namespace(),
        pod,
        store().container(),
        MOST_LINES,
        line ->
            ShadowLog.read(line)
                .filter(each -> !each.last().isBefore(since))
                .ifPresent(
                    each ->
                        found.merge(
                            each.account() + " " + each.repository(),
                            each,
                            Rehearsal.Refusal::and)));
  }

  private Instant started(KubeObject pod) {
    return Pods.containers(pod)
        .filter(each -> each.at("name").textOrEmpty().equals(store().container()))
        .map(each -> instant(each.at("state", "running", "startedAt").textOrEmpty()))
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /// The change is in force before the rehearsal ends: interrupted in between, it is carried out by
  /// the next time.
  Rehearsed enforce() throws InterruptedException {
    String what = Messages.of("cannot-enforce-the-rehearsal");
    Rehearsed change = demand(what);
    Writer rule = rule(change, what);
    if (Builder.of(rule).isPresent()) {
      enforce(change, Builder.of(rule).get());
    } else if (change.removes()) {
      WriterStore.of(cluster, options).remove(rule.namespace(), rule.name());
    } else {
      WriterStore.of(cluster, options).put(change.change(rule).orElseThrow());
    }
    store().end();
    return change;
  }

  private void enforce(Rehearsed change, Builder builder) throws InterruptedException {
    Builders builders = new Builders(cluster, options);
    if (change.removes()) {
      builders.remove(builder.account());
    } else {
      builders.allow(new Builder(builder.account(), change.repositories()));
    }
  }

  Rehearsed discard() throws InterruptedException {
    Rehearsed change = demand(Messages.of("cannot-discard-the-rehearsal"));
    store().end();
    return change;
  }

  private Rehearsed demand(String what) throws InterruptedException {
    return store()
        .current()
        .orElseThrow(
            () ->
                new Problem(
                        Code.REHEARSAL_UNKNOWN,
                        what,
                        Messages.of("nothing-is-in-rehearsal"),
                        new Remedy.Command(
                            Messages.of("rehearse-a-change-first"),
                            "mooring writer rehearse NAME --repositories 'app/*'"))
                    .raise());
  }

  /// To be told after a change of who can push.
  void follow() throws InterruptedException {
    store().follow();
  }
}
