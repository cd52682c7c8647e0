package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.GridPane;

/// The sheet of all keys.
final class KeySheet {
  private static final double TALLEST = 440;

  private KeySheet() {}

  static void open(List<Palette.Entry> entries, Surface surface) {
    Map<String, GridPane> places = new LinkedHashMap<>();
    GridPane sheet = new GridPane(Tokens.GROUP, 4);
    int row = 0;
    for (Palette.Entry each : entries) {
      if (each.action().key().isEmpty()) {
        continue;
      }
      if (!places.containsKey(each.where())) {
        places.put(each.where(), sheet);
        sheet.add(Controls.label(each.where(), Tokens.SECTION_TITLE), 0, row++, 2, 1);
      }
      sheet.add(Controls.label(each.action().keyWords(), Tokens.MONO), 0, row);
      sheet.add(Controls.label(each.action().words()), 1, row++);
    }
    sheet.setId("key-sheet");
    Form card =
        new Form(Messages.of("keyboard-shortcuts"))
            .add(new LowScroll(sheet, 48, TALLEST))
            .buttons(Controls.primary(Messages.of("close"), surface::closeCard));
    card.setPrefWidth(520);
    surface.open(card);
  }
}
