package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Kind;
import dev.mooring.document.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// What containers wrote.
final class PodLogs {
  private static final int WHOLE = 4 << 20;
  private static final int LONGEST_LINE = 16 << 20;

  private final Api api;

  PodLogs(Api api) {
    this.api = api;
  }

  String text(String namespace, String pod, String container, int lines)
      throws InterruptedException {
    Call call = Call.of("get", Kind.POD, namespace, pod).sub("log");
    String query = "?tailLines=" + lines + "&limitBytes=" + WHOLE;
    String one = container.isEmpty() ? "" : "&container=" + Call.query(container);
    Answer answer = api.sendToPresent(call, "GET", call.path() + query + one, Api.JSON, null);
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /// @param line told each line, on the caller's thread
  void stream(String namespace, String pod, String container, String query, Consumer<String> line)
      throws InterruptedException {
    Call call = Call.of("get", Kind.POD, namespace, pod).sub("log");
    String one = container.isEmpty() ? "" : "&container=" + Call.query(container);
    try (InputStream in = api.stream(call, call.path() + query + one)) {
      Lines read = new Lines(in, LONGEST_LINE);
      for (byte[] next = read.next(); next != null; next = read.next()) {
        line.accept(new String(next, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // A read that is interrupted says so as a failure.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw api.unreachable(call, e);
    }
  }
}
