package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.stack.options.StackOptions;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "connect")
final class ConnectCommand extends RegistryCommand {
  @Option(names = "--port", paramLabel = "PORT", converter = Port.Local.class)
  @Nullable Integer port;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  ConnectCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    StackOptions options = inForce(workspace);
    int wanted = port == null ? options.localPort(opening().settings().get()) : port;
    RegistryForward forward = workspace.mesh().to(location(options, account));
    ConnectionState.Connected connected = forward.connect(wanted);
    int local = connected.listening().getFirst().getPort();
    Instant until = connected.as().until();
    if (json()) {
      output()
          .json(
              Map.of(
                  "registry", options.registry(),
                  "address", "localhost:" + local,
                  "nodeAddress", Words.localhost(options.nodePort()),
                  "lane", connected.lane(),
                  "route", connected.route(),
                  "principal", connected.principal(),
                  "shown", connected.as().by().name().toLowerCase(Locale.ROOT),
                  "until", until == null ? "" : until.toString()));
    } else {
      String where =
          options.isDefault()
              ? workspace.context().name()
              : Messages.of("registry-in-context", options.registry(), workspace.context().name());
      output().line(line(connected, local, where));
      if (local != options.nodePort()) {
        output().note(Messages.of("nodes-pull-it-as", Words.localhost(options.nodePort())));
      }
      output().note(Messages.of("press-ctrl-c-to-disconnect"));
    }
    try (Subscription _ = opening().reachable();
        Subscription _ = forward.state().subscribe(this::tell)) {
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private static String line(ConnectionState.Connected connected, int local, String where) {
    String route = connected.route();
    return switch (connected.as().by()) {
      case CERTIFICATE ->
          Messages.of(
              "localhost-is-the-registry-of-as", local, where, route, connected.principal());
      case TOKEN ->
          Messages.of(
              "localhost-is-the-registry-of-as",
              local,
              where,
              route,
              Messages.of("by-kubernetes-token", connected.principal()));
      case NOTHING, PLAIN -> Messages.of("localhost-is-the-registry-of", local, where, route);
    };
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
