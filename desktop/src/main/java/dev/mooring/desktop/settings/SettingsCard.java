package dev.mooring.desktop.settings;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import dev.mooring.settings.Settings;
import dev.mooring.settings.Settings.Appearance;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// The few things that are chosen once.
public final class SettingsCard {
  private static final int LAST_PORT = 65_535;
  private static final double TALLEST = 560;

  private final SettingsFile settings;
  private final Surface surface;
  private final ComboBox<Appearance> theme = new ComboBox<>();
  private final TextField port = new TextField();
  private final TextField registry = new TextField();
  private final TextField debug = new TextField();
  private final CheckBox tray = new CheckBox(Messages.of("keep-forwards-running"));
  private final CheckBox login = new CheckBox(Messages.of("start-at-login"));
  private final CheckBox notices = new CheckBox(Messages.of("notify-me"));
  private final CheckBox unknown = new CheckBox(Messages.of("accept-unknown-users"));
  private final Form form = new Form(Messages.of("settings"));

  private SettingsCard(SettingsFile settings, Surface surface) {
    this.settings = settings;
    this.surface = surface;
    Controls.portOnly(port);
    debug.setPromptText(Messages.of("an-image-with-dlv"));
    theme.getItems().setAll(Appearance.values());
    theme.setConverter(new Names());
    theme.setId("setting-theme");
    port.setId("setting-port");
    registry.setId("setting-registry-image");
    debug.setId("setting-debug-image");
    tray.setId("setting-tray");
    login.setId("setting-login");
    notices.setId("setting-notifications");
    unknown.setId("setting-unknown-users");
  }

  /// @param key of the setting to begin with; empty for the first
  /// @param hasTray whether the desktop shows Mooring's icon now
  public static void open(SettingsFile settings, Surface surface, String key, boolean hasTray) {
    SettingsCard card = new SettingsCard(settings, surface);
    card.fill(settings.settings().get());
    card.lay(hasTray);
    card.begin(key);
  }

  private void fill(Settings now) {
    theme.setValue(now.appearance());
    // At once: whoever chooses sees it.
    theme
        .valueProperty()
        .addListener((p, before, chosen) -> settings.update(s -> s.withAppearance(chosen)));
    port.setText(String.valueOf(now.localPort()));
    registry.setText(now.registryImage());
    debug.setText(now.debugImage());
    tray.setSelected(now.closeToTray());
    login.setSelected(now.startAtLogin());
    notices.setSelected(now.notifications());
    unknown.setSelected(now.allowUnknownLocalUsers());
  }

  private void lay(boolean hasTray) {
    Form fields = new Form();
    fields
        .field(Messages.of("appearance"), theme, "")
        .field(Messages.of("local-registry-port"), port, Messages.of("connect-listens-on"))
        .field(Messages.of("registry-image"), registry, "")
        .field(Messages.of("debug-helper-image"), debug, Messages.of("empty-finds-delve"))
        .add(tray);
    if (!hasTray) {
      var words = Controls.text(Messages.of("this-desktop-has-no-tray"), Tokens.SECONDARY);
      words.setId("setting-no-tray");
      fields.add(words);
    }
    fields
        .add(login)
        .add(notices)
        .add(unknown)
        .add(Controls.text(Messages.of("ports-use-your-identity"), Tokens.SECONDARY));
    // The ring of a focused field lies outside of it.
    fields.setPadding(new Insets(2));
    form.add(new LowScroll(fields, 160, TALLEST))
        .buttons(
            Controls.button(Messages.of("cancel"), surface::closeCard),
            Controls.primary(Messages.of("save"), this::save));
    form.setPrefWidth(480);
    surface.open(form);
  }

  private void begin(String key) {
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

  private void save() {
    List<Problem> wrong = new ArrayList<>();
    int local = port.getText().isEmpty() ? -1 : Integer.parseInt(port.getText());
    boolean possible = local >= 0 && local <= LAST_PORT;
    if (!possible) {
      wrong.add(noPort());
    }
    mark(port, !possible);
    String image = registry.getText().strip();
    mark(registry, !reads(image, wrong));
    String helper = debug.getText().strip();
    mark(debug, !helper.isEmpty() && !reads(helper, wrong));
    if (!wrong.isEmpty()) {
      form.refuse(wrong.getFirst());
      return;
    }
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
  }

  private Problem noPort() {
    return new Problem(
        Code.INVALID_PORT,
        Messages.of("is-not-a-port", port.getText().isEmpty() ? "\"\"" : port.getText()),
        Messages.of("ports-end-at", LAST_PORT),
        new Remedy.Advice(Messages.of("enter-a-port", LAST_PORT)));
  }

  private static boolean reads(String image, List<Problem> wrong) {
    try {
      ImageReference.parse(image);
      return true;
    } catch (MooringException e) {
      wrong.add(e.problem());
      return false;
    }
  }

  private static void mark(TextField field, boolean wrong) {
    field.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
  }

  private static final class Names extends StringConverter<Appearance> {
    @Override
    public String toString(@Nullable Appearance appearance) {
      return switch (appearance) {
        case SYSTEM -> Messages.of("match-system");
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
