package dev.mooring.desktop.registry.compare;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.LongRead;
import dev.mooring.desktop.fx.Surface;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The page that compares two images, over the page from which they were chosen.
public final class Comparing {
  private final Images images;
  private final Surface surface;
  private final Node below;
  private final StackPane whole;
  private final ReadOnlyBooleanWrapper two = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper complete = new ReadOnlyBooleanWrapper();
  private final Action compare;
  private final Action with;
  private final Action swap;
  private final Action copy;
  private @Nullable CompareViewModel model;
  private @Nullable ComparePane pane;
  private @Nullable Node focusBefore;

  /// Where images come from.
  public interface Images {
    /// Those that are selected, the older first; none where there are more than two.
    List<Side> chosen();

    /// Names that somebody may want to compare one with.
    List<String> near(Side side);

    /// @throws dev.mooring.problem.MooringException when the text names no image
    Side named(String text);

    CompareViewModel compare(Side from, Side to);
  }

  /// @param below the page that it comes from
  public Comparing(Images images, Node below, Surface surface) {
    this.images = images;
    this.surface = surface;
    this.below = below;
    whole = new StackPane(below);
    compare =
        of("compare", Messages.of("compare"), Feather.COLUMNS, this::two)
            .withKey(Reach.ROW, "Shortcut+Shift+V")
            .when(two);
    with =
        of("compare-with", Messages.of("compare-with"), Feather.COLUMNS, this::ask)
            .withKey(Reach.ROW, "Shortcut+Shift+V")
            .when(one);
    swap =
        of("compare-swap", Messages.of("swap-images"), Feather.REPEAT, this::swap).when(complete);
    copy =
        of("compare-copy", Messages.of("copy-comparison"), Feather.COPY, this::copy).when(complete);
  }

  private static Action of(String id, String words, Feather icon, Runnable run) {
    return Action.of("images." + id, words, icon, run).withCommand("mooring image diff");
  }

  public Node node() {
    return whole;
  }

  public Action compare() {
    return compare;
  }

  /// What the menu of a row offers.
  public List<Action> ofRow() {
    return List.of(compare, with);
  }

  /// What can be done while the page is open.
  public List<Action> ofPage() {
    return List.of(swap, copy);
  }

  /// After another selection or connection.
  public void update() {
    int chosen = images.chosen().size();
    two.set(chosen == 2 && !open.get());
    one.set(chosen == 1 && !open.get());
  }

  private void two() {
    List<Side> sides = images.chosen();
    if (sides.size() == 2) {
      open(sides.getFirst(), sides.getLast());
    }
  }

  private void ask() {
    List<Side> sides = images.chosen();
    if (sides.size() == 1) {
      Side from = sides.getFirst();
      CompareCard.open(from, images.near(from), images::named, surface, to -> open(from, to));
    }
  }

  private void open(Side from, Side to) {
    leave();
    focusBefore = whole.getScene() == null ? null : whole.getScene().getFocusOwner();
    CompareViewModel next = images.compare(from, to);
    ComparePane page = new ComparePane(next, surface, this::leave);
    model = next;
    pane = page;
    open.set(true);
    update();
    whole.getChildren().add(page);
    Controls.show(below, false);
    page.begin();
    next.comparison()
        .state()
        .subscribe(
            now -> {
              boolean came = now instanceof LongRead.State.Complete<Comparison>;
              complete.set(came && next.equals(model));
            });
  }

  private void swap() {
    CompareViewModel now = model;
    if (now != null) {
      now.swap();
    }
  }

  private void copy() {
    ComparePane now = pane;
    if (now != null) {
      now.copy();
    }
  }

  /// Goes back.
  ///
  /// @return false where nothing is compared
  public boolean leave() {
    CompareViewModel before = model;
    ComparePane page = pane;
    if (before == null || page == null) {
      return false;
    }
    model = null;
    pane = null;
    before.close();
    complete.set(false);
    open.set(false);
    Controls.show(below, true);
    Node focus = focusBefore;
    focusBefore = null;
    if (focus != null && focus.getScene() != null) {
      focus.requestFocus();
    }
    whole.getChildren().remove(page);
    update();
    return true;
  }
}
