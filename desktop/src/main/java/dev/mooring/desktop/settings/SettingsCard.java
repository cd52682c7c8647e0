package dev.mooring.desktop.settings;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.LocalUsers;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageReference;
import dev.mooring.settings.Settings;
import dev.mooring.settings.Settings.Appearance;
import dev.mooring.settings.SettingsFile;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// The few things that are chosen once.
public final class SettingsCard {
  private SettingsCard() {}

  /// @param key of the setting to begin with; empty for the first
  /// @param hasTray whether the desktop shows Mooring's icon now
  public static void open(
      SettingsFile settings, Surface surface, String key, boolean hasTray) {
    Settings now = settings.settings().get();
    ComboBox<Appearance> theme = new ComboBox<>();
    theme.getItems().setAll(Appearance.values());
    theme.setValue(now.appearance());
    theme.setConverter(new Names());
    theme.setId("setting-theme");
    TextField port = new TextField(String.valueOf(now.localPort()));
    Controls.portOnly(port);
    port.setId("setting-port");
    TextField registry = new TextField(now.registryImage());
    TextField debug = new TextField(now.debugImage());
    debug.setPromptText(Messages.of("an-image-with-dlv-at-dbg"));
    CheckBox tray = new CheckBox(Messages.of("keep-forwards-alive-in-the-tray"));
    tray.setSelected(now.closeToTray());
    Label hint = Controls.text(Messages.of("this-desktop-has-no-tray"), Tokens.SECONDARY);
    hint.setId("setting-no-tray");
    Controls.show(hint, !hasTray);
    CheckBox login = new CheckBox(Messages.of("start-at-login-in-the-tray"));
    login.setSelected(now.startAtLogin());
    login.setId("setting-login");
    CheckBox notices = new CheckBox(Messages.of("tell-me-when-a-forward-is"));
    notices.setSelected(now.notifications());
    notices.setId("setting-notifications");
    CheckBox unknown = new CheckBox(Messages.of("accept-connections-when-the-local-user"));
    unknown.setSelected(now.allowUnknownLocalUsers());
    unknown.setId("setting-unknown-users");
    theme
        .valueProperty()
        .addListener((p, before, chosen) -> settings.update(s -> s.withAppearance(chosen)));
    Form form =
        new Form(Messages.of("settings"))
            .field("Appearance", theme, "")
            .field("Registry on this machine", port, "The port of localhost that Connect opens")
            .field("Registry image", registry, "")
            .field("Debug helper image", debug, "")
            .add(tray)
            .add(hint)
            .add(login)
            .add(notices)
            .add(unknown)
            .add(Controls.text(Messages.of("registry-and-debug-ports-use-your"), Tokens.SECONDARY));
    Runnable save =
        () -> {
          try {
            String image = registry.getText().strip();
            ImageReference.parse(image);
            int local = number(port.getText(), now.localPort());
            String helper = debug.getText().strip();
            boolean toTray = tray.isSelected();
            boolean atLogin = login.isSelected();
            boolean told = notices.isSelected();
            boolean anybody = unknown.isSelected();
            settings.update(
                s ->
                    s.withLocalPort(local)
                        .withRegistryImage(image)
                        .withDebugImage(helper)
                        .withCloseToTray(toTray)
                        .withStartAtLogin(atLogin)
                        .withNotifications(told)
                        .withAllowUnknownLocalUsers(anybody));
            surface.closeCard();
          } catch (MooringException e) {
            form.refuse(e.problem());
          }
        };
    form.buttons(
        Controls.button(Messages.of("cancel"), surface::closeCard),
        Controls.primary(Messages.of("save"), save));
    form.setPrefWidth(440);
    surface.open(form);
    switch (key) {
      case "localPort" -> begin(port);
      case "registryImage" -> begin(registry);
      case "debugImage" -> begin(debug);
      case LocalUsers.SETTING -> unknown.requestFocus();
      case "startAtLogin" -> login.requestFocus();
      default -> {}
    }
  }

  private static void begin(TextField field) {
    field.requestFocus();
    field.selectAll();
  }

  private static int number(String text, int otherwise) {
    int number = text.isEmpty() ? otherwise : Integer.parseInt(text);
    return number <= 65_535 ? number : otherwise;
  }

  private static final class Names extends StringConverter<Appearance> {
    @Override
    public String toString(@Nullable Appearance appearance) {
      return switch (appearance) {
        case SYSTEM -> Messages.of("as-the-system");
        case LIGHT -> Messages.of("light");
        case DARK -> Messages.of("dark");
        case null -> "";
      };
    }

    @Override
    public Appearance fromString(String text) {
      return Appearance.SYSTEM;
    }
  }
}
