package dev.mooring.registry.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/// Requests with large bodies, each on a [BulkExchange].
final class Bulk {
  private static final int BUFFER = 128 * 1024;

  private Bulk() {}

  /// @param stream gets the body of a success
  static Answer get(
      URI uri,
      Map<String, String> headers,
      Reach reach,
      Duration patience,
      AtomicReference<InputStream> stream)
      throws IOException {
    BulkExchange exchange = BulkExchange.open(uri, reach, patience);
    try {
      exchange.begin("GET", uri, headers, -1);
      BulkExchange.Head head = exchange.head();
      InputStream body = exchange.body(head);
      if (head.status() >= 300) {
        return new Answer("GET", uri, head.status(), head.headers(), kept(body, head.status()));
      }
      stream.set(body);
      return new Answer("GET", uri, head.status(), head.headers(), new byte[0]);
    } catch (java.net.SocketTimeoutException e) {
      throw late(patience, e);
    } finally {
      if (stream.get() == null) {
        exchange.close();
      }
    }
  }

  /// Sends a body from a stream, as long as bytes move.
  static Answer send(
      String method,
      URI uri,
      Map<String, String> headers,
      Reach reach,
      InputStream body,
      long length,
      Transfer transfer)
      throws IOException, InterruptedException {
    try (BulkExchange exchange = BulkExchange.open(uri, reach, transfer.patience());
        ExecutorService writer =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("upload-", 0).factory())) {
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      writer.execute(
          () -> {
            try {
              answer.complete(send(exchange, method, uri, headers, body, length, transfer));
            } catch (IOException | RuntimeException e) {
              answer.completeExceptionally(e);
            }
          });
      try {
        return transfer.await(answer);
      } finally {
        // What still reads or writes ends with what it reads from and writes to.
        exchange.close();
        body.close();
        writer.shutdownNow();
      }
    }
  }

  private static Answer send(
      BulkExchange exchange,
      String method,
      URI uri,
      Map<String, String> headers,
      InputStream body,
      long length,
      Transfer transfer)
      throws IOException {
    exchange.begin(method, uri, headers, length);
    byte[] buffer = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int some = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (some < 0) {
        throw new EOFException("the content ends early");
      }
      exchange.send(buffer, some);
      transfer.moved(some);
      left -= some;
    }
    BulkExchange.Head head = exchange.head();
    return new Answer(
        method, uri, head.status(), head.headers(), kept(exchange.body(head), head.status()));
  }

  private static byte[] kept(InputStream body, int status) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    byte[] kept = body.readNBytes(Connection.LONGEST + 1);
    if (kept.length > Connection.LONGEST) {
      throw new BoundedBody.TooLong(Connection.LONGEST);
    }
    return kept;
  }

  private static IOException late(Duration patience, InterruptedIOException e) {
    HttpTimeoutException late =
        new HttpTimeoutException("no byte moved for " + patience.toSeconds() + " seconds");
    late.initCause(e);
    return late;
  }
}
