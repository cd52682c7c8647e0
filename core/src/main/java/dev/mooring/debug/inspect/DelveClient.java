package dev.mooring.debug.inspect;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Lines;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// One connection to a headless Delve: JSON-RPC 1.0 objects, one a line (Go's net/rpc/jsonrpc,
/// Delve's API version 2).
///
/// Delve works off most calls of a connection one after the other and holds them while the program
/// runs, so a program is halted over one connection and looked at over another. Thread-safe; each
/// call has a time limit of its own. Failures are [MooringException]s.
public final class DelveClient implements AutoCloseable {
  private static final int MOST_PENDING = 64;

  private final ByteStream stream;
  private final OutputStream output;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<Document>> pending = new ConcurrentHashMap<>();
  private final Thread reader;
  private volatile boolean lost;

  /// Takes over the stream and closes it.
  public DelveClient(ByteStream stream) {
    this.stream = stream;
    try {
      Lines lines = new Lines(stream.input(), Bounds.MESSAGE.bytes());
      output = stream.output();
      reader = Thread.ofVirtual().name("delve-answers").start(() -> read(lines));
    } catch (IOException e) {
      stream.close();
      throw unreachable(Messages.of("the-connection-could-not-be-used"), e);
    }
  }

  /// Whether the connection is of no use any more.
  public boolean lost() {
    return lost;
  }

  /// What the program does, at once even while it runs.
  public Document state(Duration limit) throws InterruptedException {
    return call("State", Map.of("NonBlocking", true), limit).at("State");
  }

  /// Delve's own version and that of its API: `DelveVersion`, `APIVersion`.
  public Document version(Duration limit) throws InterruptedException {
    return call("GetVersion", Map.of(), limit);
  }

  /// Stops the program.
  public Document halt(Duration limit) throws InterruptedException {
    return call("Command", Map.of("name", "halt"), limit).at("State");
  }

  /// Lets the program go on.
  ///
  /// @return what Delve answers at the program's next stop
  public Future<Document> resume() {
    return move("continue");
  }

  /// The same for a step: "next", "step", "stepOut".
  Future<Document> move(String command) {
    CompletableFuture<Document> stop = new CompletableFuture<>();
    send("Command", Map.of("name", command), stop);
    return stop;
  }

  /// What was moved comes to a stop.
  ///
  /// @throws MooringException when it doesn't in time; the connection stays usable
  static Document await(Future<Document> stop, Duration limit) throws InterruptedException {
    try {
      return stop.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Problem(
              Code.DELVE_FAILED,
              Messages.of("the-step-goes-on"),
              Messages.of("no-stop-within-s", limit.toSeconds()),
              new Remedy.Advice(Messages.of("wait-or-pause")))
          .raise(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MooringException problem) {
        throw problem;
      }
      throw unreachable(String.valueOf(e.getCause()), e);
    }
  }

  /// The breakpoints that people set; Delve's own have negative numbers.
  public List<Document> breakpoints(Duration limit) throws InterruptedException {
    return call("ListBreakpoints", Map.of("All", false), limit).at("Breakpoints").items().stream()
        .filter(b -> b.at("id").integer().orElse(-1L) > 0)
        .toList();
  }

  /// Takes one breakpoint out; one that is not there is a failure. Waits while the program
  /// runs.
  ///
  /// @param id as [#breakpoints] lists it
  public void clearBreakpoint(long id, Duration limit) throws InterruptedException {
    call("ClearBreakpoint", Map.of("Id", id), limit);
  }

  /// Ends Delve and leaves the program running. Blocks while the program runs, so halt it first.
  public void detach(Duration limit) throws InterruptedException {
    call("Detach", Map.of("Kill", false), limit);
  }

  /// Any call.
  ///
  /// @throws MooringException with Delve's own words when it refuses
  public Document call(String method, Map<String, ?> arguments, Duration limit)
      throws InterruptedException {
    CompletableFuture<Document> answer = new CompletableFuture<>();
    long id = send(method, arguments, answer);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      close(); // what is late now would hold up every later call of this connection
      throw unreachable(Messages.of("had-no-answer-in-ms", method, limit.toMillis()), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MooringException problem) {
        throw problem;
      }
      throw unreachable(String.valueOf(e.getCause()), e);
    } finally {
      pending.remove(id);
    }
  }

  @Override
  public void close() {
    lost = true;
    stream.close();
    reader.interrupt();
    failAll(new IOException("closed"));
  }

  private long send(String method, Map<String, ?> arguments, CompletableFuture<Document> answer) {
    long id = ids.incrementAndGet();
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("method", "RPCServer." + method);
    request.put("params", List.of(arguments));
    request.put("id", id);
    byte[] line =
        (Documents.json(Document.of(request)) + "\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    if (pending.size() >= MOST_PENDING) {
      throw unreachable(
          Messages.of("calls-wait-for-an-answer", MOST_PENDING), new IOException("too many"));
    }
    pending.put(id, answer);
    if (lost) {
      pending.remove(id);
      throw unreachable(Messages.of("the-connection-was-lost"), new IOException("lost"));
    }
    try {
      synchronized (output) {
        output.write(line);
        output.flush();
      }
    } catch (IOException e) {
      pending.remove(id);
      lost = true;
      throw unreachable(Messages.of("the-connection-was-lost"), e);
    }
    return id;
  }

  private void read(Lines lines) {
    try {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (line.length > 0) {
          answer(Documents.json(line, Messages.of("the-response-of-delve"), Bounds.MESSAGE));
        }
      }
      lost = true;
      failAll(new IOException("Delve ended the connection"));
    } catch (IOException | MooringException e) {
      lost = true;
      failAll(e);
      stream.close();
    }
  }

  private void answer(Document answer) {
    long id = answer.at("id").integer().orElse(-1L);
    CompletableFuture<Document> waiting = pending.remove(id);
    if (waiting == null) {
      return; // a call that was given up, or a number that was never sent
    }
    Document error = answer.at("error");
    if (error.isNothing()) {
      waiting.complete(answer.at("result"));
    } else {
      waiting.completeExceptionally(
          new Problem(
                  Code.DELVE_FAILED,
                  Messages.of("delve-rejected-a-call"),
                  limited(error.textOrEmpty()),
                  new Remedy.Advice(Messages.of("continue-or-end-the-session-then")))
              .raise());
    }
  }

  private void failAll(Exception why) {
    pending.values().forEach(each -> each.completeExceptionally(why));
    pending.clear();
  }

  private static String limited(String text) {
    return Printable.cut(text, 500);
  }

  private static MooringException unreachable(String why, Exception cause) {
    return new Problem(
            Code.DELVE_FAILED,
            Messages.of("delve-in-the-pod-does-not"),
            why,
            new Remedy.Advice(Messages.of("end-the-session-and-attach-again")))
        .raise(cause);
  }
}
