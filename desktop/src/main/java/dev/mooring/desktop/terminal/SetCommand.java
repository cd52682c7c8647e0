package dev.mooring.desktop.terminal;

import dev.mooring.desktop.pod.ImageChangeWords;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.Target;
import dev.mooring.registry.ImageReference;
import dev.mooring.workload.ImageChange;
import dev.mooring.workload.ImageChanges;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes what workloads run, as `kubectl set` does.
@Command(name = "set")
final class SetCommand {
  @Command(name = "image")
  static final class Image extends ClusterCommand {
    @Parameters(index = "0", paramLabel = "TARGET")
    String target = "";

    @Parameters(index = "1", paramLabel = "[CONTAINER=]IMAGE")
    String image = "";

    @Option(names = {"-y", "--yes"})
    boolean yes;

    Image(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      int equals = image.indexOf('=');
      String container = equals < 0 ? "" : image.substring(0, equals);
      String name = image.substring(equals + 1);
      ImageReference.parse(name);
      Target asked = Target.parse(target, workloadNamespace(workspace), "");
      ImageChange change = ImageChanges.plan(workspace.cluster(), asked, container, name);
      if (!yes) {
        output().note(ImageChangeWords.change(change));
        output().note(ImageChangeWords.restarts(change));
        Question.confirm(output(), ImageChangeWords.question(change));
      }
      ImageChanges.apply(workspace.cluster(), change);
      if (json()) {
        output().json(json(change));
      } else {
        output().line(ImageChangeWords.done(change));
        output()
            .note(
                Messages.of(
                    "set-it-back",
                    change.target().words(),
                    change.container(),
                    change.before(),
                    change.target().namespace()));
      }
      return 0;
    }

    private static Map<String, Object> json(ImageChange change) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("target", change.target().words());
      json.put("namespace", change.target().namespace());
      json.put("container", change.container());
      json.put("before", change.before());
      json.put("image", change.after());
      return json;
    }
  }
}
