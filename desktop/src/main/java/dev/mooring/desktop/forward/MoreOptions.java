package dev.mooring.desktop.forward;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.forward.ForwardSpec;
import javafx.scene.control.Button;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Unfolds the options that few need; unfolded at once where one of them is set.
final class MoreOptions extends Button {
  private final ForwardOptions options;
  private final FontIcon arrow = new FontIcon(Feather.CHEVRON_RIGHT);

  MoreOptions(ForwardOptions options, @Nullable ForwardSpec changed) {
    this.options = options;
    setId("forward-more");
    setGraphic(arrow);
    getStyleClass().add(Styles.FLAT);
    setOnAction(event -> fold(options.isVisible()));
    fold(changed == null || isPlain(options, changed));
  }

  private void fold(boolean folded) {
    Controls.show(options, !folded);
    arrow.setIconCode(folded ? Feather.CHEVRON_RIGHT : Feather.CHEVRON_DOWN);
    setText(folded ? Messages.of("more-options") : Messages.of("fewer-options"));
  }

  private static boolean isPlain(ForwardOptions options, ForwardSpec changed) {
    ForwardSpec plain = ForwardSpec.of("", changed.target(), 0);
    return options.on(plain).equals(plain);
  }
}
