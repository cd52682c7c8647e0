package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.EngineImage;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.engine.Engine;
import dev.mooring.engine.Engines;
import dev.mooring.engine.docker.DockerEngine;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.archive.OpenedArchive;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "push")
final class PushCommand extends RegistryCommand {
  private static final Pattern LIKE_A_PATH =
      Pattern.compile("(?:[./~\\\\]|[A-Za-z]:\\\\).*|.*[/\\\\]");
  private static final Pattern LIKE_AN_ARCHIVE =
      Pattern.compile(".*\\.(?:tar|tgz|tar\\.gz|tar\\.zst)", Pattern.CASE_INSENSITIVE);

  @Parameters(paramLabel = "IMAGE|FILE")
  String source = "";

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME")
  @Nullable String name;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  /// Another one in tests.
  CopyCommand.LocalEngine engines = () -> Engines.find(DockerEngine::open);

  PushCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Path file = archive(source);
    if (file != null) {
      OpenedArchive.check(file);
      if (name == null) {
        throw new Problem(
                Code.INVALID_NAME,
                Messages.of("no-name-for", source),
                Messages.of("an-archive-does-not-say-what"),
                new Remedy.Command(
                    Messages.of("add-a-name"), "mooring push " + source + " --tag ana/app:1"))
            .raise();
      }
      try (Target to = target(workspace, name)) {
        return tell(to.registry().push(file, to.image(), progress()), to);
      }
    }
    String wanted = name == null ? source : name;
    ImageReference.parse(wanted);
    try {
      return image(workspace, wanted);
    } catch (MooringException e) {
      // An image may be named as the folder that it is built in.
      Code code = e.problem().code();
      if ((code == Code.ENGINE_UNREACHABLE || code == Code.IMAGE_MISSING)
          && Files.isDirectory(Path.of(source))) {
        OpenedArchive.check(Path.of(source));
      }
      throw code == Code.ENGINE_UNREACHABLE ? withoutEngine(e.problem()).raise(e) : e;
    }
  }

  /// What is pushed from an archive needs none.
  private static Problem withoutEngine(Problem problem) {
    return new Problem(
        problem.code(),
        problem.what(),
        problem.why(),
        new Remedy.Command(
            Messages.of("or-push-an-archive", problem.remedy().words()), "mooring push FILE.tar"),
        problem.detail());
  }

  private int image(Workspace workspace, String wanted) throws InterruptedException {
    try (Engine engine = engines.find()) {
      output().note(Messages.of("taking-from", source, engine.description()));
      try (Target to = target(workspace, wanted)) {
        return tell(EngineImage.push(engine, source, to.registry(), to.image(), progress()), to);
      }
    }
  }

  /// Where it goes.
  ///
  /// @param host of the registry as image names have it
  private record Target(
      Registry registry, String host, ImageReference image, Optional<RemoteRegistries.Remote> open)
      implements AutoCloseable {
    @Override
    public void close() {
      open.ifPresent(RemoteRegistries.Remote::close);
    }
  }

  /// A name that was given leads to an added registry that it begins with; else `--registry` says
  /// where.
  private Target target(Workspace workspace, String text) throws InterruptedException {
    Optional<OutsideRegistries.Named> named =
        name == null
            ? Optional.empty()
            : new OutsideRegistries(opening().settings().get()).named(name);
    Optional<RegistryAddress> outside =
        named.isPresent() ? named.map(OutsideRegistries.Named::place) : outside(workspace);
    if (outside.isPresent()) {
      RemoteRegistries.Remote remote =
          RemoteRegistries.ofUser(opening().settings()).open(outside.get());
      return new Target(
          remote.registry(),
          outside.get().registry(),
          tagged(
              named
                  .map(OutsideRegistries.Named::image)
                  .orElseGet(() -> ImageReference.parse(text))),
          Optional.of(remote));
    }
    ImageReference image = tagged(ImageReference.parse(text));
    StackOptions options = taking(workspace);
    return new Target(
        registry(workspace, options, account),
        Words.localhost(options.nodePort()),
        image,
        Optional.empty());
  }

  /// What is meant by a text that names a file or folder, there or not. An image's name may be no
  /// path on this system: `app:1` on Windows.
  private static @Nullable Path archive(String text) {
    try {
      Path path = Path.of(text);
      boolean named =
          Files.isRegularFile(path)
              || OpenedArchive.isLayout(path)
              || LIKE_A_PATH.matcher(text).matches()
              || LIKE_AN_ARCHIVE.matcher(text).matches();
      return named ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private int tell(Digest digest, Target to) {
    String local = to.host() + "/" + to.image();
    if (json()) {
      output().json(Map.of("image", local, "digest", digest.text()));
    } else {
      output().line(local + "@" + digest);
    }
    return 0;
  }

  /// The name inside this registry: whatever registry the image was named for.
  private static ImageReference tagged(ImageReference parsed) {
    return new ImageReference(
        "", parsed.repository(), parsed.tag().isEmpty() ? "latest" : parsed.tag(), "");
  }
}
