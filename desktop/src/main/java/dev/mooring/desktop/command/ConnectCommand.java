package dev.mooring.desktop.command;

import dev.mooring.desktop.app.Workspace;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.ConnectionState;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "connect",
    description = "Offer the registry on a local port, over mutual TLS, until Ctrl-C.")
final class ConnectCommand extends ClusterCommand {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Local port; the setting by default, which starts as 5000. 0 for a free one.")
  @Nullable Integer port;

  @Option(
      names = "--as",
      paramLabel = "NS/ACCOUNT",
      description = "ServiceAccount to be; the one that install made by default.")
  @Nullable String account;

  ConnectCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    int wanted = port == null ? opening().settings().get().localPort() : port;
    ConnectionState.Connected connected = workspace.mesh().connect(location(account), wanted);
    int local = connected.listening().getFirst().getPort();
    if (json()) {
      output()
          .json(
              Map.of(
                  "address", "localhost:" + local,
                  "lane", connected.lane().name().toLowerCase(java.util.Locale.ROOT),
                  "principal", connected.principal(),
                  "certificateUntil", connected.certificateUntil().toString()));
    } else {
      output()
          .line(
              "localhost:%d is the registry of %s, lane %s, as %s"
                  .formatted(
                      local,
                      workspace.context().name(),
                      connected.lane().name().toLowerCase(java.util.Locale.ROOT),
                      connected.principal()));
      output().note("Ctrl-C ends it.");
    }
    try (Subscription ignored = workspace.mesh().state().subscribe(this::tell)) {
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private boolean lost;

  private synchronized void tell(ConnectionState state) {
    switch (state) {
      case ConnectionState.Degraded(var listening, var problem) when !lost -> {
        lost = true;
        output().note("lost: " + problem.why() + "; the next connection tries again");
      }
      case ConnectionState.Connected connected when lost -> {
        lost = false;
        output().note("back as " + connected.principal());
      }
      default -> {}
    }
  }
}
