package dev.mooring.debug.inspect;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// One connection to Delve in the Debug Adapter Protocol (its base protocol: `Content-Length`, then
/// JSON). Delve tells it from JSON-RPC by the first byte. Thread-safe; each request has a limit.
final class DapClient implements AutoCloseable {
  private static final int LONGEST_MESSAGE = 4 << 20;
  private static final int LONGEST_HEADER = 4096;
  private static final String LENGTH = "content-length:";

  private final ByteStream stream;
  private final InputStream input;
  private final OutputStream output;
  private final Consumer<Document> events;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<Document>> pending = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /// Takes over the stream and closes it.
  ///
  /// @param events called for each event on the reading thread, which it holds up
  DapClient(ByteStream stream, Consumer<Document> events) {
    this.stream = stream;
    this.events = events;
    try {
      input = stream.input();
      output = stream.output();
    } catch (IOException e) {
      stream.close();
      throw unreachable(e);
    }
    Thread.ofVirtual().name("dap-answers").start(this::read);
  }

  /// Completes when nothing more comes.
  CompletableFuture<Void> ended() {
    return ended;
  }

  /// The answer to come; for a request that Delve answers only after another one.
  CompletableFuture<Document> send(String command, Map<String, ?> arguments) {
    CompletableFuture<Document> answer = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    pending.put(number, answer);
    byte[] body =
        Documents.json(
                Document.of(
                    Map.of(
                        "seq", number,
                        "type", "request",
                        "command", command,
                        "arguments", arguments)))
            .getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    try {
      synchronized (output) {
        output.write(head);
        output.write(body);
        output.flush();
      }
    } catch (IOException e) {
      pending.remove(number);
      throw unreachable(e);
    }
    if (ended.isDone()) {
      answer.completeExceptionally(new IOException("the connection ended"));
    }
    return answer;
  }

  /// @throws MooringException with Delve's own words when it refuses
  Document call(String command, Map<String, ?> arguments, Duration limit)
      throws InterruptedException {
    return await(send(command, arguments), limit);
  }

  static Document await(CompletableFuture<Document> answer, Duration limit)
      throws InterruptedException {
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unreachable(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MooringException known) {
        throw known;
      }
      throw unreachable(e);
    }
  }

  private void read() {
    try {
      while (true) {
        Document message =
            Documents.json(next(), Messages.of("the-response-of-delve"), Bounds.MESSAGE);
        if (message.at("type").textOrEmpty().equals("event")) {
          events.accept(message);
        } else {
          answered(message);
        }
      }
    } catch (IOException | MooringException e) {
      stream.close();
      ended.complete(null);
      pending.values().forEach(each -> each.completeExceptionally(e));
      pending.clear();
    }
  }

  private void answered(Document message) {
    CompletableFuture<Document> waiting =
        pending.remove(message.at("request_seq").integer().orElse(-1L));
    if (waiting == null) {
      return;
    }
    if (message.at("success").isTrue()) {
      waiting.complete(message.at("body"));
      return;
    }
    String format = message.at("body", "error", "format").textOrEmpty();
    String words = format.isEmpty() ? message.at("message").textOrEmpty() : format;
    waiting.completeExceptionally(
        new Problem(
                Code.DELVE_FAILED,
                Messages.of("delve-rejected-a-call"),
                Values.line(words),
                new Remedy.Advice(Messages.of("continue-or-end-the-session-then")))
            .raise());
  }

  private byte[] next() throws IOException {
    int length = -1;
    for (String header = header(); !header.isEmpty(); header = header()) {
      String low = header.toLowerCase(java.util.Locale.ROOT);
      if (low.startsWith(LENGTH)) {
        String number = low.substring(LENGTH.length()).strip();
        length = number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
      }
    }
    if (length < 0 || length > LONGEST_MESSAGE) {
      throw new IOException("a message of " + length + " bytes");
    }
    byte[] body = input.readNBytes(length);
    if (body.length < length) {
      throw new IOException("ended within a message");
    }
    return body;
  }

  private String header() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0 || line.size() > LONGEST_HEADER) {
        throw new IOException("no header");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() {
    stream.close();
  }

  private static MooringException unreachable(Exception cause) {
    return new Problem(
            Code.DELVE_FAILED,
            Messages.of("delve-in-the-pod-does-not"),
            Messages.of("the-connection-was-lost"),
            new Remedy.Advice(Messages.of("end-the-session-and-attach-again")))
        .raise(cause);
  }
}
