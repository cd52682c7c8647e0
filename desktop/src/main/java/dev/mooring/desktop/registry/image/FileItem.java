package dev.mooring.desktop.registry.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.collections.ObservableList;
import javafx.scene.control.TreeItem;

/// A file or directory in the tree. What is in a directory is asked for when it is opened, and
/// comes later.
final class FileItem extends TreeItem<FileRow> {
  private final Consumer<FileItem> ask;
  private boolean asked;

  /// @param ask has a directory filled
  FileItem(FileRow row, Consumer<FileItem> ask) {
    super(row);
    this.ask = ask;
  }

  @Override
  public boolean isLeaf() {
    return !getValue().isDirectory();
  }

  @Override
  public ObservableList<TreeItem<FileRow>> getChildren() {
    if (!asked && !isLeaf()) {
      asked = true;
      ask.accept(this);
    }
    return super.getChildren();
  }

  /// What is in it. Items that are there stay.
  void fill(List<FileRow> rows) {
    asked = true;
    ObservableList<TreeItem<FileRow>> now = super.getChildren();
    Map<String, FileItem> before = new HashMap<>();
    now.forEach(each -> before.put(each.getValue().path(), (FileItem) each));
    List<TreeItem<FileRow>> next = new ArrayList<>(rows.size());
    for (FileRow row : rows) {
      FileItem item = before.get(row.path());
      if (item == null || item.isLeaf() == row.isDirectory()) {
        item = new FileItem(row, ask);
      } else if (!item.getValue().equals(row)) {
        item.setValue(row);
      }
      next.add(item);
    }
    if (!next.equals(now)) {
      now.setAll(next);
    }
  }

  /// Adds to paths those of directories that are open, this one and below.
  void open(List<String> paths) {
    if (asked && isExpanded() && !isLeaf()) {
      paths.add(getValue().path());
      super.getChildren().forEach(each -> ((FileItem) each).open(paths));
    }
  }

  /// After more was read. What is open stays open; what is not is asked for when it is.
  ///
  /// @param rows what is in directories, by their paths
  void refresh(Map<String, List<FileRow>> rows) {
    if (!asked || isLeaf()) {
      return;
    }
    if (!isExpanded()) {
      asked = false;
      super.getChildren().clear();
      return;
    }
    List<FileRow> mine = rows.get(getValue().path());
    if (mine != null) {
      fill(mine);
    }
    super.getChildren().forEach(each -> ((FileItem) each).refresh(rows));
  }
}
