package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Build;
import dev.mooring.debug.inspect.Frame;
import dev.mooring.debug.inspect.Instruction;
import dev.mooring.debug.inspect.ProgramCode;
import dev.mooring.debug.source.Checkout;
import dev.mooring.debug.source.Sources;
import dev.mooring.desktop.debugger.CodeLine.Look;
import dev.mooring.desktop.debugger.CodeLine.Span;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The code that is in view: the user's own source where it's found, else instructions. On the UI's
/// thread.
final class CodeViewModel {
  private final Sources found;
  private final ProgramCode program;
  private final Asking asking;
  private final SettingsFile settings;
  private final ReadOnlyObjectWrapper<Code> code = new ReadOnlyObjectWrapper<>(Code.nothing());
  private final ReadOnlyObjectWrapper<@Nullable Frame> at = new ReadOnlyObjectWrapper<>();
  private final Object looking = new Object();

  /// Found in the background, once, and again where somebody chose a directory.
  private volatile @Nullable LocalSources sources;

  private volatile @Nullable Build build;

  /// @param found the sources that the session knows of
  CodeViewModel(Sources found, ProgramCode program, Asking asking, SettingsFile settings) {
    this.found = found;
    this.program = program;
    this.asking = asking;
    this.settings = settings;
  }

  ReadOnlyObjectProperty<Code> code() {
    return code.getReadOnlyProperty();
  }

  /// The call in view.
  ReadOnlyObjectProperty<@Nullable Frame> at() {
    return at.getReadOnlyProperty();
  }

  void show(Frame frame) {
    asking.moved();
    Code before = code.get();
    asking.ask(
        Messages.of("reading-the-source"),
        progress -> read(frame, before),
        next -> {
          code.set(next);
          at.set(frame);
        });
  }

  /// Shows a source where it's found, with nothing in it as the current line.
  void open(String file, long line) {
    asking.ask(
        Messages.of("reading-the-source"),
        progress -> {
          Frame frame = new Frame("", file, line, 0);
          return sources().find(file).isPresent() ? read(frame, Code.nothing()) : Code.nothing();
        },
        next -> {
          if (!next.lines().isEmpty()) {
            code.set(next);
          }
        });
  }

  /// What is found of the program from now on is of another one.
  void forget() {
    leave();
    build = null;
    sources = null;
  }

  /// What is shown stays; nothing in it is the current line.
  void leave() {
    asking.moved();
    at.set(null);
  }

  /// @param refused told why it isn't the program's
  void use(Path chosen, Consumer<String> refused) {
    Frame frame = at.get();
    asking.order(
        Messages.of("reading-the-source"),
        progress -> {
          Build of = build();
          Optional<Path> its = Checkout.of(of.module(), chosen);
          if (its.isPresent()) {
            settings.update(s -> s.withSourceDirectory(of.module(), its.get().toString()));
            sources = null;
          }
          return its.isPresent() ? "" : refusal(of, chosen);
        },
        why -> {
          if (!why.isEmpty()) {
            refused.accept(why);
          } else if (frame != null) {
            show(frame);
          }
        });
  }

  private static String refusal(Build of, Path chosen) {
    return of.module().isEmpty()
        ? Messages.of("program-names-no-module")
        : Messages.of("folder-is-not-of-module", chosen, of.module());
  }

  private Code read(Frame frame, Code before) throws InterruptedException {
    if (frame.file().equals(before.file()) && !before.assembly()) {
      return new Code(
          before.file(),
          before.title(),
          before.lines(),
          false,
          false,
          warning(before.lines(), frame));
    }
    Optional<Path> file = frame.file().isEmpty() ? Optional.empty() : sources().find(frame.file());
    if (file.isPresent()) {
      try {
        List<CodeLine> lines = LocalSources.read(file.get());
        return new Code(
            frame.file(), file.get().toString(), lines, false, false, warning(lines, frame));
      } catch (IOException e) {
        // It went a moment ago: as if it had never been there.
      }
    }
    List<CodeLine> instructions =
        program.disassemble(frame.pc()).stream().map(CodeViewModel::line).toList();
    return new Code(
        frame.file(),
        Messages.of("no-source-of", frame.file()),
        instructions,
        true,
        sources().directory().isEmpty(),
        "");
  }

  /// What the place says, or else what the session's own look at all files said.
  private String warning(List<CodeLine> lines, Frame frame) {
    String here = Freshness.warning(lines, frame);
    return here.isEmpty() && found.compared().changed().contains(frame.file())
        ? Messages.of("stale-file")
        : here;
  }

  private static CodeLine line(Instruction each) {
    String file = each.file().substring(each.file().lastIndexOf('/') + 1);
    return new CodeLine(
        each.line(),
        Long.toHexString(each.pc()),
        List.of(
            new Span(each.text() + "    ", Look.PLAIN),
            new Span("// " + file + ":" + each.line(), Look.COMMENT)),
        each.pc());
  }

  private LocalSources sources() throws InterruptedException {
    Build of = build();
    synchronized (looking) {
      LocalSources known = sources;
      if (known == null) {
        String kept = settings.settings().get().sourceDirectories().getOrDefault(of.module(), "");
        known =
            LocalSources.of(
                of,
                kept,
                found.directory(),
                Path.of(System.getProperty("user.dir")),
                Path.of(System.getProperty("user.home")));
        sources = known;
      }
      return known;
    }
  }

  private Build build() throws InterruptedException {
    synchronized (looking) {
      Build known = build;
      if (known == null) {
        try {
          known = program.build();
        } catch (MooringException e) {
          known = new Build("", "", "", ""); // built without modules, or it doesn't say
        }
        build = known;
      }
      return known;
    }
  }
}
