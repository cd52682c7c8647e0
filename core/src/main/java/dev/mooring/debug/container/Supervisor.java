package dev.mooring.debug.container;

import dev.mooring.document.Lines;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Speaks with `supervisor.sh`, the main process of the debug container, over its standard input
/// and output.
///
/// A lost stream is opened again by the next request: the container goes on listening. What is
/// asked for is asked for by number, so lines of an earlier stream do no harm. Thread-safe.
public final class Supervisor implements AutoCloseable {
  private static final String MARK = "@mooring ";
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_LINES = 32 * 1024;
  private static final int KEPT_OUTPUT = 40;
  private static final int PIECE = 64 * 1024;

  private final Dialer dialer;
  private final Deque<String> said = new ArrayDeque<>();
  private @Nullable Link link;

  /// Two who speak with one container take no answer of the other's for theirs.
  private long ids = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);

  private volatile String ended = "";

  public Supervisor(Dialer dialer) {
    this.dialer = dialer;
  }

  /// The shell script that the debug container runs.
  static String script() {
    try (InputStream text = Supervisor.class.getResourceAsStream("supervisor.sh")) {
      if (text == null) {
        throw new IllegalStateException("supervisor.sh is not in the program");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Asks once.
  ///
  /// @return the answer's lines, each without number: "delve running"
  /// @throws MooringException when it refuses, or there is no answer within the limit
  public List<String> ask(String request, Duration limit) throws InterruptedException {
    return send(request, new byte[0], limit);
  }

  /// The same with content that follows the request.
  synchronized List<String> send(String request, byte[] content, Duration limit)
      throws InterruptedException {
    long id = ++ids;
    Link use = link();
    CompletableFuture<List<String>> answer = use.expect(id);
    try {
      use.write(id + " " + request + "\n");
      if (content.length > 0) {
        // Nobody may read it for long, so it is written by somebody who need not be waited for.
        Thread.ofVirtual().name("supervisor-content").start(() -> use.write(content));
      }
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException | TimeoutException e) {
      drop();
      throw lost(request, Messages.of("no-response-within-s", limit.toSeconds()), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MooringException refused) {
        throw refused;
      }
      drop();
      throw lost(request, String.valueOf(e.getCause()), e);
    }
  }

  /// Why the script ended, in its own word; empty while it was not heard to end.
  String ended() {
    return ended;
  }

  /// The last lines that Delve wrote.
  public String said() {
    synchronized (said) {
      return String.join("\n", said);
    }
  }

  @Override
  public synchronized void close() {
    drop();
  }

  private Link link() throws InterruptedException {
    Link open = link;
    if (open == null || open.broken) {
      drop();
      open = new Link(dialer.dial());
      link = open;
    }
    return open;
  }

  private void drop() {
    Link open = link;
    link = null;
    if (open != null) {
      open.close();
    }
  }

  private MooringException lost(String request, String why, Exception cause) {
    return new Problem(
            Code.DEBUG_CONTAINER_FAILED,
            Messages.of("the-debug-container-does-not-answer", request.split(" ", 2)[0]),
            ended.isEmpty() ? why : Messages.of("it-exited", ended),
            new Remedy.Advice(Messages.of("attach-again-delve-detaches-by-itself")),
            said())
        .raise(cause);
  }

  private void note(String line) {
    if (!line.isBlank()) {
      synchronized (said) {
        said.addLast(line.length() > 500 ? line.substring(0, 500) : line);
        if (said.size() > KEPT_OUTPUT) {
          said.removeFirst();
        }
      }
    }
  }

  /// One stream, until it breaks.
  private final class Link implements AutoCloseable {
    private final ByteStream stream;
    private volatile boolean broken;
    private long expected;
    private List<String> lines = new ArrayList<>();
    private CompletableFuture<List<String>> answer = new CompletableFuture<>();

    Link(ByteStream stream) {
      this.stream = stream;
      Thread.ofVirtual().name("supervisor-answers").start(this::read);
    }

    synchronized CompletableFuture<List<String>> expect(long id) {
      expected = id;
      lines = new ArrayList<>();
      answer = new CompletableFuture<>();
      if (broken) {
        answer.completeExceptionally(new IOException("the stream is lost"));
      }
      return answer;
    }

    void write(String text) throws IOException {
      stream.output().write(text.getBytes(StandardCharsets.UTF_8));
      stream.output().flush();
    }

    void write(byte[] content) {
      try {
        for (int at = 0; at < content.length; at += PIECE) {
          stream.output().write(content, at, Math.min(PIECE, content.length - at));
        }
        stream.output().flush();
      } catch (IOException e) {
        fail(e);
      }
    }

    private void read() {
      try {
        Lines text = new Lines(stream.input(), LONGEST_LINE);
        for (byte[] line = text.next(); line != null; line = text.next()) {
          take(new String(line, StandardCharsets.UTF_8).strip());
        }
        fail(new IOException("the stream ended"));
      } catch (IOException e) {
        fail(e);
      }
    }

    private void take(String line) {
      if (!line.startsWith(MARK)) {
        note(line);
        return;
      }
      String[] words = line.substring(MARK.length()).split(" ", 2);
      String rest = words.length > 1 ? words[1] : "";
      if (words[0].equals("-")) {
        ended = rest.replaceFirst("^ended ", "");
        return;
      }
      answer(words[0], rest);
    }

    private synchronized void answer(String id, String rest) {
      if (!id.equals(String.valueOf(expected))) {
        return;
      }
      if (rest.equals("ok")) {
        answer.complete(List.copyOf(lines));
      } else if (rest.startsWith("error ") || lines.size() >= MOST_LINES) {
        answer.completeExceptionally(
            new Problem(
                    Code.DEBUG_CONTAINER_FAILED,
                    Messages.of("the-debug-container-rejected-a-request"),
                    rest.replaceFirst("^error ", ""),
                    new Remedy.Advice(Messages.of("end-the-session-and-attach-again")),
                    said())
                .raise());
      } else {
        lines.add(rest);
      }
    }

    private synchronized void fail(IOException why) {
      broken = true;
      answer.completeExceptionally(why);
    }

    @Override
    public void close() {
      broken = true;
      stream.close();
    }
  }
}
