package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Printable;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ObservableList;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import org.jspecify.annotations.Nullable;

/// A JSON document whose parts can be folded.
final class JsonTree extends TreeView<JsonTree.Part> {
  /// Characters of a value that are shown.
  private static final int LONGEST = 2_000;

  private static final double LINE = 22;

  /// @param name of a field; empty for what has none
  record Part(String name, Document value) {
    boolean holds() {
      return !value.items().isEmpty() || !value.entries().isEmpty();
    }

    String words() {
      String shown =
          value.isMap()
              ? Messages.of("fields-in", value.entries().size())
              : value.isList()
                  ? Messages.of("items-in", value.items().size())
                  : Printable.cut(Printable.marked(Documents.json(value)), LONGEST);
      return name.isEmpty() ? shown : Printable.line(name, 200) + ": " + shown;
    }
  }

  JsonTree(String title, Document document) {
    setAccessibleText(title);
    setFixedCellSize(LINE);
    getStyleClass().addAll("dense-list", Tokens.MONO);
    setShowRoot(false);
    setCellFactory(
        view ->
            new TreeCell<>() {
              @Override
              protected void updateItem(@Nullable Part part, boolean empty) {
                super.updateItem(part, empty);
                setText(part == null || empty ? null : part.words());
              }
            });
    Item root = new Item(new Part("", document));
    root.setExpanded(true);
    root.getChildren().forEach(each -> each.setExpanded(each.getChildren().size() <= 20));
    setRoot(root);
  }

  /// Made when it is opened.
  private static final class Item extends TreeItem<Part> {
    private boolean made;

    Item(Part part) {
      super(part);
    }

    @Override
    public boolean isLeaf() {
      return !getValue().holds();
    }

    @Override
    public ObservableList<TreeItem<Part>> getChildren() {
      if (!made) {
        made = true;
        List<TreeItem<Part>> parts = new ArrayList<>();
        getValue()
            .value()
            .entries()
            .forEach((name, each) -> parts.add(new Item(new Part(name, each))));
        getValue().value().items().forEach(each -> parts.add(new Item(new Part("", each))));
        super.getChildren().setAll(parts);
      }
      return super.getChildren();
    }
  }
}
