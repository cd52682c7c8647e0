package dev.mooring.desktop.registry.tags;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Surface;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import org.kordamp.ikonli.feather.Feather;

/// What a page of images shows of tags' history, and what it can do with tags.
public final class TagTools {
  private final TagsViewModel model;
  private final Surface surface;
  private final Supplier<Optional<ChosenTag>> chosen;
  private final UnaryOperator<String> known;
  private final Runnable showHistory;
  private final TagChanges changes;
  private final TagLines lines;
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper registry = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper whyNot = new ReadOnlyStringWrapper("");
  private final Action retag;
  private final Action history;
  private final Action undo;

  /// @param chosen the tag that is selected, where it is one
  /// @param known what a tag in view names, in a few words; empty where there is none
  /// @param showHistory brings [#pane] into view
  public TagTools(
      TagsViewModel model,
      Surface surface,
      Supplier<Optional<ChosenTag>> chosen,
      UnaryOperator<String> known,
      Runnable showHistory) {
    this.model = model;
    this.surface = surface;
    this.chosen = chosen;
    this.known = known;
    this.showHistory = showHistory;
    changes = new TagChanges(model, surface);
    lines = new TagLines(changes, surface);
    retag =
        of("retag", Messages.of("tag-image"), Feather.TAG, this::openRetag)
            .withKey(Reach.ROW, "Shortcut+Shift+T")
            .withCommand("mooring retag")
            .when(one, whyNot);
    history =
        of("tag-history", Messages.of("tag-history"), Feather.CLOCK, showHistory)
            .withKey(Reach.PLACE, "Shortcut+Shift+H")
            .withCommand("mooring tag-history")
            .when(registry, whyNot);
    undo =
        of("undo", Messages.of("undo-tag-change"), Feather.ROTATE_CCW, changes::undoLast)
            .withKey(Reach.PLACE, "Shortcut+Shift+Z")
            .withCommand("mooring undo")
            .when(registry, whyNot);
  }

  /// After another selection or connection.
  ///
  /// @param here whether what is in view is a registry that can be asked
  /// @param why not; empty where that is plain
  public void update(boolean here, String why) {
    registry.set(here);
    whyNot.set(why);
    one.set(here && chosen.get().isPresent());
  }

  public Action retag() {
    return retag;
  }

  /// Of the page: the history of all its tags, and undo.
  public List<Action> ofPage() {
    return List.of(history, undo);
  }

  /// The history of a tag, for the overview of its image.
  public Node section(String tag) {
    return new TagSection(model, tag, lines, showHistory);
  }

  /// The images that have no tag any more.
  public Node former() {
    return new FormerTags(model, lines, showHistory);
  }

  /// The history of all tags of a repository.
  public Node pane(String repository, Runnable close) {
    return new TagHistoryPane(model, repository, lines, surface, close);
  }

  private void openRetag() {
    chosen.get().ifPresent(each -> RetagCard.open(model, changes, each, known, surface));
  }

  private static Action of(String id, String words, Feather icon, Runnable run) {
    return Action.of("images." + id, words, icon, run);
  }
}
