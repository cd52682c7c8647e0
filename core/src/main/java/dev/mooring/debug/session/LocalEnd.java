package dev.mooring.debug.session;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.editor.SparingStream;
import dev.mooring.debug.inspect.KeptBreakpoints;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.job.Observed;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port for editors. It is bound before anything is changed in the cluster, is the same for a
/// workload each time, and leads to a debugger once there is one; where it speaks Delve's
/// protocols,
/// nobody else gets through.
public final class LocalEnd implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalEnd.class);

  /// Below the ports that outgoing connections take.
  private static final int FIRST = 20_000;

  private static final int PORTS = 10_000;
  private static final int TRIES = 20;

  private final LoopbackListener listener;
  private final Observed<List<Problem>> refusals = new Observed<>(List.of());
  private final KeptBreakpoints breakpoints = new KeptBreakpoints();
  private final AtomicInteger editors = new AtomicInteger();
  private final AtomicBoolean pageRefused = new AtomicBoolean();
  private volatile @Nullable Way way;
  private volatile String whyNot = Messages.of("delve-is-not-attached-yet");

  private record Way(DebugProtocol protocol, Dialer dialer) {}

  private LocalEnd(int port, LocalUsers users) throws InterruptedException {
    listener =
        LoopbackListener.listen(
            List.of(),
            port,
            Guard.users(users, each -> refusals.update(before -> with(before, each))),
            this::dial,
            failed -> LOG.warn("A connection did not reach Delve", failed));
  }

  /// @param port 0 for the workload's usual one
  /// @param workload names it among all clusters
  /// @param progress told when the usual one is taken
  /// @throws MooringException when the wanted port is taken
  public static LocalEnd open(int port, String workload, LocalUsers users, Progress progress)
      throws InterruptedException {
    if (port != 0) {
      return new LocalEnd(port, users);
    }
    int usual = usual(workload);
    String taken = "";
    for (int i = 0; i < TRIES; i++) {
      try {
        LocalEnd end = new LocalEnd(usual + i, users);
        if (i > 0) {
          progress.step(Messages.of("usual-port-is-taken", usual, taken, usual + i));
        }
        return end;
      } catch (MooringException e) {
        if (e.problem().code() != Code.PORT_TAKEN) {
          throw e;
        }
        taken = taken.isEmpty() ? e.problem().why() : taken;
      }
    }
    LocalEnd any = new LocalEnd(0, users);
    progress.step(Messages.of("usual-port-is-taken", usual, taken, any.address().getPort()));
    return any;
  }

  static int usual(String workload) {
    CRC32 sum = new CRC32();
    sum.update(workload.getBytes(StandardCharsets.UTF_8));
    return FIRST + (int) (sum.getValue() % PORTS);
  }

  public InetSocketAddress address() {
    return listener.addresses().getFirst();
  }

  public Observed<List<Problem>> refusals() {
    return refusals;
  }

  /// The breakpoints that whoever connected has set.
  public KeptBreakpoints breakpoints() {
    return breakpoints;
  }

  /// Whether somebody is connected who speaks Delve's protocols.
  public boolean hasEditors() {
    return editors.get() > 0;
  }

  /// From now on connections are served.
  ///
  /// @param protocol what whoever connects has to speak
  public void leadTo(DebugProtocol protocol, Dialer dialer) {
    way = new Way(protocol, dialer);
  }

  /// From now on connections are refused, and the port is kept.
  public void leadNowhere(String why) {
    whyNot = why;
    way = null;
  }

  @Override
  public void close() {
    listener.close();
  }

  private ByteStream dial() throws InterruptedException {
    Way to = way;
    if (to == null) {
      throw new Problem(
              Code.DELVE_FAILED,
              Messages.of("delve-in-the-pod-does-not"),
              whyNot,
              new Remedy.Advice(Messages.of("connect-once-attached")))
          .raise();
    }
    ByteStream dialed = to.dialer().dial();
    return switch (to.protocol()) {
      case DELVE -> editor(new SparingStream(dialed));
      case DEBUGPY -> editor(dialed);
      case JDWP, INSPECTOR -> dialed;
    };
  }

  private ByteStream editor(ByteStream stream) {
    return new EditorStream(stream, breakpoints.conversation(), new Editors());
  }

  private final class Editors implements EditorStream.Told {
    @Override
    public void began() {
      editors.incrementAndGet();
    }

    @Override
    public void ended() {
      editors.decrementAndGet();
    }

    @Override
    public void refused() {
      if (pageRefused.compareAndSet(false, true)) {
        refusals.update(before -> with(before, page()));
      }
    }
  }

  private Problem page() {
    return new Problem(
        Code.NO_DEBUG_CLIENT,
        Messages.of("a-connection-was-refused", address().getPort()),
        Messages.of("it-speaks-no-debug-protocol"),
        new Remedy.Advice(Messages.of("connect-a-debugger")));
  }

  private static List<Problem> with(List<Problem> before, Problem next) {
    List<Problem> all = new ArrayList<>(before);
    all.add(next);
    return List.copyOf(all);
  }
}
