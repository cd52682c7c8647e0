package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.stack.CancelledInstall;
import dev.mooring.stack.Stack;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What went wrong last, or what a cancelled install left, with the ways out.
final class TroublePane extends VBox {
  private final StackViewModel model;
  private final StackQuestions questions;
  private final Surface surface;

  TroublePane(StackViewModel model, StackQuestions questions, Surface surface) {
    this.model = model;
    this.questions = questions;
    this.surface = surface;
  }

  void show(Job.@Nullable Snapshot work) {
    CancelledInstall left = model.left().get();
    if (work != null && work.state() instanceof JobState.Failed failed) {
      getChildren().setAll(new ProblemPane(failed.problem(), surface, ways(failed.problem())));
    } else if (left != null) {
      getChildren().setAll(new ProblemPane(left.problem(), surface, ways(left)));
    } else {
      getChildren().clear();
    }
    Controls.show(this, !getChildren().isEmpty());
  }

  /// Beside the remedy.
  private Button[] ways(Problem problem) {
    Button dismiss = Controls.button(Messages.of("dismiss"), model::dismiss);
    return problem.code() == Code.INSTALL_BLOCKED
        ? new Button[] {
          Controls.button(Messages.of("install-anyway"), questions::installAnyway), dismiss
        }
        : new Button[] {dismiss};
  }

  /// Beside Install, which the problem itself offers.
  private Button[] ways(CancelledInstall left) {
    Button dismiss = Controls.button(Messages.of("dismiss"), model::dismiss);
    return left.removable()
        ? new Button[] {
          Controls.button(Messages.of("uninstall"), () -> questions.uninstall(Stack.DataFate.KEEP)),
          dismiss
        }
        : new Button[] {dismiss};
  }
}
