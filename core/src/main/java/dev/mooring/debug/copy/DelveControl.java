package dev.mooring.debug.copy;

import dev.mooring.debug.DebugSession.Handover;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.DebugSession.State;
import dev.mooring.debug.Mode;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.session.Handovers;
import dev.mooring.debug.session.StopWatch;
import dev.mooring.debug.source.Sources;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.tunnel.Dialer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Delve that started its program.
final class DelveControl implements Control {
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// In Delve's answer to whatever is asked after the program ended.
  private static final Pattern EXITED = Pattern.compile("has exited with status (-?\\d{1,9})");

  private final GoBinary binary;
  private final Delve delve;
  private final StopWatch stops;
  private volatile Sources sources = Sources.unknown();

  DelveControl(GoBinary binary, TargetContainer copy, Dialer dialer) {
    this.binary = binary;
    delve = new Delve(dialer);
    stops = new StopWatch(copy, false);
  }

  @Override
  public void begin(String stopAt) throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        delve.state(CALL);
        break;
      } catch (MooringException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
    if (stopAt.equals(Mode.ENTRY)) {
      return;
    }
    try {
      delve.runTo(stopAt);
    } catch (MooringException e) {
      if (exited(e).isEmpty()) {
        throw e;
      }
    }
  }

  @Override
  public List<Handover> handovers(String title, InetSocketAddress address, String source)
      throws InterruptedException {
    sources = sources(source);
    return Handovers.of(new Endpoint(title, address, sources.directory(), sources.mapping()));
  }

  private Sources sources(String start) throws InterruptedException {
    try {
      return delve.sourcesOfStopped(binary, start);
    } catch (MooringException e) {
      return Sources.unknown(); // it has ended already
    }
  }

  @Override
  public Sources sources() {
    return sources;
  }

  @Override
  public State look() throws InterruptedException {
    Document now;
    try {
      now = delve.state();
    } catch (MooringException e) {
      return exited(e)
          .map(status -> new State(Phase.STOPPED, Messages.of("the-copy-exited", status), null))
          .orElseThrow(() -> e);
    }
    return now.at("exited").isTrue()
        ? new State(
            Phase.STOPPED, Messages.of("the-copy-exited", now.at("exitStatus").textOrEmpty()), null)
        : stops.look(now);
  }

  private static Optional<String> exited(MooringException failure) {
    Matcher said = EXITED.matcher(failure.problem().why());
    return said.find() ? Optional.of(said.group(1)) : Optional.empty();
  }

  @Override
  public void resume() throws InterruptedException {
    delve.resume();
  }

  @Override
  public void clearAndResume() throws InterruptedException {
    delve.clearAndResume();
  }

  @Override
  public void close() {
    delve.close();
  }
}
