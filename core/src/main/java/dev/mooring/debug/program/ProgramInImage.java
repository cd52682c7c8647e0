package dev.mooring.debug.program;

import dev.mooring.debug.image.ImageStart;
import dev.mooring.debug.image.Images;
import dev.mooring.debug.running.Launch;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.registry.program.ElfFile;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.registry.program.RandomBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What an image says of the program that a container starts by it.
final class ProgramInImage {
  private static final int MOST_FILES = 3;
  private static final int MOST_PATHS = 12;
  private static final int LONGEST_SHEBANG = 256;

  private final Images images;
  private final ImageStart start;
  private final List<String> words;

  private ProgramInImage(Images images, ImageStart start, List<String> words) {
    this.images = images;
    this.start = start;
    this.words = words;
  }

  /// @return nothing where the registry doesn't have the image
  static Optional<ProgramInImage> of(Images images, TargetContainer target, String architecture)
      throws InterruptedException {
    return images
        .start(
            target.spec().at("image").textOrEmpty(),
            target.status().at("imageID").textOrEmpty(),
            architecture)
        .map(start -> new ProgramInImage(images, start, words(target.spec(), start)));
  }

  /// As Kubernetes has it: a command replaces both, arguments replace the image's own.
  private static List<String> words(Document container, ImageStart start) {
    List<String> command = container.at("command").texts();
    List<String> args = container.at("args").texts();
    return Stream.concat(
            (command.isEmpty() ? start.entrypoint() : command).stream(),
            (args.isEmpty() && command.isEmpty() ? start.command() : args).stream())
        .toList();
  }

  String architecture() {
    return start.architecture();
  }

  /// By names alone: no layer is read.
  Optional<TargetProgram> named() {
    return named(words, true);
  }

  private Optional<TargetProgram> named(List<String> line, boolean certain) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String first = line.getFirst();
    Optional<Language> own = Language.named(first);
    if (own.isPresent()) {
      return Optional.of(program(own.get(), first, Optional.empty(), certain));
    }
    return Language.launches(first)
        ? Launch.split(line.subList(1, line.size())).stream()
            .filter(each -> Language.named(each).isPresent())
            .findFirst()
            .map(each -> program(Language.named(each).orElseThrow(), each, Optional.empty(), false))
        : Optional.empty();
  }

  /// By the file, or by the files that a launcher is told of.
  Optional<TargetProgram> read() throws InterruptedException {
    Optional<TargetProgram> named = named();
    if (named.isPresent() || words.isEmpty()) {
      return named;
    }
    boolean launched = Language.launches(words.getFirst());
    Optional<TargetProgram> found = launched ? Optional.empty() : inFile(words.getFirst(), true);
    if (found.isPresent()) {
      return found;
    }
    List<String> files =
        Launch.split(words.subList(1, words.size())).stream()
            .filter(each -> each.startsWith("/"))
            .limit(MOST_FILES)
            .toList();
    for (String each : files) {
      found = inFile(each, false).filter(program -> program.language() != Language.OTHER);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// @param word a path, or a name that is looked for in the image's PATH
  private Optional<TargetProgram> inFile(String word, boolean certain) throws InterruptedException {
    for (String path : paths(word)) {
      Optional<Optional<TargetProgram>> found =
          images.file(start, path, (name, content) -> inFile(name, content, certain));
      if (found.isPresent()) {
        return found.get();
      }
    }
    return Optional.empty();
  }

  private List<String> paths(String word) {
    if (word.startsWith("/")) {
      return List.of(word);
    }
    if (word.contains("/")) {
      return List.of(start.directory() + "/" + word);
    }
    return Arrays.stream(start.environment().getOrDefault("PATH", "/bin:/usr/bin").split(":", 64))
        .limit(MOST_PATHS)
        .map(each -> each + "/" + word)
        .toList();
  }

  private Optional<TargetProgram> inFile(String name, Path content, boolean certain)
      throws IOException, InterruptedException {
    try (FileChannel file = FileChannel.open(content)) {
      RandomBytes bytes = RandomBytes.of(file);
      if (ElfFile.read(bytes).isPresent()) {
        Optional<GoBinary> go = GoBinary.read(bytes);
        Language language = go.isPresent() ? Language.GO : named(name);
        return Optional.of(program(language, name, go, certain && !Language.launches(name)));
      }
      String line = new String(bytes.read(0, LONGEST_SHEBANG), StandardCharsets.UTF_8);
      return line.startsWith("#!") ? named(interpreter(line), certain) : Optional.empty();
    }
  }

  private static Language named(String file) {
    return Language.named(file).orElse(Language.OTHER);
  }

  /// "#!/usr/bin/env node" as "/usr/bin/env", "node"; then the words that start the script.
  private List<String> interpreter(String line) {
    List<String> all =
        new ArrayList<>(Launch.split(List.of(line.lines().findFirst().orElse("").substring(2))));
    if (all.size() > 1 && all.getFirst().endsWith("/env")) {
      all.removeFirst();
    }
    all.addAll(words.subList(1, words.size()));
    return all;
  }

  private TargetProgram program(
      Language language, String file, Optional<GoBinary> go, boolean certain) {
    return new TargetProgram(
        language,
        file,
        go,
        new Launch(words, start.environment()),
        certain,
        false,
        start.architecture(),
        0);
  }
}
