package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.EngineImage;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.engine.Engine;
import dev.mooring.engine.Engines;
import dev.mooring.engine.docker.DockerEngine;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "push")
final class PushCommand extends RegistryCommand {
  @Parameters(paramLabel = "IMAGE|FILE")
  String source = "";

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME")
  @Nullable String name;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  PushCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Path file = archive(source);
    if (file != null) {
      if (name == null) {
        throw new Problem(
                Code.INVALID_NAME,
                Messages.of("no-name-for", source),
                Messages.of("an-archive-does-not-say-what"),
                new Remedy.Command(
                    Messages.of("add-a-name"), "mooring push " + source + " --tag ana/app:1"))
            .raise();
      }
      ImageReference target = target(name);
      StackOptions options = taking(workspace);
      Registry registry = registry(workspace, options, account);
      return tell(registry.push(file, target, progress()), target, options);
    }
    ImageReference target = target(name == null ? source : name);
    try (Engine engine = Engines.find(DockerEngine::open)) {
      output().note(Messages.of("taking-from", source, engine.description()));
      StackOptions options = taking(workspace);
      Registry registry = registry(workspace, options, account);
      return tell(EngineImage.push(engine, source, registry, target, progress()), target, options);
    }
  }

  /// The file of that name. An image's name may be none on this system: `app:1` on Windows.
  private static @Nullable Path archive(String text) {
    try {
      Path file = Path.of(text);
      return Files.isRegularFile(file) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private int tell(Digest digest, ImageReference target, StackOptions options) {
    String local = Words.localhost(options.nodePort()) + "/" + target;
    if (json()) {
      output().json(Map.of("image", local, "digest", digest.text()));
    } else {
      output().line(local + "@" + digest);
    }
    return 0;
  }

  /// The name inside this registry: whatever registry the image was named for.
  private static ImageReference target(String text) {
    ImageReference parsed = ImageReference.parse(text);
    return new ImageReference(
        "", parsed.repository(), parsed.tag().isEmpty() ? "latest" : parsed.tag(), "");
  }
}
