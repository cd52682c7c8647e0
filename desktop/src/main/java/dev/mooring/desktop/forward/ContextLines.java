package dev.mooring.desktop.forward;

import dev.mooring.forward.ForwardStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.control.TreeItem;
import org.jspecify.annotations.Nullable;

/// The lines of the forwards of one context, those of a group under its head.
///
/// Lines stay the same objects while what they show moves on.
final class ContextLines {
  private final ForwardsViewModel model;
  private final TreeItem<ForwardRow> head;
  private final Map<String, TreeItem<ForwardRow>> items = new HashMap<>();
  private final Map<String, TreeItem<ForwardRow>> groups = new LinkedHashMap<>();
  private List<ForwardStatus> shown = List.of();

  ContextLines(ForwardsViewModel model) {
    this.model = model;
    head = head(ForwardRow.Group.ofContext(model.context()));
  }

  void show(List<ForwardStatus> rows) {
    shown = rows;
    Set<String> names = new LinkedHashSet<>();
    for (ForwardStatus each : rows) {
      names.add(each.spec().name());
      TreeItem<ForwardRow> item =
          items.computeIfAbsent(
              each.spec().name(), ignored -> new TreeItem<>(new ForwardRow.Forward(model, each)));
      if (item.getValue() instanceof ForwardRow.Forward forward) {
        forward.show(each);
      }
    }
    items.keySet().retainAll(names);
  }

  /// Where each line stands: nothing is put in or out while it stays the same.
  List<String> places(ForwardFilter filter) {
    return matching(filter).stream()
        .map(each -> model.context() + '\n' + each.spec().group() + '\n' + each.spec().name())
        .toList();
  }

  /// The lines and the heads of groups that the filter leaves.
  List<TreeItem<ForwardRow>> lines(ForwardFilter filter) {
    Map<String, List<TreeItem<ForwardRow>>> byGroup =
        matching(filter).stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.spec().group(),
                    LinkedHashMap::new,
                    Collectors.mapping(
                        each -> items.get(each.spec().name()), Collectors.toList())));
    List<TreeItem<ForwardRow>> top = new ArrayList<>(byGroup.getOrDefault("", List.of()));
    List<String> names = groups();
    groups.keySet().retainAll(names);
    for (String each : names) {
      TreeItem<ForwardRow> group =
          groups.computeIfAbsent(each, name -> head(ForwardRow.Group.of(name)));
      fill(group, byGroup.getOrDefault(each, List.of()), filter);
      if (!group.getChildren().isEmpty()) {
        top.add(group);
      }
    }
    return top;
  }

  /// The same under one head that names the context; none where the filter leaves nothing.
  List<TreeItem<ForwardRow>> underHead(ForwardFilter filter) {
    fill(head, lines(filter), filter);
    return head.getChildren().isEmpty() ? List.of() : List.of(head);
  }

  private static void fill(
      TreeItem<ForwardRow> head, List<TreeItem<ForwardRow>> members, ForwardFilter filter) {
    if (!head.getChildren().equals(members)) {
      head.getChildren().setAll(members);
    }
    if (!filter.isEmpty()) {
      head.setExpanded(true);
    }
  }

  private List<ForwardStatus> matching(ForwardFilter filter) {
    return shown.stream().filter(each -> filter.matches(model.context(), each)).toList();
  }

  @Nullable TreeItem<ForwardRow> item(String name) {
    return items.get(name);
  }

  List<String> groups() {
    return shown.stream()
        .map(each -> each.spec().group())
        .filter(each -> !each.isEmpty())
        .distinct()
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .toList();
  }

  /// Adds up what stands under each head.
  void total() {
    groups.values().forEach(ContextLines::total);
    total(head);
  }

  private static TreeItem<ForwardRow> head(ForwardRow row) {
    TreeItem<ForwardRow> head = new TreeItem<>(row);
    head.setExpanded(true);
    return head;
  }

  private static void total(TreeItem<ForwardRow> head) {
    if (head.getValue() instanceof ForwardRow.Group group) {
      group.show(
          head.getChildren().stream()
              .flatMap(each -> each.getValue().forwards().stream())
              .toList());
    }
  }
}
