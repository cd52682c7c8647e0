package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The frame of a place: title, a sentence of truth, one primary action, the menu, a content and a
/// detail at the right.
public final class Page extends BorderPane {
  private final StateLabel sentence = new StateLabel();
  private final HBox actions = new HBox(Tokens.GAP);
  private final VBox body = new VBox();
  private @Nullable Runnable onDetailClosed;
  private @Nullable Node focusBefore;

  public Page(String title) {
    Label name = Controls.label(title, Tokens.PAGE_TITLE);
    name.setMinWidth(HBox.USE_PREF_SIZE);
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.setMinWidth(HBox.USE_PREF_SIZE);
    HBox head = new HBox(Tokens.GROUP, name, sentence, Controls.spacer(), actions);
    head.setAlignment(Pos.CENTER_LEFT);
    head.setMinHeight(36);
    head.getStyleClass().add(Tokens.PAGE_HEAD);
    body.getStyleClass().addAll(Tokens.PAGE, Tokens.PAGE_BODY);
    // Over the detail too: the buttons stay where they are when one opens.
    setTop(head);
    setCenter(body);
    Controls.show(sentence, false);
  }

  public void sentence(Tone tone, String words) {
    sentence.show(tone, words);
    Controls.show(sentence, !words.isEmpty());
  }

  /// Primary action first, menu last, in the order given.
  public void actions(Node... nodes) {
    if (actions.getChildren().equals(List.of(nodes))) {
      return;
    }
    boolean focused = actions.getChildren().stream().anyMatch(Node::isFocusWithin);
    actions.getChildren().setAll(nodes);
    if (focused && nodes.length > 0) {
      // Whoever pressed Connect finds Disconnect under the same key.
      nodes[0].requestFocus();
    }
  }

  /// Replaces what is below the head. The last node grows.
  public void content(Node... nodes) {
    body.getChildren().setAll(nodes);
    if (nodes.length > 0) {
      VBox.setVgrow(nodes[nodes.length - 1], Priority.ALWAYS);
    }
  }

  /// Opens a pane at the right.
  ///
  /// @param width at least
  /// @param closed called when it goes away
  public void detail(Node node, double width, Runnable closed) {
    // A pane that takes another's place is not the end of the detail.
    onDetailClosed = null;
    Region frame = node instanceof Region region ? region : new BorderPane(node);
    frame.getStyleClass().add(Tokens.DETAIL);
    // A third of a wide page, but no more than reads well.
    frame
        .prefWidthProperty()
        .bind(widthProperty().map(room -> Math.clamp(room.doubleValue() / 3, width, width * 1.4)));
    frame.setMinWidth(Region.USE_PREF_SIZE);
    frame.setMaxWidth(Region.USE_PREF_SIZE);
    onDetailClosed = closed;
    if (getRight() == null && getScene() != null) {
      focusBefore = getScene().getFocusOwner();
    }
    setRight(frame);
  }

  public boolean closeDetail() {
    if (getRight() == null) {
      return false;
    }
    boolean inside = getRight().isFocusWithin();
    setRight(null);
    Node before = focusBefore;
    focusBefore = null;
    if (inside && before != null && before.getScene() != null) {
      before.requestFocus();
    }
    Runnable closed = onDetailClosed;
    onDetailClosed = null;
    if (closed != null) {
      closed.run();
    }
    return true;
  }
}
