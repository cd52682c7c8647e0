package dev.mooring.desktop.tray.awt;

import dev.mooring.desktop.tray.TrayItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the lines of the menu do now. A line is known by its key and those of the menus around it:
/// it lives on while its command changes. One that is gone does nothing.
final class MenuClicks {
  private volatile Map<String, TrayItem.Click> now = Map.of();

  void take(List<TrayItem> items) {
    Map<String, TrayItem.Click> next = new HashMap<>();
    collect("", items, next);
    now = Map.copyOf(next);
  }

  void run(String path) {
    TrayItem.Click click = now.get(path);
    if (click != null) {
      click.run();
    }
  }

  static String path(String parent, TrayItem item) {
    return parent + '\n' + item.getClass().getSimpleName() + ' ' + item.key();
  }

  private static void collect(
      String parent, List<TrayItem> items, Map<String, TrayItem.Click> next) {
    for (TrayItem item : items) {
      String path = path(parent, item);
      switch (item) {
        case TrayItem.Action action -> next.putIfAbsent(path, action.click());
        case TrayItem.Toggle toggle -> next.putIfAbsent(path, toggle.click());
        case TrayItem.Menu menu -> collect(path, menu.items(), next);
        case TrayItem.Label _, TrayItem.Separator _ -> {}
      }
    }
  }
}
