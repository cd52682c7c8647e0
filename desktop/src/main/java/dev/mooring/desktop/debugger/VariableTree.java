package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.control.TreeItem;

/// Makes the lines of a tree; what is opened is read then. What was open stays open at the next
/// stop.
final class VariableTree {
  private static final int DEEPEST = 24;

  private final VariablesViewModel model;
  private final Set<String> opened = new HashSet<>();

  VariableTree(VariablesViewModel model) {
    this.model = model;
  }

  TreeItem<VariableRow> heading(String words) {
    TreeItem<VariableRow> item = new TreeItem<>(new VariableRow.Heading(words));
    item.setExpanded(true);
    return item;
  }

  TreeItem<VariableRow> value(Variable variable, String parent) {
    String path = parent + "/" + variable.name();
    return openable(new TreeItem<>(new VariableRow.Value(variable, path)), variable, path);
  }

  TreeItem<VariableRow> watched(VariablesViewModel.Watch watch, String parent) {
    String path = parent + "/" + watch.expression();
    return openable(new TreeItem<>(new VariableRow.Watched(watch, path)), watch.value(), path);
  }

  private TreeItem<VariableRow> openable(
      TreeItem<VariableRow> item, Variable variable, String path) {
    if (variable.hasParts() && path.chars().filter(each -> each == '/').count() < DEEPEST) {
      item.getChildren().add(new TreeItem<>(new VariableRow.Waiting()));
      item.expandedProperty()
          .addListener(
              (p, before, now) -> {
                if (now && opened.add(path)) {
                  read(item, variable, path, List.of());
                } else if (!now) {
                  opened.remove(path);
                }
              });
      if (opened.contains(path)) {
        read(item, variable, path, List.of());
        item.setExpanded(true);
      }
    }
    return item;
  }

  private void read(TreeItem<VariableRow> item, Variable of, String path, List<Variable> before) {
    model.parts(
        of,
        before,
        all -> {
          List<TreeItem<VariableRow>> items =
              new java.util.ArrayList<>(all.stream().map(each -> value(each, path)).toList());
          if (all.size() > before.size() && all.size() < of.parts()) {
            items.add(more(item, of, path, all));
          }
          item.getChildren().setAll(items);
        });
  }

  private TreeItem<VariableRow> more(
      TreeItem<VariableRow> parent, Variable of, String path, List<Variable> all) {
    TreeItem<VariableRow> more = new TreeItem<>(new VariableRow.More(of.parts() - all.size()));
    more.getChildren().add(new TreeItem<>(new VariableRow.Waiting()));
    more.expandedProperty()
        .addListener(
            (p, before, now) -> {
              if (now) {
                read(parent, of, path, all);
              }
            });
    return more;
  }
}
