package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.RegistryForward;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "connect")
final class ConnectCommand extends ClusterCommand {
  @Option(names = "--port", paramLabel = "PORT", converter = Port.Local.class)
  @Nullable Integer port;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  ConnectCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    int wanted = port == null ? opening().settings().get().localPort() : port;
    RegistryForward forward = workspace.mesh().to(location(inForce(workspace), account));
    ConnectionState.Connected connected = forward.connect(wanted);
    int local = connected.listening().getFirst().getPort();
    if (json()) {
      output()
          .json(
              Map.of(
                  "address", "localhost:" + local,
                  "lane", connected.lane(),
                  "route", connected.route(),
                  "principal", connected.principal(),
                  "certificateUntil", String.valueOf(connected.certificateUntil())));
    } else {
      output()
          .line(
              Messages.of(
                  "localhost-is-the-registry-of-as",
                  local,
                  workspace.context().name(),
                  connected.route(),
                  connected.principal()));
      output().note(Messages.of("press-ctrl-c-to-disconnect"));
    }
    try (Subscription ignored = forward.state().subscribe(this::tell)) {
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private boolean lost;
  private String route = "";

  private synchronized void tell(ConnectionState state) {
    switch (state) {
      case ConnectionState.Degraded(var listening, var problem) when !lost -> {
        lost = true;
        output().note(Messages.of("lost-reconnecting", problem.why()));
      }
      case ConnectionState.Connected connected -> {
        if (lost) {
          output().note(Messages.of("back", connected.route()));
        } else if (!route.isEmpty() && !route.equals(connected.route())) {
          output().note(Messages.of("now", connected.route()));
        }
        lost = false;
        route = connected.route();
      }
      default -> {}
    }
  }
}
