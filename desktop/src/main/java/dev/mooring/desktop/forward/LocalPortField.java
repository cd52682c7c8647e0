package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import java.util.function.IntConsumer;
import javafx.scene.control.TextField;

/// The port on this machine: offered until somebody types one. Empty for any free one.
final class LocalPortField extends TextField {
  private final TargetsViewModel targets;
  private boolean own;
  private String wanted = "";

  LocalPortField(TargetsViewModel targets) {
    this.targets = targets;
    setId("forward-local");
    setPromptText(Messages.of("automatic"));
    Controls.portOnly(this);
    setOnKeyTyped(event -> own = true);
  }

  /// Shows a port that stays, whatever the target's is.
  ///
  /// @param port 0 for any free one
  void show(int port) {
    own = true;
    setText(port == 0 ? "" : String.valueOf(port));
  }

  /// Offers a free one like that of the target, where nobody has typed one.
  void offer(String target) {
    wanted = target;
    if (!own && target.matches("\\d{1,5}")) {
      targets.offerPort(
          Integer.parseInt(target),
          free -> {
            if (!own && target.equals(wanted) && free > 0) {
              setText(String.valueOf(free));
            }
          });
    }
  }

  int port() {
    return getText().isEmpty() ? 0 : Integer.parseInt(getText());
  }

  /// What the user would lose.
  String typed() {
    return own ? getText() : "";
  }

  /// The port to take now: one that was only offered may have been taken since.
  void settle(IntConsumer then) {
    if (own || port() == 0) {
      then.accept(port());
    } else {
      targets.offerPort(port(), then);
    }
  }
}
