package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Cluster;
import dev.mooring.deploy.ImageChange;
import dev.mooring.deploy.ImageChanges;
import dev.mooring.deploy.RegistryImage;
import dev.mooring.deploy.Rollout;
import dev.mooring.deploy.Rollouts;
import dev.mooring.desktop.pod.ImageChangeWords;
import dev.mooring.desktop.pod.RolloutWords;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.http.WayOut;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes what workloads run, as `kubectl set` does.
@Command(name = "set")
final class SetCommand {
  @Command(name = "image")
  static final class Image extends RegistryCommand {
    @Parameters(index = "0", paramLabel = "TARGET")
    String target = "";

    @Parameters(index = "1", paramLabel = "[CONTAINER=]IMAGE")
    String image = "";

    @Option(names = "--as", paramLabel = "NS/ACCOUNT")
    @Nullable String account;

    @Option(names = "--dry-run")
    boolean dryRun;

    @Option(names = "--only-if", paramLabel = "IMAGE")
    @Nullable String onlyIf;

    @Option(names = "--wait")
    boolean wait;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "5m", converter = Limit.class)
    Duration timeout = Duration.ofMinutes(5);

    @Option(names = {"-y", "--yes"})
    boolean yes;

    Image(Opening opening) {
      super(opening);
    }

    /// The namespace that was named is the workload's.
    @Override
    Optional<String> home() {
      return Optional.empty();
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      int equals = image.indexOf('=');
      String container = equals < 0 ? "" : image.substring(0, equals);
      Cluster cluster = workspace.cluster();
      Target asked = Target.parse(target, workloadNamespace(workspace), "");
      String name = name(workspace, image.substring(equals + 1));
      ImageChange change = ImageChanges.plan(cluster, asked, container, name);
      if (onlyIf != null) {
        ImageChanges.demandBefore(cluster, change, onlyIf);
      }
      if (dryRun) {
        tell(change);
        return 0;
      }
      if (!yes) {
        ImageChangeWords.lines(change).forEach(output()::note);
        Question.confirm(output(), ImageChangeWords.question(change));
      }
      ImageChanges.apply(cluster, change);
      if (json()) {
        return json(change, wait ? follow(cluster, change) : null);
      }
      output().line(ImageChangeWords.done(change));
      output().note(Messages.of("set-it-back", back(change)));
      if (wait) {
        demandDone(change, follow(cluster, change));
      }
      return 0;
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

    private Rollout follow(Cluster cluster, ImageChange change) throws InterruptedException {
      if (!json()) {
        output().note(Messages.of("rollout-goes-on"));
      }
      return Rollouts.follow(
          cluster,
          change,
          timeout,
          state -> {
            if (!json()) {
              output().note(RolloutWords.of(state));
            }
          });
    }

    private void demandDone(ImageChange change, Rollout state) {
      if (state.done()) {
        return;
      }
      throw new Problem(
              Code.NOT_READY,
              Messages.of("rollout-incomplete", change.target().words()),
              state.trouble().isEmpty() ? RolloutWords.of(state) : state.trouble(),
              new Remedy.Command(Messages.of("rollout-can-be-set-back"), back(change)))
          .raise();
    }

    private static String back(ImageChange change) {
      return "mooring set image "
          + change.target().words()
          + " "
          + change.container()
          + "="
          + change.before()
          + " -n "
          + change.target().namespace()
          + " --only-if "
          + change.after();
    }

    private void tell(ImageChange change) {
      if (json()) {
        json(change, null);
      } else {
        ImageChangeWords.lines(change).forEach(output()::line);
        output().note(Messages.of("dry-run-changed-nothing"));
      }
    }

    private int json(ImageChange change, @Nullable Rollout state) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("target", change.target().words());
      json.put("namespace", change.target().namespace());
      json.put("container", change.container());
      json.put("before", change.before());
      json.put("image", change.after());
      json.put("dryRun", dryRun);
      json.put("pods", change.pods());
      json.put("warnings", change.warnings());
      if (!change.keeper().isEmpty()) {
        json.put("keptBy", change.keeper());
      }
      if (state != null) {
        json.put("rollout", RolloutWords.json(state));
      }
      output().json(json);
      return state == null || state.done() ? 0 : 1;
    }
  }
}
