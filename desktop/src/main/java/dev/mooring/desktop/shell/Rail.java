package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.theme.Tokens;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The four places at the left, each with a count or a dot.
final class Rail extends VBox {
  private final Map<Place, Entry> entries = new EnumMap<>(Place.class);

  Rail(ObjectProperty<Place> place) {
    getStyleClass().add(Tokens.RAIL);
    ToggleGroup group = new ToggleGroup();
    for (Place each : Place.values()) {
      Entry entry = new Entry(each);
      entry.button.setToggleGroup(group);
      entries.put(each, entry);
      getChildren().add(entry.button);
    }
    // Clicks, Space and the arrow keys all move the group's selection.
    group
        .selectedToggleProperty()
        .addListener(
            (property, before, now) -> {
              if (now == null) {
                before.setSelected(true);
              } else {
                place.set((Place) now.getUserData());
              }
            });
    place.addListener((property, before, now) -> select(now));
    select(place.get());
  }

  void mark(Place place, Mark mark) {
    Entry entry = entries.get(place);
    if (entry != null) {
      entry.show(mark);
    }
  }

  /// Gives the focus to the place in view.
  void focus(Place place) {
    Entry entry = entries.get(place);
    if (entry != null) {
      entry.button.requestFocus();
    }
  }

  private void select(Place place) {
    Entry entry = entries.get(place);
    if (entry != null) {
      entry.button.setSelected(true);
    }
  }

  private static final class Entry {
    private final Place place;
    private final ToggleButton button = new ToggleButton();
    private final Label count = Controls.label("", Tokens.RAIL_COUNT);
    private final Region dot = new Region();

    Entry(Place place) {
      this.place = place;
      Label name = new Label(place.title());
      name.setMinWidth(Region.USE_PREF_SIZE);
      count.setMinWidth(Region.USE_PREF_SIZE);
      HBox line =
          new HBox(Tokens.GAP, new FontIcon(place.icon()), name, Controls.spacer(), count, dot);
      line.setAlignment(Pos.CENTER_LEFT);
      line.setPrefWidth(140);
      button.setUserData(place);
      button.setGraphic(line);
      button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
      button.setId("place-" + place.title().toLowerCase(java.util.Locale.ROOT));
      button.getStyleClass().setAll("toggle-button", Tokens.RAIL_PLACE);
      show(Mark.NONE);
    }

    void show(Mark mark) {
      count.setText(mark.count());
      Controls.style(dot, Tokens.DOT, mark.tone().style());
      Controls.show(count, !mark.count().isEmpty());
      Controls.show(dot, !mark.words().isEmpty());
      String said = place.title() + (mark.count().isEmpty() ? "" : ", " + mark.count());
      button.setAccessibleText(said + (mark.words().isEmpty() ? "" : ", " + mark.words()));
      button.setTooltip(
          new Tooltip(
              (mark.words().isEmpty() ? place.title() : mark.words())
                  + "  ("
                  + KeyCombination.valueOf("Shortcut+" + place.key()).getDisplayText()
                  + ")"));
    }
  }
}
