package dev.mooring.desktop.command;

import dev.mooring.desktop.app.Workspace;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.PortPair;
import dev.mooring.forward.Target;
import dev.mooring.job.Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "forward",
    description = "Forward local ports to a service, workload or pod, until Ctrl-C.",
    footer = {
      "",
      "Examples:",
      "  mooring forward svc/api 8080:80",
      "  mooring forward deploy/hello 8080",
      "  mooring forward pod/db-0 :5432     (any free local port)"
    })
final class ForwardCommand extends ClusterCommand {
  @Parameters(
      index = "0",
      paramLabel = "TARGET",
      description = "svc/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME, or a pod's name.")
  String target = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[LOCAL:]REMOTE",
      description = "Ports; the remote one a number or a name.")
  List<String> ports = List.of();

  ForwardCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    String home = workloadNamespace(workspace);
    for (String each : ports) {
      PortPair pair = PortPair.parse(each);
      Target to = Target.parse(target, home, pair.remote());
      ForwardStatus status =
          workspace.forwards().start(ForwardSpec.of(target + ":" + each, to, pair.local()));
      print(status, to);
    }
    if (!json()) {
      output().note("Ctrl-C ends it.");
    }
    try (Subscription ignored = workspace.forwards().all().subscribe(this::tell)) {
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private void print(ForwardStatus status, Target to) {
    List<String> addresses =
        status.listening().stream()
            .map(
                a ->
                    (a.getAddress() instanceof java.net.Inet6Address
                            ? "[::1]"
                            : a.getAddress().getHostAddress())
                        + ":"
                        + a.getPort())
            .toList();
    if (json()) {
      output()
          .json(
              Map.of(
                  "target", to.words(),
                  "namespace", to.namespace(),
                  "port", to.port(),
                  "addresses", addresses));
    } else {
      output()
          .line(
              "%s -> %s port %s in %s"
                  .formatted(String.join(", ", addresses), to.words(), to.port(), to.namespace()));
    }
  }

  private final Map<String, ForwardStatus.State> told = new HashMap<>();

  private synchronized void tell(List<ForwardStatus> all) {
    for (ForwardStatus each : all) {
      ForwardStatus.State before = told.put(each.spec().name(), each.state());
      if (before == null || before.equals(each.state())) {
        continue;
      }
      String words =
          switch (each.state()) {
            case ForwardStatus.State.Active _ -> "ready: " + String.join(", ", each.pods());
            case ForwardStatus.State.Waiting waiting -> "waiting: " + waiting.why();
            case ForwardStatus.State.Failed failed -> "failed: " + failed.problem().why();
            case ForwardStatus.State.Stopped _ -> "stopped";
          };
      output().note(each.spec().target().words() + " " + words);
    }
  }
}
