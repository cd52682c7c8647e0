package dev.mooring.desktop.terminal;

import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Documents;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "render")
final class RenderCommand extends RegistryCommand {
  @Mixin Choice choice = new Choice();

  RenderCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    StackOptions options = choice.over(intended(workspace));
    List<KubeObject> objects = workspace.stack().render(choice.planned(workspace.stack(), options));
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
