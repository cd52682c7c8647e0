package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Dirty;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The cards over the window, one on another: each dims what lies below it, keeps the focus, and
/// gives it back when it closes.
final class Cards extends StackPane {

  /// The one on top first.
  private final Deque<Card> cards = new ArrayDeque<>();

  /// @param focusBefore where the focus goes back to
  private record Card(Node node, Region dim, @Nullable Node focusBefore) {}

  Cards() {
    setVisible(false);
    sceneProperty()
        .addListener(
            (property, before, now) -> {
              if (now != null) {
                now.focusOwnerProperty().addListener((p, was, is) -> keepFocusInCard(is));
              }
            });
  }

  boolean isOpen() {
    return !cards.isEmpty();
  }

  /// Whether a card holds what the user entered.
  boolean isDirty() {
    return cards.stream().anyMatch(each -> dirty(each.node()));
  }

  @Nullable Node top() {
    Card top = cards.peek();
    return top == null ? null : top.node();
  }

  /// Over those that are open.
  void push(Node card) {
    Scene scene = getScene();
    Node focus = scene == null ? null : scene.getFocusOwner();
    if (card instanceof Region region) {
      region.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
      if (!region.getStyleClass().contains(Tokens.CARD)) {
        region.getStyleClass().add(Tokens.CARD);
      }
      region.getStyleClass().add("overlay-card");
    }
    Region dim = new Region();
    dim.getStyleClass().add(Tokens.SCRIM);
    cards.push(new Card(card, dim, focus));
    getChildren().addAll(dim, card);
    setVisible(true);
    // What scrolls holds its fields only from now on.
    applyCss();
    layout();
    focusFirst(card);
  }

  void close() {
    Card top = cards.poll();
    if (top == null) {
      return;
    }
    getChildren().removeAll(top.dim(), top.node());
    setVisible(!cards.isEmpty());
    Node before = top.focusBefore();
    if (before != null && before.getScene() != null) {
      before.requestFocus();
    }
  }

  void closeAll() {
    while (!cards.isEmpty()) {
      close();
    }
  }

  static boolean dirty(@Nullable Node node) {
    return switch (node) {
      case null -> false;
      case Dirty form when form.isDirty() -> true;
      case ScrollPane pane -> dirty(pane.getContent());
      case Parent parent -> parent.getChildrenUnmodifiable().stream().anyMatch(Cards::dirty);
      default -> false;
    };
  }

  private void keepFocusInCard(@Nullable Node owner) {
    Card top = cards.peek();
    if (top != null && owner != null && !Controls.inside(owner, top.node())) {
      focusFirst(top.node());
    }
  }

  private static boolean focusFirst(EventTarget target) {
    if (!(target instanceof Node node) || !node.isVisible() || node.isDisabled()) {
      return false;
    }
    if (node.isFocusTraversable()) {
      node.requestFocus();
      return true;
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        if (focusFirst(child)) {
          return true;
        }
      }
    }
    return false;
  }
}
