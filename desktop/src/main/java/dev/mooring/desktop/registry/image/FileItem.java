package dev.mooring.desktop.registry.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.collections.ObservableList;
import javafx.scene.control.TreeItem;

/// A file or directory in the tree. What is in a directory is made when it is opened.
final class FileItem extends TreeItem<FileRow> {
  private final Function<String, List<FileRow>> inside;
  private boolean made;

  /// @param inside what is in a directory
  FileItem(FileRow row, Function<String, List<FileRow>> inside) {
    super(row);
    this.inside = inside;
  }

  @Override
  public boolean isLeaf() {
    return !getValue().isDirectory();
  }

  @Override
  public ObservableList<TreeItem<FileRow>> getChildren() {
    if (!made) {
      made = true;
      super.getChildren().setAll(items(Map.of()));
    }
    return super.getChildren();
  }

  /// After more was read. What is open stays open.
  void refresh() {
    if (!made || isLeaf()) {
      return;
    }
    ObservableList<TreeItem<FileRow>> now = super.getChildren();
    if (!isExpanded()) {
      made = false;
      now.clear();
      return;
    }
    Map<String, FileItem> before = new HashMap<>();
    now.forEach(each -> before.put(each.getValue().path(), (FileItem) each));
    List<TreeItem<FileRow>> next = items(before);
    if (!next.equals(now)) {
      now.setAll(next);
    }
    next.forEach(each -> ((FileItem) each).refresh());
  }

  private List<TreeItem<FileRow>> items(Map<String, FileItem> before) {
    List<TreeItem<FileRow>> items = new ArrayList<>();
    for (FileRow row : inside.apply(getValue().path())) {
      FileItem item = before.get(row.path());
      if (item == null || item.isLeaf() == row.isDirectory()) {
        item = new FileItem(row, inside);
      } else if (!item.getValue().equals(row)) {
        item.setValue(row);
      }
      items.add(item);
    }
    return items;
  }
}
