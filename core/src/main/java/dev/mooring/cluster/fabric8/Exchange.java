package dev.mooring.cluster.fabric8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One request and its whole answer, bounded in time and size, and ended by an interrupt.
final class Exchange {
  private Exchange() {}

  /// @param limit until the last byte of the answer, not only until its head
  /// @throws IOException also when the answer is longer
  static HttpResponse<byte[]> of(
      HttpClient client, HttpRequest request, long longest, Duration limit)
      throws InterruptedException, IOException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), longest));
    try {
      return answer.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }
}
