package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Cluster;
import dev.mooring.deploy.ExpectedImage;
import dev.mooring.deploy.ImageChange;
import dev.mooring.deploy.ImageChanges;
import dev.mooring.deploy.Rollout;
import dev.mooring.deploy.Rollouts;
import dev.mooring.desktop.pod.ImageChangeWords;
import dev.mooring.desktop.pod.RolloutWords;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A command that gives a container of a workload another image: it is shown, asked about, set
/// where nothing changed meanwhile, and followed.
abstract class ImageChangeCommand extends RegistryCommand {
  @Parameters(index = "0", paramLabel = "TARGET")
  String target = "";

  @Option(names = "--dry-run", descriptionKey = "image-change-dry-run")
  boolean dryRun;

  @Option(names = "--only-if", paramLabel = "IMAGE", descriptionKey = "image-change-only-if")
  @Nullable String onlyIf;

  @Option(names = "--wait", descriptionKey = "image-change-wait")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = Limit.class,
      descriptionKey = "image-change-timeout")
  Duration timeout = Duration.ofMinutes(5);

  @Option(names = {"-y", "--yes"})
  boolean yes;

  ImageChangeCommand(Opening opening) {
    super(opening);
  }

  /// The namespace that was named is the workload's.
  @Override
  final Optional<String> home() {
    return Optional.empty();
  }

  /// @return the exit code
  final int change(Cluster cluster, ImageChange change) throws InterruptedException {
    if (onlyIf != null) {
      ImageChanges.demandBefore(cluster, change, new ExpectedImage(onlyIf));
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

  /// What takes exactly this change back, and no other.
  private static String back(ImageChange change) {
    return "mooring rollback "
        + change.target().words()
        + " -c "
        + change.container()
        + " -n "
        + change.target().namespace()
        + " --only-if "
        + ExpectedImage.brief(change.after()).text();
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
