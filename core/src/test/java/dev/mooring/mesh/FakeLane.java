package dev.mooring.mesh;

import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ReachabilityEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A lane that does what the test says.
final class FakeLane implements Lane {
  private final String name;
  private final int rank;
  private final Observed<Standing> standing = new Observed<>(new Standing.Reachable());
  final AtomicInteger dials = new AtomicInteger();
  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger replacements = new AtomicInteger();
  final List<Boolean> uses = new CopyOnWriteArrayList<>();
  final List<ReachabilityEvent> heard = new CopyOnWriteArrayList<>();
  volatile MooringException failure;
  volatile boolean closed;

  FakeLane(String name, int rank) {
    this.name = name;
    this.rank = rank;
  }

  static Problem problem(Code code, String why) {
    return new Problem(code, "Can't reach the registry", why, Remedy.none());
  }

  FakeLane failing(MooringException with) {
    failure = with;
    return this;
  }

  FakeLane absent(String why) {
    standing.set(new Standing.Absent(problem(Code.ENTRANCE_MISSING, why)));
    return this;
  }

  FakeLane interrupted(String why) {
    standing.set(new Standing.Interrupted(problem(Code.REGISTRY_UNREACHABLE, why)));
    return this;
  }

  FakeLane between(String why) {
    standing.set(new Standing.Replaced(problem(Code.REGISTRY_UNREACHABLE, why)));
    return this;
  }

  FakeLane reachable() {
    failure = null;
    standing.set(new Standing.Reachable());
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String route() {
    return "by " + name;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public Observed<Standing> standing() {
    return standing;
  }

  @Override
  public ByteStream dial() {
    dials.incrementAndGet();
    MooringException why = failure;
    if (why != null) {
      throw why;
    }
    return new Said("HTTP/1.1 200 OK\r\n\r\n");
  }

  @Override
  public void look() {
    looks.incrementAndGet();
  }

  @Override
  public void used(boolean now) {
    uses.add(now);
  }

  @Override
  public void replaced() {
    replacements.incrementAndGet();
  }

  @Override
  public void hear(ReachabilityEvent event) {
    heard.add(event);
  }

  @Override
  public void close() {
    closed = true;
  }

  /// A stream whose far side says one thing.
  static final class Said implements ByteStream {
    private final InputStream in;
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    volatile boolean closed;

    Said(String text) {
      this(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    Said(InputStream in) {
      this.in = in;
    }

    @Override
    public InputStream input() {
      return in;
    }

    @Override
    public OutputStream output() {
      return sent;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public boolean lost() {
      return false;
    }
  }
}
