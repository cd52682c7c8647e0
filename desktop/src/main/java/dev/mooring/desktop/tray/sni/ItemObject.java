package dev.mooring.desktop.tray.sni;

import dev.mooring.desktop.tray.TrayIcons;
import dev.mooring.desktop.tray.TrayModel;
import dev.mooring.desktop.tray.TrayState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/// The exported icon: a picture, a tooltip and the path of its menu.
final class ItemObject implements Item, Properties {
  static final String PATH = "/StatusNotifierItem";
  private static final String PIXMAPS = "a(iiay)";

  private final Runnable activate;
  private volatile TrayModel model;

  ItemObject(TrayModel model, Runnable activate) {
    this.model = model;
    this.activate = activate;
  }

  void replace(TrayModel next) {
    model = next;
  }

  @Override
  public void Activate(int x, int y) {
    activate.run();
  }

  @Override
  public void SecondaryActivate(int x, int y) {
    activate.run();
  }

  @Override
  public void ContextMenu(int x, int y) {
    // hosts draw the exported menu themselves
  }

  @Override
  public void Scroll(int delta, String orientation) {
    // nothing to scroll
  }

  static String status(TrayState state) {
    return state == TrayState.ATTENTION ? "NeedsAttention" : "Active";
  }

  @Override
  // The library declares it so, and unwraps what is handed over as a Variant.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <A> A Get(String interfaceName, String property) {
    Variant<?> value = GetAll(interfaceName).get(property);
    return (A) (value == null ? new Variant<>("") : value);
  }

  @Override
  public <A> void Set(String interfaceName, String property, A value) {
    // nothing here can be set from outside
  }

  @Override
  public Map<String, Variant<?>> GetAll(String interfaceName) {
    TrayModel now = model;
    Variant<?> none = new Variant<>(List.of(), PIXMAPS);
    Variant<?> pictures = new Variant<>(pixmaps(now.state()), PIXMAPS);
    boolean attention = now.state() == TrayState.ATTENTION;
    Map<String, Variant<?>> all = new LinkedHashMap<>();
    all.put("Category", new Variant<>("ApplicationStatus"));
    all.put("Id", new Variant<>("mooring"));
    all.put("Title", new Variant<>("Mooring"));
    all.put("Status", new Variant<>(status(now.state())));
    all.put("WindowId", new Variant<>(0));
    // Pixmaps only: no theme has our name, and some hosts prefer an empty theme icon to a picture.
    all.put("IconName", new Variant<>(""));
    all.put("IconPixmap", pictures);
    all.put("OverlayIconName", new Variant<>(""));
    all.put("OverlayIconPixmap", none);
    all.put("AttentionIconName", new Variant<>(""));
    all.put("AttentionIconPixmap", attention ? pictures : none);
    all.put("AttentionMovieName", new Variant<>(""));
    all.put("ItemIsMenu", new Variant<>(false));
    all.put("Menu", new Variant<>(new DBusPath(MenuObject.PATH)));
    all.put("ToolTip", new Variant<>(new ToolTip("", List.of(), now.title(), ""), "(sa(iiay)ss)"));
    return all;
  }

  /// Nothing on the bus says what colour the panel has; MOORING_PANEL may: light or dark.
  private static TrayIcons.Panel panel() {
    return switch (System.getenv("MOORING_PANEL")) {
      case "light" -> TrayIcons.Panel.LIGHT;
      case "dark" -> TrayIcons.Panel.DARK;
      case null, default -> TrayIcons.Panel.UNKNOWN;
    };
  }

  private static List<Pixmap> pixmaps(TrayState state) {
    return TrayIcons.SIZES.stream()
        .map(size -> Pixmap.of(TrayIcons.image(state, size, panel())))
        .toList();
  }

  @Override
  public String getObjectPath() {
    return PATH;
  }
}
