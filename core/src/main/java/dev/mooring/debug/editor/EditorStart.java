package dev.mooring.debug.editor;

import dev.mooring.platform.Directories;
import dev.mooring.platform.LoginShell;
import dev.mooring.platform.TerminalWindow;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/// Opens an editor at a session. Starts a program, so never on a window's thread.
public final class EditorStart {

  /// Runs a command line.
  interface Runner {
    void run(List<String> line) throws IOException;
  }

  private final Path directory;
  private final Programs programs;
  private final Runner window;
  private final Function<List<String>, Boolean> terminal;

  /// Asks the user's shell for its PATH: an application's own is shorter.
  ///
  /// @param directories below `state` are the files that editors read
  public static EditorStart ofUser(Directories directories) throws InterruptedException {
    String path =
        String.join(
            File.pathSeparator, System.getenv().getOrDefault("PATH", ""), LoginShell.path());
    return new EditorStart(
        directories.state().resolve("editors"),
        new Programs(path, Directories.home()),
        EditorStart::start,
        TerminalWindow::open);
  }

  EditorStart(
      Path directory, Programs programs, Runner window, Function<List<String>, Boolean> terminal) {
    this.directory = directory;
    this.programs = programs;
    this.window = window;
    this.terminal = terminal;
  }

  /// Returns before the editor is there.
  ///
  /// @return what the user does next
  /// @throws MooringException when the editor isn't installed, can't be started, or needs sources
  /// that aren't known
  public String open(Editor editor, Endpoint session) {
    String port = String.valueOf(session.address().getPort());
    Opening opening = editor.opening(session, directory.resolve(port));
    if (opening.needsSources() && session.sources().isEmpty()) {
      throw cannot(editor, Messages.of("sources-not-known"), Messages.of("choose-sources"), "");
    }
    Path program =
        programs
            .find(opening.programs())
            .orElseThrow(
                () ->
                    cannot(
                        editor,
                        Messages.of("not-found", opening.programs().getFirst()),
                        Messages.of("install-or-connect", session.hostAndPort()),
                        ""));
    List<String> line =
        Stream.concat(Stream.of(program.toString()), opening.arguments().stream()).toList();
    try {
      for (Map.Entry<Path, String> each : opening.files().entrySet()) {
        write(each.getKey(), each.getValue());
      }
      if (!opening.terminal()) {
        window.run(line);
      } else if (!terminal.apply(line)) {
        throw cannot(
            editor, Messages.of("no-terminal"), Messages.of("run-it-yourself", words(line)), "");
      }
    } catch (IOException e) {
      throw cannot(
          editor,
          Messages.of("could-not-start"),
          Messages.of("install-or-connect", session.hostAndPort()),
          String.valueOf(e.getMessage()));
    }
    return opening.next();
  }

  private static String words(List<String> line) {
    return String.join(
        " ", line.stream().map(each -> each.contains(" ") ? '"' + each + '"' : each).toList());
  }

  /// A checkout may hold a link by which the file would be written elsewhere.
  private static void write(Path file, String content) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent(), "a file in a directory");
    Files.createDirectories(parent, mode(parent, "rwx------"));
    for (Path each : List.of(parent, file)) {
      if (Files.isSymbolicLink(each)) {
        throw new IOException(each + " is a symbolic link");
      }
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(file, mode(file, "rw-------"));
    }
    Files.writeString(file, content);
  }

  private static FileAttribute<?>[] mode(Path file, String permissions) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static void start(List<String> line) throws IOException {
    Process started =
        new ProcessBuilder(line)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    started.getOutputStream().close();
  }

  private static MooringException cannot(
      Editor editor, String why, String whatToDo, String detail) {
    return new Problem(
            Code.EDITOR_NOT_OPENED,
            Messages.of("cannot-open", editor.name()),
            why,
            new Remedy.Advice(whatToDo),
            detail)
        .raise();
  }
}
