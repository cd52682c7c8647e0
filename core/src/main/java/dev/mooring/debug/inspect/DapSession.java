package dev.mooring.debug.inspect;

import dev.mooring.document.Document;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A connection to a Delve that runs a program already, over the Debug Adapter Protocol: greeted,
/// then told of breakpoints, then begun. The program stands from the greeting to the begin.
final class DapSession implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(10);

  private final DapClient client;
  private final CountDownLatch initialized = new CountDownLatch(1);
  private CompletableFuture<Document> attached = new CompletableFuture<>();

  /// @param events but for the one that says that breakpoints can be set
  DapSession(Dialer dialer, Consumer<Document> events) throws InterruptedException {
    client =
        new DapClient(
            dialer.dial(),
            event -> {
              if (event.at("event").textOrEmpty().equals("initialized")) {
                initialized.countDown();
              } else {
                events.accept(event);
              }
            });
  }

  /// @param substitutePath how paths here become those of the program; nothing for no rules
  void greet(Document substitutePath) throws InterruptedException {
    greet(substitutePath, false);
  }

  /// @param stay whether the program goes on standing after the begin
  void greet(Document substitutePath, boolean stay) throws InterruptedException {
    client.call(
        "initialize",
        Map.of(
            "clientID", "mooring",
            "adapterID", "go",
            "pathFormat", "path",
            "linesStartAt1", true,
            "columnsStartAt1", true),
        CALL);
    Map<String, Object> attach = new LinkedHashMap<>(Map.of("mode", "remote"));
    attach.put("stopOnEntry", stay);
    if (!substitutePath.items().isEmpty()) {
      attach.put("substitutePath", substitutePath);
    }
    attached = client.send("attach", attach);
    if (!initialized.await(CALL.toMillis(), TimeUnit.MILLISECONDS)) {
      DapClient.await(attached, Duration.ZERO);
    }
  }

  Document call(String command, Map<String, ?> arguments) throws InterruptedException {
    return client.call(command, arguments, CALL);
  }

  /// Lets the program run.
  void begin() throws InterruptedException {
    client.call("configurationDone", Map.of(), CALL);
    DapClient.await(attached, CALL);
  }

  /// Leaves the program and its breakpoints as they are.
  void leave() throws InterruptedException {
    client.call("disconnect", Map.of("terminateDebuggee", false), CALL);
  }

  /// Completes when nothing more comes.
  CompletableFuture<Void> ended() {
    return client.ended();
  }

  @Override
  public void close() {
    client.close();
  }
}
