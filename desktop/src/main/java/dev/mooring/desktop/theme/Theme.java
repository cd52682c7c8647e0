package dev.mooring.desktop.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.mooring.settings.Settings.Appearance;
import java.net.URL;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.Scene;

/// Primer light or dark over the whole application, following the system while it is told to.
public final class Theme {
  private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper();
  private Appearance appearance = Appearance.SYSTEM;

  /// Made on the FX thread, once a process.
  public Theme() {
    Platform.getPreferences().colorSchemeProperty().addListener((property, before, now) -> apply());
    apply();
  }

  public void use(Appearance next) {
    appearance = next;
    apply();
  }

  public ReadOnlyBooleanProperty darkProperty() {
    return dark.getReadOnlyProperty();
  }

  /// Adds what Mooring says beyond Primer.
  public void dress(Scene scene) {
    URL css = Objects.requireNonNull(Theme.class.getResource("mooring.css"));
    scene.getStylesheets().add(css.toExternalForm());
  }

  private void apply() {
    dark.set(
        switch (appearance) {
          case LIGHT -> false;
          case DARK -> true;
          case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        });
    Application.setUserAgentStylesheet(
        dark.get()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
  }
}
