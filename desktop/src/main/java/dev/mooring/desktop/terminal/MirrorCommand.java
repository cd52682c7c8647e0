package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.Mirror;
import dev.mooring.registry.transfer.Platforms;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.options.StackOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Copies an image of a public registry, or of one that was added, into the cluster's, once or
/// whenever it changes.
@Command(name = "mirror")
final class MirrorCommand extends RegistryCommand {
  @Parameters(paramLabel = "IMAGE")
  String image = "";

  @Option(names = "--platform", paramLabel = "OS/ARCH[,...]")
  @Nullable String platform;

  @Option(names = "--watch", paramLabel = "INTERVAL", converter = Interval.class)
  @Nullable Duration watch;

  @Option(names = "--to", paramLabel = "REPOSITORY[:TAG]")
  @Nullable String to;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  private final RemoteRegistries remotes;

  MirrorCommand(Opening opening) {
    super(opening);
    remotes = RemoteRegistries.ofUser(opening.settings());
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    OutsideRegistries.Source from = new OutsideRegistries(opening().settings().get()).source(image);
    RemoteImage source = from.image();
    Optional<Platforms> choice = Optional.ofNullable(platform).map(Platforms::parse);
    Optional<RegistryAddress> outside = outside(workspace);
    ImageReference target;
    Registry registry;
    String host;
    WayOut way = WayOut.OF_MACHINE;
    if (outside.isPresent()) {
      host = outside.get().registry();
      target = target(source, host);
      registry = remotes.open(outside.get()).registry();
    } else {
      StackOptions options = taking(workspace);
      host = Words.localhost(options.nodePort());
      target = target(source, host);
      way = wayInto(workspace, options, account, from.at(remotes));
      registry = registry(workspace, options, account);
    }
    String local = host + "/" + target.repository();
    try (WayOut out = way;
        RemoteRegistries.Remote remote = from.open(remotes, out)) {
      Mirror mirror =
          new Mirror(
              remote.registry().source(source.repository()),
              source.reference(),
              registry.sink(target.repository()),
              target.tag(),
              choice);
      mirror.round(progress()).ifPresent(copied -> tell(copied, local, target.tag()));
      Duration pause = watch;
      if (pause == null) {
        return 0;
      }
      String every = pause.toString().substring(2).toLowerCase(Locale.ROOT);
      output().note(Messages.of("watching", source, every));
      while (true) {
        Thread.sleep(pause);
        again(mirror, local, target.tag());
      }
    }
  }

  /// What fails in one round may work in the next.
  private void again(Mirror mirror, String local, String tag) throws InterruptedException {
    try {
      mirror.round(progress()).ifPresent(copied -> tell(copied, local, tag));
    } catch (MooringException e) {
      output().problem(e.problem());
    }
  }

  /// @param host of the registry that is filled: a name of another is no name there
  private ImageReference target(RemoteImage source, String host) {
    if (to == null) {
      return new ImageReference("", source.repository(), source.tag(), "");
    }
    ImageReference asked = ImageReference.parse(to);
    if (!asked.host().isEmpty() && !asked.host().equals(host)) {
      throw refused(
          Messages.of("to-names-another-host", host, asked.host()),
          Messages.of("leave-the-host-out"));
    }
    if (!asked.digest().isEmpty()) {
      throw refused(Messages.of("to-has-a-digest"), Messages.of("leave-the-digest-out"));
    }
    return new ImageReference(
        "", asked.repository(), asked.tag().isEmpty() ? source.tag() : asked.tag(), "");
  }

  private MooringException refused(String why, String remedy) {
    return new Problem(
            Code.INVALID_NAME, Messages.of("cannot-mirror-to", to), why, new Remedy.Advice(remedy))
        .raise();
  }

  private void tell(Copied copied, String repository, String tag) {
    String name = repository + (tag.isEmpty() ? "" : ":" + tag);
    CopyReport report = new CopyReport(copied, Optional.ofNullable(platform).map(Platforms::parse));
    if (json()) {
      output().json(report.json(name));
    } else {
      report.print(output(), name);
    }
  }
}
