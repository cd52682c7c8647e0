package dev.mooring.desktop.app;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.HttpRequest;
import dev.mooring.job.Observed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Forwards that listen nowhere and say what the test wants them to: more than a test could open,
/// and in states that take long to come by.
final class HandFedForwards implements Forwards {
  static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

  private final Observed<List<ForwardStatus>> all = new Observed<>(List.of());
  private final Map<String, ForwardStatus> rows = new LinkedHashMap<>();
  private final List<ForwardEvent> events = new ArrayList<>();
  private final List<HttpRequest> requests = new ArrayList<>();

  /// The practice cluster's own parts with these forwards.
  Workspace workspace(Cluster cluster) {
    Workspace.Parts parts = Composition.parts(cluster);
    parts.forwards().close();
    return new Workspace(
        new Workspace.Parts(
            parts.cluster(),
            parts.tunnels(),
            this,
            parts.identities(),
            parts.mesh(),
            parts.stack(),
            parts.debugger(),
            parts.registries(),
            parts.layers()));
  }

  static ForwardStatus active(ForwardSpec spec, int pods, int connections, long rate) {
    return new ForwardStatus(
        spec,
        new ForwardStatus.State.Active(),
        listening(spec),
        IntStream.range(0, pods).mapToObj(i -> spec.name() + "-7d9f6b-" + i).toList(),
        connections,
        rate * 40,
        rate * 8,
        LongStream.range(0, 60).map(i -> wave(rate, i)).boxed().toList(),
        null);
  }

  /// Busy now and then.
  private static long wave(long rate, long second) {
    double share = 0.55 + 0.35 * Math.sin(second / 4.0) + 0.1 * Math.sin(second * 1.7);
    return second == 59 ? rate : (long) (rate * share);
  }

  static List<InetSocketAddress> listening(ForwardSpec spec) {
    int port = spec.local().port() == 0 ? 40_000 : spec.local().port();
    return List.of(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
        new InetSocketAddress(InetAddress.ofLiteral("::1"), port));
  }

  static ForwardStatus waiting(ForwardSpec spec, String why) {
    return new ForwardStatus(
        spec,
        new ForwardStatus.State.Waiting(why),
        listening(spec),
        List.of(),
        2,
        8_300_000,
        41_000,
        LongStream.range(0, 60).map(i -> i < 40 ? wave(90_000, i) : 0).boxed().toList(),
        null);
  }

  synchronized void set(List<ForwardStatus> next) {
    rows.clear();
    next.forEach(each -> rows.put(each.spec().name(), each));
    all.set(List.copyOf(next));
  }

  synchronized void set(ForwardStatus next) {
    rows.put(next.spec().name(), next);
    all.set(List.copyOf(rows.values()));
  }

  synchronized void happened(ForwardEvent.Kind kind, Instant at, String words) {
    events.add(new ForwardEvent(at, kind, words));
  }

  void passed(Instant at, String method, String path, int status, int millis, long size) {
    requests.add(new HttpRequest(at, method, path, status, Duration.ofMillis(millis), size));
  }

  @Override
  public Observed<List<ForwardStatus>> all() {
    return all;
  }

  /// Each time other objects, as where a history counts what it left out.
  @Override
  public synchronized List<ForwardEvent> events(String name) {
    return events.stream()
        .map(each -> new ForwardEvent(each.at(), each.kind(), each.words()))
        .toList();
  }

  @Override
  public Optional<String> certificate(String name) {
    return Optional.of(CERTIFICATE);
  }

  @Override
  public List<HttpRequest> requests(String name) {
    return List.copyOf(requests);
  }

  @Override
  public ForwardStatus start(ForwardSpec spec) {
    ForwardStatus next = active(spec, 1, 0, 0);
    set(next);
    return next;
  }

  @Override
  public synchronized void stop(String name) {
    ForwardStatus there = rows.get(name);
    if (there != null) {
      set(ForwardStatus.idle(there.spec(), new ForwardStatus.State.Stopped()));
    }
  }

  @Override
  public synchronized void remove(String name) {
    rows.remove(name);
    all.set(List.copyOf(rows.values()));
  }

  @Override
  public void close() {}
}
