package dev.mooring.desktop.terminal;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.editor.Editor;
import dev.mooring.debug.editor.EditorStart;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Subscription;
import dev.mooring.platform.Directories;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "debug")
final class DebugCommand extends ClusterCommand {
  @Parameters(arity = "0..1", paramLabel = "TARGET")
  String target = "";

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME")
  String container = "";

  @Option(names = "--process", paramLabel = "NAME|PID")
  String process = "";

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", converter = Port.Local.class)
  int port;

  @Option(names = "--helper-image", paramLabel = "IMAGE")
  @Nullable String helperImage;

  @Option(names = "--source", paramLabel = "DIR")
  Path source = Path.of("");

  @Option(
      names = "--open",
      paramLabel = "EDITOR",
      converter = EditorNames.class,
      completionCandidates = EditorNames.class)
  @Nullable Editor open;

  @Option(names = "--judge")
  boolean judge;

  @Mixin StartOptions start = new StartOptions();

  /// Another one in tests.
  Asking asking = question -> Question.answer(output(), question);

  /// Puts a question to whoever sits there.
  interface Asking {
    /// Empty where nobody can answer.
    Optional<String> answer(String question);
  }

  DebugCommand(Opening opening) {
    super(opening);
  }

  /// Only a command names an option.
  @Override
  Problem told(Problem problem) {
    return problem.code() == Code.CONTAINER_NEEDED
        ? new Problem(
            problem.code(),
            problem.what(),
            problem.why(),
            new Remedy.Advice(Messages.of("name-the-container", target)))
        : problem;
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    String in = workloadNamespace(workspace);
    if (!target.isEmpty()) {
      return debug(workspace, new DebugTarget(in, target, container));
    }
    Debuggable all = Debuggable.in(workspace, in);
    if (json()) {
      output().json(all.json());
      return 0;
    }
    if (all.rows().isEmpty()) {
      output().note(Messages.of("nothing-to-debug", in));
      return ExitCode.USAGE;
    }
    show(all.table());
    if (all.leftOut() > 0) {
      output().note(Messages.of("more-workloads", Debuggable.MOST, all.leftOut()));
    }
    if (judge) {
      return 0;
    }
    Optional<Debuggable.Row> chosen = choose(all.rows());
    if (chosen.isEmpty()) {
      output().note(Messages.of("name-a-workload", all.rows().getFirst().workload()));
      return ExitCode.USAGE;
    }
    Debuggable.Row row = chosen.get();
    return debug(workspace, new DebugTarget(in, row.workload(), row.container()));
  }

  /// Empty where nobody answers, or with no number of the list.
  private Optional<Debuggable.Row> choose(List<Debuggable.Row> rows) {
    return asking
        .answer(Messages.of("which-number", rows.size()))
        .map(String::strip)
        .filter(typed -> typed.matches("[0-9]{1,4}"))
        .map(Integer::parseInt)
        .filter(number -> number >= 1 && number <= rows.size())
        .map(number -> rows.get(number - 1));
  }

  private int debug(Workspace workspace, DebugTarget asked) throws InterruptedException {
    if (judge) {
      Verdict verdict = workspace.debugger().judge(asked);
      VerdictLines.print(verdict, output(), json());
      return verdict.possible() ? 0 : 1;
    }
    String image = helperImage == null ? opening().settings().get().debugImage() : helperImage;
    DebugOptions options =
        new DebugOptions(image, port, source.toAbsolutePath().toString(), process, start.mode());
    start.confirm(workspace.debugger(), asked, output());
    try (DebugSession session = workspace.debugger().attach(asked, options, progress())) {
      print(session);
      open(session);
      CountDownLatch ended = new CountDownLatch(1);
      try (Subscription ignored = session.state().subscribe(state -> tell(state, ended));
          Subscription refusals = session.refusals().subscribe(this::tellNewest);
          Subscription pressing = session.pressing().subscribe(this::warn);
          Subscription reachable = opening().reachable()) {
        ended.await();
      } finally {
        output().note(start.ending());
      }
      DebugSession.State last = session.state().get();
      if (last.problem() != null) {
        throw last.problem().raise();
      }
    }
    return 0;
  }

  /// A session that no editor could be opened at is still there for others.
  private void open(DebugSession session) throws InterruptedException {
    Editor editor = open;
    if (editor == null) {
      return;
    }
    try {
      Endpoint here = session.endpoint().orElseThrow(() -> OpenEditorCommand.onlyDelve(editor));
      output().note(EditorStart.ofUser(Directories.ofUser()).open(editor, here));
    } catch (MooringException e) {
      output().problem(e.problem());
    }
  }

  private void tell(DebugSession.State state, CountDownLatch ended) {
    if (!json()) {
      output().note(state.words());
    }
    if (state.phase() == DebugSession.Phase.ENDED) {
      ended.countDown();
    }
  }

  private void warn(Optional<String> pressing) {
    if (!json()) {
      pressing.ifPresent(output()::alarm);
    }
  }

  private void tellNewest(List<Problem> refused) {
    if (!refused.isEmpty() && !json()) {
      output().note(refused.getLast().what() + ": " + refused.getLast().why());
    }
  }

  private void print(DebugSession session) {
    String address = "127.0.0.1:" + session.address().getPort();
    List<DebugSession.Handover> handovers = session.handovers();
    if (json()) {
      output()
          .json(
              Map.of(
                  "address", address,
                  "protocol", session.protocol().name().toLowerCase(Locale.ROOT),
                  "pod", session.verdict().namespace() + "/" + session.verdict().pod(),
                  "container", session.verdict().container(),
                  "binary", session.binary(),
                  "sources", session.sources().words(),
                  "handovers",
                      handovers.stream()
                          .map(each -> Map.of("editor", each.editor(), "text", each.text()))
                          .toList()));
      return;
    }
    output().line(attached(session, address));
    if (session.endpoint().isPresent()) {
      output().line(Messages.of("connect-or-open", address));
    } else {
      handovers.forEach(this::print);
    }
    output().note(start.howToEnd());
  }

  private static String attached(DebugSession session, String address) {
    String namespace = session.verdict().namespace();
    String pod = session.verdict().pod();
    String container = session.verdict().container();
    String binary = session.binary();
    return session.protocol() == DebugProtocol.DELVE
        ? Messages.of(
            "delve-is-attached-to-container-at", namespace, pod, container, binary, address)
        : Messages.of("forwarded-at", namespace, pod, container, binary, address);
  }

  private void print(DebugSession.Handover each) {
    output().line("");
    output().line("# " + each.editor());
    output().text(each.text());
  }
}
