package dev.mooring.desktop.registry.tags;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.Digest;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.tags.TagState;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What a tag named, line by line, each with what puts it back.
final class TagLines {
  private final TagChanges changes;
  private final Surface surface;

  TagLines(TagChanges changes, Surface surface) {
    this.changes = changes;
    this.surface = surface;
  }

  /// @param named whether it is said of which tag
  Node of(TagPast past, TagState state, boolean named) {
    HBox line = new HBox(Tokens.GAP);
    line.setAlignment(Pos.CENTER_LEFT);
    if (named) {
      Label tag = Controls.label(state.tag(), Tokens.MONO, Styles.TEXT_BOLD);
      tag.setMinWidth(0);
      tag.setTooltip(new Tooltip(state.tag()));
      line.getChildren().add(tag);
    }
    line.getChildren().addAll(what(state), Controls.spacer());
    action(past, state).ifPresent(line.getChildren()::add);
    line.setMinHeight(28);
    Label when = Controls.text(when(state), Tokens.SECONDARY);
    state.began().ifPresent(each -> when.setTooltip(new Tooltip(When.exact(each.at()))));
    return new VBox(line, when);
  }

  private Node what(TagState state) {
    return state
        .digest()
        .<Node>map(this::digest)
        .orElseGet(() -> Controls.label(Messages.of("deleted"), Tokens.SECONDARY));
  }

  private Button digest(Digest digest) {
    Button copy = Controls.copyable(digest.brief(), Messages.of("digest"), surface);
    copy.setOnAction(event -> surface.copy(digest.text(), Messages.of("digest")));
    return copy;
  }

  private Optional<Node> action(TagPast past, TagState state) {
    Optional<Digest> digest = state.digest();
    if (state.isNow()) {
      return digest.map(each -> Controls.badge(Tone.SUCCESS, Messages.of("now")));
    }
    boolean already = digest.equals(now(past, state.tag()));
    return already ? Optional.empty() : digest.map(each -> putBack(past, state, each));
  }

  private static Optional<Digest> now(TagPast past, String tag) {
    return past.of(tag).stream().filter(TagState::isNow).findFirst().flatMap(TagState::digest);
  }

  /// What puts a former image back, or why it can't be.
  Node putBack(TagPast past, TagState state, Digest digest) {
    if (past.gone().contains(digest)) {
      Label gone = Controls.label(Messages.of("gone"), Tokens.SECONDARY);
      gone.setTooltip(new Tooltip(Messages.of("the-registry-has-it-no-more")));
      return gone;
    }
    Button button =
        Controls.button(
            Messages.of("put-back"), () -> changes.putBack(past.repository(), state.tag(), digest));
    button.getStyleClass().add(Styles.SMALL);
    button.setAccessibleText(
        Messages.of("put-this-back", past.repository() + ":" + state.tag(), digest.brief()));
    return button;
  }

  private static String when(TagState state) {
    if (state.began().isEmpty()) {
      return Messages.of("before-that");
    }
    TagChange began = state.began().get();
    String at = When.words(began.at());
    if (began.principal().isPresent()) {
      String who = began.principal().get();
      return state.digest().isEmpty()
          ? Messages.of("deleted-by", who, at)
          : Messages.of("pushed-by", who, at);
    }
    if (state.digest().isEmpty()) {
      return began.byMooring()
          ? Messages.of("deleted-by-mooring", at)
          : Messages.of("seen-deleted", at);
    }
    if (began.byMooring()) {
      return Messages.of("set-by-mooring", at);
    }
    return began.from().isEmpty() ? Messages.of("seen-first", at) : Messages.of("seen-changed", at);
  }
}
