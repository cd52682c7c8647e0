package dev.mooring.desktop.report;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FileField;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;

/// Where a report for the maintainers is written, and whether it has names.
public final class ReportCard {
  private static final String NAME = "mooring-report";

  private ReportCard() {}

  /// Gathers a report; blocks on the cluster.
  public interface Source {
    Report gather() throws InterruptedException;
  }

  /// @param home where the file is proposed
  /// @param jobs where it is gathered and written
  public static void open(Surface surface, Path home, Jobs jobs, Source source) {
    FileField file =
        FileField.file(
            "report-file", unused(home), Messages.of("file"), Messages.of("save-a-report"));
    CheckBox names = new CheckBox(Messages.of("include-names"));
    names.setId("report-names");
    Form form = new Form(Messages.of("save-a-report"));
    Button start =
        Controls.primary(
            Messages.of("save"),
            () ->
                file.path()
                    .ifPresentOrElse(
                        path -> {
                          surface.closeCard();
                          save(
                              jobs,
                              source,
                              path,
                              names.isSelected() ? Report.Names.KEPT : Report.Names.LEFT_OUT);
                        },
                        () -> refuse(form, file)));
    start.setId("report-save");
    start.disableProperty().bind(file.text().textProperty().map(String::isBlank));
    form.add(Controls.text(Messages.of("it-contains"), Tokens.SECONDARY))
        .field(Messages.of("file"), file, "")
        .add(names)
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(480);
    surface.open(form);
  }

  private static void save(Jobs jobs, Source source, Path file, Report.Names names) {
    jobs.start(
        Messages.of("saving"),
        progress -> {
          source.gather().write(file, names);
          return file;
        },
        written -> Messages.of("saved", written.toAbsolutePath()));
  }

  private static void refuse(Form form, FileField file) {
    file.text().pseudoClassStateChanged(Styles.STATE_DANGER, true);
    form.refuse(
        new Problem(
            Code.FILE_NOT_WRITABLE,
            Messages.of("cannot-save-the-report"),
            Messages.of("no-file-can-be-called", file.text().getText()),
            new Remedy.Advice(Messages.of("choose-another-name"))));
  }

  /// A report never replaces another file.
  private static Path unused(Path home) {
    Path first = home.resolve(NAME + ".zip");
    for (int i = 2; Files.exists(first) && i < 100; i++) {
      Path next = home.resolve(NAME + "-" + i + ".zip");
      if (!Files.exists(next)) {
        return next;
      }
    }
    return first;
  }
}
