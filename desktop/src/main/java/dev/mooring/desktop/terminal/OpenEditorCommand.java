package dev.mooring.desktop.terminal;

import dev.mooring.debug.editor.Editor;
import dev.mooring.debug.editor.EditorStart;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.desktop.control.SessionEntry;
import dev.mooring.platform.Directories;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "open")
final class OpenEditorCommand extends SessionCommand {
  @Parameters(
      paramLabel = "EDITOR",
      converter = EditorNames.class,
      completionCandidates = EditorNames.class)
  Editor editor = Editor.all().getFirst();

  @Option(names = "--source", paramLabel = "DIR")
  Path source = Path.of("");

  @Option(names = "--print")
  boolean print;

  OpenEditorCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(SessionEntry session) throws InterruptedException {
    if (!session.speaksDelve()) {
      throw onlyDelve(editor);
    }
    Endpoint here = session.sources().endpoint(session.port(), source.toAbsolutePath());
    if (print) {
      output().text(editor.text(here));
      return 0;
    }
    String next = EditorStart.ofUser(Directories.ofUser()).open(editor, here);
    if (json()) {
      output().json(Map.of("opened", editor.id()));
    } else {
      output().line(next);
    }
    return 0;
  }

  static MooringException onlyDelve(Editor editor) {
    return new Problem(
            Code.EDITOR_NOT_OPENED,
            Messages.of("not-opened-for", editor.name()),
            Messages.of("only-delve-is-opened"),
            new Remedy.Advice(Messages.of("connect-it-by-hand")))
        .raise();
  }
}
