package dev.mooring.desktop.registry.image;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Which files are listed: all, what is wasted, or those of one layer.
final class ViewChoice extends ComboBox<Wanted.Part> {
  private final FilesViewModel model;

  ViewChoice(FilesViewModel model) {
    this.model = model;
    setId("image-files-view");
    setAccessibleText(Messages.of("which-files"));
    setPrefWidth(108);
    setMinWidth(108);
    setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Wanted.@Nullable Part part) {
            return words(part);
          }

          @Override
          public Wanted.@Nullable Part fromString(String text) {
            return null;
          }
        });
    layers(0);
    model.wanted().subscribe(now -> setValue(now.part()));
    valueProperty().addListener((p, before, now) -> chosen(now));
  }

  /// How many there are to choose from.
  void layers(int count) {
    List<Wanted.Part> views =
        new ArrayList<>(List.of(new Wanted.Part.All(), new Wanted.Part.Wasted()));
    for (int layer = 1; layer <= count; layer++) {
      views.add(new Wanted.Part.Layer(layer));
    }
    if (!getItems().equals(views)) {
      Wanted.Part before = getValue();
      getItems().setAll(views);
      setValue(before != null && views.contains(before) ? before : views.getFirst());
    }
  }

  private void chosen(Wanted.@Nullable Part now) {
    if (now != null) {
      model.want(new Wanted(model.wanted().get().text(), now));
    }
  }

  private static String words(Wanted.@Nullable Part part) {
    return switch (part) {
      case Wanted.Part.All all -> Messages.of("all-files");
      case Wanted.Part.Wasted wasted -> Messages.of("wasted-files");
      case Wanted.Part.Layer(int layer) -> Messages.of("layer-number", layer);
      case null -> "";
    };
  }
}
