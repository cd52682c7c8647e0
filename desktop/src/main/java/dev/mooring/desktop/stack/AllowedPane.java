package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Who is allowed something, as sentences, each with a button that takes it away.
///
/// @param <E> an entry of the list
abstract class AllowedPane<E> extends StackPane {
  private final VBox list = new VBox();

  /// @param nobody what it says where the list is empty
  AllowedPane(AllowedViewModel<E> model, Surface surface, String nobody) {
    FaceView<List<E>> face =
        new FaceView<>(
            model.list().face(),
            surface,
            model::read,
            list,
            this::fill,
            List::isEmpty,
            Controls.text(nobody, Tokens.SECONDARY));
    face.setAlignment(Pos.CENTER_LEFT);
    getChildren().add(face);
  }

  private void fill(List<E> entries) {
    list.getChildren().setAll(entries.stream().map(this::row).toList());
  }

  abstract Node row(E entry);

  /// An entry's line: a picture, words, buttons.
  static Node line(Node... parts) {
    HBox row = new HBox(Tokens.GAP, parts);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add(Tokens.CHECK_ROW);
    return row;
  }
}
