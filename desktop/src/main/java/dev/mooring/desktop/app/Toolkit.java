package dev.mooring.desktop.app;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// What JavaFX is told before it starts. Who sets one of these by `-D` has the last word.
final class Toolkit {
  /// Decision 951 has the measures.
  ///
  /// A graphics driver takes more memory than all of Mooring's own, also where it finds no graphics
  /// card. And on Linux the toolkit's clock never stops: at 30 beats a second it costs half.
  private static final Map<String, String> LINUX =
      Map.of("prism.order", "sw", "javafx.animation.pulse", "30");

  private Toolkit() {}

  static void prepare() {
    prepare(System.getProperties());
  }

  static void prepare(Properties properties) {
    if (properties.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      LINUX.forEach(properties::putIfAbsent);
    }
  }
}
