package dev.mooring.desktop.tray.awt;

import dev.mooring.desktop.tray.Notice;
import dev.mooring.desktop.tray.Tray;
import dev.mooring.desktop.tray.TrayIcons;
import dev.mooring.desktop.tray.TrayItem;
import dev.mooring.desktop.tray.TrayModel;
import java.awt.AWTException;
import java.awt.CheckboxMenuItem;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Image;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tray of Windows and macOS.
public final class AwtTray implements Tray {
  private static final Logger LOG = LoggerFactory.getLogger(AwtTray.class);

  private final TrayIcon icon;
  private final MenuClicks clicks = new MenuClicks();
  private TrayModel shown;

  private AwtTray(TrayModel first, Runnable activate) throws AWTException {
    shown = first;
    clicks.take(first.items());
    icon = new TrayIcon(picture(first), first.title(), menu(first.items()));
    icon.setImageAutoSize(true);
    icon.addActionListener(event -> activate.run());
    SystemTray.getSystemTray().add(icon);
  }

  /// @return nothing where the desktop has no such tray
  public static Optional<Tray> open(TrayModel first, Runnable activate) {
    if (GraphicsEnvironment.isHeadless() || !SystemTray.isSupported()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new AwtTray(first, activate));
    } catch (AWTException e) {
      LOG.info("No tray: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public synchronized void show(TrayModel model) {
    clicks.take(model.items());
    if (model.equals(shown)) {
      return;
    }
    TrayModel before = shown;
    shown = model;
    EventQueue.invokeLater(
        () -> {
          icon.setImage(picture(model));
          icon.setToolTip(model.title());
          if (TrayItem.sameLines(model.items(), before.items())) {
            rewrite(icon.getPopupMenu(), model.items());
          } else {
            icon.setPopupMenu(menu(model.items()));
          }
        });
  }

  @Override
  public void say(Notice notice) {
    EventQueue.invokeLater(
        () ->
            icon.displayMessage(
                notice.title(),
                notice.words(),
                notice.bad() ? TrayIcon.MessageType.WARNING : TrayIcon.MessageType.INFO));
  }

  @Override
  public boolean visible() {
    return true;
  }

  @Override
  public void close() {
    SystemTray.getSystemTray().remove(icon);
  }

  private static Image picture(TrayModel model) {
    return TrayIcons.image(model.state(), 32, TrayIcons.Panel.UNKNOWN);
  }

  private PopupMenu menu(List<TrayItem> items) {
    PopupMenu menu = new PopupMenu();
    fill(menu, items, "");
    return menu;
  }

  /// The same lines say something else; an open menu stays open.
  private static void rewrite(java.awt.Menu menu, List<TrayItem> items) {
    for (int i = 0; i < items.size(); i++) {
      MenuItem line = menu.getItem(i);
      switch (items.get(i)) {
        case TrayItem.Separator _ -> {}
        case TrayItem.Label label -> line.setLabel(label.text());
        case TrayItem.Action action -> line.setLabel(action.text());
        case TrayItem.Toggle toggle -> {
          line.setLabel(toggle.text());
          ((CheckboxMenuItem) line).setState(toggle.checked());
        }
        case TrayItem.Menu inner -> {
          line.setLabel(inner.text());
          rewrite((java.awt.Menu) line, inner.items());
        }
      }
    }
  }

  private void fill(java.awt.Menu menu, List<TrayItem> items, String parent) {
    for (TrayItem item : items) {
      String path = MenuClicks.path(parent, item);
      switch (item) {
        case TrayItem.Separator _ -> menu.addSeparator();
        case TrayItem.Label label -> {
          MenuItem line = new MenuItem(label.text());
          line.setEnabled(false);
          menu.add(line);
        }
        case TrayItem.Action action -> {
          MenuItem line = new MenuItem(action.text());
          line.addActionListener(event -> clicks.run(path));
          menu.add(line);
        }
        case TrayItem.Toggle toggle -> {
          CheckboxMenuItem line = new CheckboxMenuItem(toggle.text(), toggle.checked());
          line.addItemListener(event -> clicks.run(path));
          menu.add(line);
        }
        case TrayItem.Menu inner -> {
          java.awt.Menu line = new java.awt.Menu(inner.text());
          fill(line, inner.items(), path);
          menu.add(line);
        }
      }
    }
  }
}
