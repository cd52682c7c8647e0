package dev.mooring.desktop.control;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket through which others of the same user ask a running Mooring.
///
/// A client sends one line and gets lines until `{"end": ...}`: `{"entry": ...}`,
/// `{"problem": ...}`, and an empty object each second so that it can tell slow from dead. At most
/// 32 are served at once. Closing lets the answers that are
/// being given come to their end, ends who follows, and removes the socket.
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final int MOST = 32;

  /// What the last answer gets: the command whose last forward was stopped ends at once.
  private static final Duration LAST = Duration.ofSeconds(2);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Path path;
  private final long id;
  private final Control control;
  private final ServerSocketChannel server;
  private final Semaphore places = new Semaphore(MOST);
  private final Map<LineChannel, Thread> open = new ConcurrentHashMap<>();
  private final Set<LineChannel> answering = new HashSet<>();
  private volatile boolean closed;

  private ControlSocket(Path path, long id, Control control, ServerSocketChannel server) {
    this.path = path;
    this.id = id;
    this.control = control;
    this.server = server;
  }

  /// @param id the process
  /// @throws MooringException when the directory is not the user's own, or the socket cannot be
  /// made
  public static ControlSocket listen(SocketDirectory directory, long id, Control control) {
    directory.make();
    Path path = directory.socket(id);
    try {
      // Of an earlier process with this number: no two live at once.
      Files.deleteIfExists(path);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(path));
      } catch (IOException e) {
        server.close();
        throw e;
      }
      return over(path, id, control, server, server::accept);
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("other-commands-will-not-reach-this"),
              Messages.of("the-socket-cannot-be-created", path),
              new Remedy.Advice(Messages.of("check-that-the-disk-has-room")),
              String.valueOf(e))
          .raise(e);
    }
  }

  /// @param door gives the next connection
  static ControlSocket over(
      Path path, long id, Control control, ServerSocketChannel server, Door door) {
    ControlSocket socket = new ControlSocket(path, id, control, server);
    Thread.ofVirtual().name("control").start(() -> socket.accept(door));
    return socket;
  }

  /// Where connections come from.
  @FunctionalInterface
  interface Door {
    SocketChannel next() throws IOException;
  }

  /// Until it is closed: whatever fails passes, such as handles that ran out.
  private void accept(Door door) {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      try {
        SocketChannel channel = door.next();
        pause = FIRST_PAUSE;
        LineChannel line = new LineChannel(channel);
        if (!places.tryAcquire()) {
          // A client reads the end of the answer as a Mooring that went away, and says so.
          line.close();
          continue;
        }
        Thread serving = Thread.ofVirtual().name("control-request").unstarted(() -> serve(line));
        open.put(line, serving);
        serving.start();
        if (closed) {
          end(line, serving);
        }
      } catch (IOException e) {
        if (closed || !server.isOpen()) {
          return;
        }
        if (pause.equals(FIRST_PAUSE)) {
          LOG.warn("The control socket {} could not accept a connection", path, e);
        }
        LockSupport.parkNanos(pause.toNanos());
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
  }

  private void serve(LineChannel line) {
    try (line) {
      new ControlConnection(id, control, line).serve(() -> begun(line));
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("A request was not answered", e);
    } catch (InterruptedException e) {
      // Nobody listens any more, or Mooring ends.
    } finally {
      ended(line);
      open.remove(line);
      places.release();
    }
  }

  private void begun(LineChannel line) {
    synchronized (answering) {
      answering.add(line);
    }
  }

  private void ended(LineChannel line) {
    synchronized (answering) {
      answering.remove(line);
      answering.notifyAll();
    }
  }

  private void awaitAnswers() {
    long end = System.nanoTime() + LAST.toNanos();
    synchronized (answering) {
      try {
        for (long left = LAST.toMillis();
            left > 0 && !answering.isEmpty();
            left = (end - System.nanoTime()) / 1_000_000) {
          answering.wait(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void end(LineChannel line, Thread serving) {
    line.close();
    serving.interrupt();
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("The control socket {} stays behind", path, e);
    }
    awaitAnswers();
    Set.copyOf(open.entrySet()).forEach(each -> end(each.getKey(), each.getValue()));
  }
}
