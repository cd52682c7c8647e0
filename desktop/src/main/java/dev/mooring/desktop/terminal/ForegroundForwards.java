package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ForwardEntry;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.LentIdentity;
import dev.mooring.forward.Target;
import dev.mooring.job.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Forwards that live as long as their command: started one by one, told about as they change,
/// until Ctrl-C or until somebody has stopped the last of them.
final class ForegroundForwards {
  private final Opening opening;
  private final Output output;
  private final boolean json;
  private final List<Mine> mine = new ArrayList<>();
  private final Map<Mine, State> told = new HashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private record Mine(Forwards owner, String name) {
    /// Stopped where it is in no list any more.
    State state() {
      return owner.all().get().stream()
          .filter(each -> each.spec().name().equals(name))
          .map(ForwardStatus::state)
          .findFirst()
          .orElse(new State.Stopped());
    }
  }

  ForegroundForwards(Opening opening, boolean json) {
    this.opening = opening;
    this.output = opening.output();
    this.json = json;
  }

  /// @throws dev.mooring.problem.MooringException as [Forwards#start]
  void start(Workspace workspace, ForwardSpec spec) throws InterruptedException {
    Forwards owner = workspace.forwards();
    print(owner.start(spec));
    mine.add(new Mine(owner, spec.name()));
  }

  void awaitEnd() throws InterruptedException {
    if (!json) {
      output.note(Messages.of("ctrl-c-ends-it"));
    }
    List<Subscription> followed =
        mine.stream()
            .map(Mine::owner)
            .distinct()
            .map(owner -> owner.all().subscribe(ignored -> tell()))
            .toList();
    try (Subscription ignored = opening.reachable()) {
      ended.await();
    } finally {
      followed.forEach(Subscription::close);
    }
  }

  private void print(ForwardStatus status) {
    Target to = status.spec().target();
    List<String> addresses = status.listening().stream().map(ForwardEntry::words).toList();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", status.spec().name());
      object.put("target", to.words());
      object.put("namespace", to.namespace());
      object.put("port", to.port());
      object.put("addresses", addresses);
      ForwardRows.identity(object, status.spec(), status.lent());
      output.json(object);
    } else {
      output.line(
          Messages.of(
              "port-in", String.join(", ", addresses), to.words(), to.port(), to.namespace()));
      LentIdentity lent = status.lent();
      if (lent != null) {
        output.line(Messages.of("mutual-tls-as", lent.principal(), lent.route()));
      }
      List<String> hosts = status.spec().local().hostsLines();
      if (!hosts.isEmpty()) {
        output.note(Messages.of("for-the-alias-your-hosts-file"));
        hosts.forEach(each -> output.note("  " + each));
      }
    }
  }

  private synchronized void tell() {
    boolean live = false;
    for (Mine each : mine) {
      State state = each.state();
      live |= state instanceof State.Active || state instanceof State.Waiting;
      State before = told.put(each, state);
      // One that begins well has its line already.
      boolean news = before == null ? !(state instanceof State.Active) : !before.equals(state);
      if (news) {
        output.note(words(each.name(), state));
      }
    }
    if (!live) {
      ended.countDown();
    }
  }

  private static String words(String name, State state) {
    return switch (state) {
      case State.Active _ -> Messages.of("is-active", name);
      case State.Waiting waiting -> Messages.of("is-waiting", name, waiting.why());
      case State.Failed failed -> Messages.of("has-failed", name, failed.problem().why());
      case State.Stopped _ -> Messages.of("is-stopped", name);
    };
  }
}
