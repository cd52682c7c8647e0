package dev.mooring.practice.registry;

import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Gate;
import dev.mooring.practice.http.Handler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A registry whose pod found a request to collect garbage: reads only until that is done, then
/// everything. Says what the script of Mooring's pods says.
final class Collecting implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Collecting.class);

  private final Handler registry;
  private final Thread collector;
  private volatile boolean readOnly = true;

  /// @param held where collectors wait before they delete anything
  Collecting(
      Handler registry,
      Path directory,
      String id,
      boolean untagged,
      Gate held,
      Consumer<String> log)
      throws IOException {
    this.registry = registry;
    Sweep sweep = new Sweep(new Blobs(directory), directory, log);
    Consumer<String> says = words -> log.accept("mooring-collection " + id + " " + words);
    collector =
        Thread.ofVirtual()
            .name("practice-collector")
            .start(
                () -> {
                  try {
                    says.accept("begin " + sweep.kibibytes());
                    held.pass();
                    sweep.run(untagged);
                    says.accept("end 0 " + sweep.kibibytes());
                    Files.writeString(seen(directory), id);
                    readOnly = false;
                    says.accept("writable");
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (IOException e) {
                    LOG.warn("A practice registry could not collect garbage", e);
                  }
                });
  }

  /// Whether the volume has carried out this request.
  static boolean isSeen(Path directory, String id) throws IOException {
    return Files.exists(seen(directory)) && Files.readString(seen(directory)).equals(id);
  }

  private static Path seen(Path directory) {
    return directory.resolve(".mooring.collected");
  }

  void stop() {
    collector.interrupt();
  }

  @Override
  public void handle(Exchange exchange) throws IOException, InterruptedException {
    boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    if (!readOnly || reads) {
      registry.handle(exchange);
      return;
    }
    exchange.closeAfterwards();
    exchange
        .with("Allow", "GET, HEAD")
        .with("Retry-After", "30")
        .answer(405, "text/plain; charset=utf-8", "Method not allowed\n");
  }
}
