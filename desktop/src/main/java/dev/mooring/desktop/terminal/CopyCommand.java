package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.engine.Engine;
import dev.mooring.engine.Engines;
import dev.mooring.engine.docker.DockerEngine;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.registry.transfer.PlatformChoice;
import dev.mooring.registry.transfer.Platforms;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Copies an image from one registry into another, or to another name, byte for byte.
@Command(name = "copy")
final class CopyCommand extends RegistryCommand {
  @Parameters(index = "0", paramLabel = "FROM")
  String from = "";

  @Parameters(index = "1", paramLabel = "TO")
  String to = "";

  @Option(names = "--platform", paramLabel = "OS/ARCH[,...]")
  @Nullable String platform;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  @Spec CommandSpec command = CommandSpec.create();

  /// Another one in tests.
  LocalEngine engines = () -> Engines.find(DockerEngine::open);

  /// Finds the local Docker or Podman.
  interface LocalEngine {
    Engine find() throws InterruptedException;
  }

  CopyCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    Optional<EngineName> local = EngineName.parse(from);
    if (local.isPresent() && (local.get().image().isEmpty() || EngineName.parse(to).isPresent())) {
      throw new ParameterException(command.commandLine(), Messages.of("engine-to-registry"));
    }
    if (local.isPresent() && platform != null) {
      throw new ParameterException(command.commandLine(), Messages.of("engine-has-one-platform"));
    }
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    return copy(() -> workspace);
  }

  /// Between other registries it needs no kubeconfig.
  @Override
  int run() throws InterruptedException {
    return opening().kubeconfig().exists() ? super.run() : copy(this::workspace);
  }

  private int copy(Supplier<Workspace> workspace) throws InterruptedException {
    Optional<EngineName> local = EngineName.parse(from);
    Optional<EngineName> toEngine = EngineName.parse(to);
    if (local.isPresent()) {
      return push(workspace, local.get());
    }
    if (toEngine.isPresent()) {
      return pull(
          workspace, toEngine.get(), Optional.ofNullable(platform).map(PlatformChoice::parse));
    }
    Optional<Platforms> platforms = Optional.ofNullable(platform).map(Platforms::parse);
    ClusterWays ways = new ClusterWays(this, account);
    try (ImagePlace source =
            ImagePlace.find(
                opening(), workspace, ways, place -> wayFrom(workspace, ways, place), from);
        ImagePlace target =
            ImagePlace.find(
                opening(),
                workspace,
                ways,
                place -> WayOut.OF_MACHINE,
                to.endsWith("/") ? to + source.repository() : to)) {
      target.options().ifPresent(CopyCommand::demandPushes);
      String reference = source.reference().isEmpty() ? "latest" : source.reference();
      String tag = tag(reference, target.reference());
      Copied copied =
          new ImageCopy(
                  source.registry().source(source.repository()),
                  target.registry().sink(target.repository()))
              .run(reference, tag, platforms, progress());
      CopyReport report = new CopyReport(copied, platforms);
      if (json()) {
        output().json(report.json(target.name(tag)));
      } else {
        report.print(output(), target.name(tag));
      }
    }
    return 0;
  }

  private int push(Supplier<Workspace> workspace, EngineName image) throws InterruptedException {
    String repository = ImageReference.parse(image.image()).repository();
    try (ImagePlace target =
            ImagePlace.find(
                opening(),
                workspace,
                new ClusterWays(this, account),
                place -> WayOut.OF_MACHINE,
                to.endsWith("/") ? to + repository : to);
        Engine engine = engines.find()) {
      target.options().ifPresent(CopyCommand::demandPushes);
      new EngineCopy(engine, output(), json(), progress()).push(image, target);
    }
    return 0;
  }

  private int pull(Supplier<Workspace> workspace, EngineName name, Optional<PlatformChoice> choice)
      throws InterruptedException {
    try (ImagePlace source =
            ImagePlace.find(
                opening(),
                workspace,
                new ClusterWays(this, account),
                place -> WayOut.OF_MACHINE,
                from);
        Engine engine = engines.find()) {
      new EngineCopy(engine, output(), json(), progress()).pull(source, name, choice);
    }
    return 0;
  }

  /// How an image of a registry elsewhere gets to where it is copied.
  private WayOut wayFrom(Supplier<Workspace> workspace, ClusterWays ways, RegistryAddress place)
      throws InterruptedException {
    Optional<StackOptions> into = ImagePlace.inCluster(opening(), workspace, ways, to);
    return into.isPresent()
        ? wayInto(workspace.get(), into.get(), account, place)
        : WayOut.OF_MACHINE;
  }

  /// The tag asked for, else the source's. What is copied by digest needs none.
  private static String tag(String source, String asked) {
    String tag = asked.isEmpty() ? source : asked;
    return tag.contains(":") ? "" : tag;
  }
}
