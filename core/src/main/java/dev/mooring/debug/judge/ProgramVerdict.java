package dev.mooring.debug.judge;

import dev.mooring.debug.program.TargetProgram;
import dev.mooring.document.Printable;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import java.util.Optional;

/// What the program itself says about attaching Delve to it.
final class ProgramVerdict {
  /// No debugger that Mooring brings reads it.
  static final String PROGRAM = "debug.program";

  /// Its debugger can be brought only when it starts.
  static final String RUNTIME = "debug.runtime";

  private ProgramVerdict() {}

  static void judge(Optional<TargetProgram> known, Findings findings) {
    if (known.isEmpty()) {
      findings.fact(Messages.of("program"), Messages.of("seen-when-attaching"));
      return;
    }
    TargetProgram program = known.get();
    findings.fact(
        Messages.of("program"),
        program.certain()
            ? Messages.of("program-is", program.name(), program.kind())
            : Messages.of("program-is-started", program.name(), program.kind()));
    if (program.wakes()) {
      findings.add(
          Finding.ok(
              "debug.signal", Messages.of("program-subject"), Messages.of("opens-its-inspector")));
    }
    if (program.certain()) {
      blocker(program).ifPresent(findings::add);
    }
  }

  /// An image for another architecture doesn't start, which the container's state doesn't explain.
  static void architecture(TargetProgram program, String node, Findings findings) {
    String image = program.architecture();
    if (!image.isEmpty() && !node.equals("unknown") && !image.equals(node)) {
      findings.blocker(
          "image",
          Messages.of("image"),
          Messages.of("the-image-is-for", Printable.line(image, 40), node),
          Messages.of("use-an-image-for", node));
    }
  }

  static boolean isOfProgram(Finding finding) {
    return finding.id().equals(PROGRAM) || finding.id().equals(RUNTIME);
  }

  private static Optional<Finding> blocker(TargetProgram program) {
    return switch (program.language()) {
      case GO ->
          program.go().filter(each -> each.dwarf() == 0).isPresent()
              ? finding(
                  PROGRAM,
                  Messages.of("its-program-has-no-debug-information"),
                  Messages.of("build-it-without-ldflags-s-w"))
              : Optional.empty();
      case JVM ->
          finding(
              RUNTIME, Messages.of("it-is-a-jvm-without"), Messages.of("start-the-jvm-with-jdwp"));
      case PYTHON ->
          finding(
              RUNTIME,
              Messages.of("it-runs-without-debugger", program.kind()),
              Messages.of("start-python-with-debugpy"));
      case NODE ->
          program.wakes() || !program.closely()
              ? Optional.empty()
              : finding(
                  RUNTIME,
                  Messages.of("it-runs-without-debugger", program.kind()),
                  Messages.of("start-node-with-inspect"));
      case OTHER ->
          finding(
              PROGRAM,
              Messages.of("its-program-is-not-written-in", program.name()),
              Messages.of("choose-the-container-that-runs-the"));
    };
  }

  private static Optional<Finding> finding(String id, String sentence, String whatToDo) {
    return Optional.of(
        Finding.blocker(id, Messages.of("program-subject"), sentence, new Remedy.Advice(whatToDo)));
  }
}
