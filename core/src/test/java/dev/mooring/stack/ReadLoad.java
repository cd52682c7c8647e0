package dev.mooring.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mooring.registry.Digests;
import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads one blob again and again in several ways at once, and counts what came of it.
final class ReadLoad {
  /// What a door says while the registry is away, which clients try again.
  static final List<String> AWAY = List.of("502", "503", "504");

  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final String repository;
  private final String digest;

  ReadLoad(String repository, String digest) {
    this.repository = repository;
    this.digest = digest;
  }

  /// Opens a connection to some door.
  interface Dial {
    ByteStream dial() throws IOException, InterruptedException;
  }

  void start(String name, Dial dial) {
    threads.add(
        Thread.ofVirtual()
            .name(name)
            .start(
                () -> {
                  while (!over.get()) {
                    count(name + " " + once(dial));
                  }
                }));
  }

  private synchronized void count(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  private String once(Dial dial) {
    try (ByteStream line = dial.dial()) {
      String request =
          "GET /v2/%s/blobs/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
              .formatted(repository, digest);
      line.output().write(request.getBytes(US_ASCII));
      line.output().flush();
      byte[] all = line.input().readAllBytes();
      String text = new String(all, 0, Math.min(all.length, 4096), US_ASCII);
      int body = text.indexOf("\r\n\r\n") + 4;
      if (text.length() < 12 || body < 4) {
        return "cut";
      }
      String status = text.substring(9, 12);
      if (!status.equals("200")) {
        return status;
      }
      byte[] content = java.util.Arrays.copyOfRange(all, body, all.length);
      return Digests.of(content).text().equals(digest) ? "right" : "wrong, " + content.length;
    } catch (IOException e) {
      return "cut";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "cut";
    }
  }

  /// Ends it.
  Map<String, Integer> end() throws InterruptedException {
    over.set(true);
    for (Thread each : threads) {
      each.join();
    }
    synchronized (this) {
      return new TreeMap<>(outcomes);
    }
  }
}
