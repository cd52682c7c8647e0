package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.registry.transfer.PlatformChoice;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Copies an image from one registry into another, or to another name, byte for byte.
@Command(name = "copy")
final class CopyCommand extends RegistryCommand {
  @Parameters(index = "0", paramLabel = "FROM")
  String from = "";

  @Parameters(index = "1", paramLabel = "TO")
  String to = "";

  @Option(names = "--platform", paramLabel = "OS/ARCH")
  @Nullable String platform;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  CopyCommand(Opening opening) {
    super(opening);
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
    Optional<PlatformChoice> choice = Optional.ofNullable(platform).map(PlatformChoice::parse);
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
              .run(reference, tag, choice, progress());
      CopyReport report = new CopyReport(copied, String.valueOf(platform));
      if (json()) {
        output().json(report.json(target.name(tag)));
      } else {
        report.print(output(), target.name(tag));
      }
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
