package dev.mooring.desktop.terminal;

import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Documents;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "render",
    description = "Print the objects that install applies, as YAML for Git or kubectl apply -f.")
final class RenderCommand extends ClusterCommand {
  @Option(
      names = "--entrance",
      paramLabel = "MODE",
      description = "How laptops reach the registry: none, node or service.")
  @Nullable String entrance;

  @Option(
      names = "--node-port",
      paramLabel = "PORT",
      description = "Port on each node's loopback; 5000 by default.")
  @Nullable Integer nodePort;

  RenderCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    StackOptions base = inForce(workspace);
    StackOptions options =
        base.withEntrance(entrance == null ? base.entrance() : EntranceMode.parse(entrance))
            .withNodePort(nodePort == null ? base.nodePort() : nodePort);
    List<KubeObject> objects = workspace.stack().render(options);
    if (json()) {
      output().json(objects.stream().map(each -> each.document().map()).toList());
    } else {
      output()
          .text(
              objects.stream()
                  .map(each -> Documents.yaml(each.document()))
                  .collect(Collectors.joining("---\n")));
    }
    return 0;
  }
}
