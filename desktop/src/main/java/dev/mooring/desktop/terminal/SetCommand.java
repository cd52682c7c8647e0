package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Cluster;
import dev.mooring.deploy.ImageChanges;
import dev.mooring.deploy.RegistryImage;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.http.WayOut;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes what workloads run, as `kubectl set` does.
@Command(name = "set")
final class SetCommand {
  @Command(name = "image")
  static final class Image extends ImageChangeCommand {
    @Parameters(index = "1", paramLabel = "[CONTAINER=]IMAGE")
    String image = "";

    @Option(names = "--as", paramLabel = "NS/ACCOUNT")
    @Nullable String account;

    Image(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      int equals = image.indexOf('=');
      String container = equals < 0 ? "" : image.substring(0, equals);
      Cluster cluster = workspace.cluster();
      Target asked = Target.parse(target, workloadNamespace(workspace), "");
      String name = name(workspace, image.substring(equals + 1));
      return change(cluster, ImageChanges.plan(cluster, asked, container, name));
    }

    /// An image without a host is one of the cluster's registry, and named by its digest there;
    /// any other is named as it was typed.
    private String name(Workspace workspace, String typed) throws InterruptedException {
      if (!ImageReference.parse(typed).host().isEmpty()) {
        return typed;
      }
      try (ImagePlace place =
          ImagePlace.find(
              opening(),
              () -> workspace,
              new ClusterWays(this, account),
              any -> WayOut.OF_MACHINE,
              typed)) {
        RegistryImage found =
            RegistryImage.find(
                place.registry(), place.host(), place.repository(), place.reference());
        found.demandNodes(workspace.cluster());
        return found.name();
      } catch (MooringException e) {
        if (e.problem().code() != Code.REGISTRY_MISSING) {
          throw e;
        }
        throw new Problem(
                e.problem().code(),
                Messages.of("no-registry-for", typed),
                e.problem().why(),
                new Remedy.Advice(Messages.of("name-its-host")))
            .raise(e);
      }
    }
  }
}
