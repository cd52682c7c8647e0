package dev.mooring.desktop.shell;

import java.util.Locale;
import org.kordamp.ikonli.feather.Feather;

/// The four places of the rail.
public enum Place {
  REGISTRY(1, "Registry", Feather.ANCHOR),
  FORWARDS(2, "Forwards", Feather.SHUFFLE),
  IMAGES(3, "Images", Feather.LAYERS),
  WORKLOADS(4, "Workloads", Feather.BOX);

  private final int key;
  private final String title;
  private final Feather icon;

  Place(int key, String title, Feather icon) {
    this.key = key;
    this.title = title;
    this.icon = icon;
  }

  public String title() {
    return title;
  }

  /// With Ctrl or Cmd: the key that leads here.
  int key() {
    return key;
  }

  /// As in the names of its actions: "registry".
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  Feather icon() {
    return icon;
  }
}
