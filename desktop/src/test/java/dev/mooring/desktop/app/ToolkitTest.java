package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Properties;
import org.junit.jupiter.api.Test;

final class ToolkitTest {
  @Test
  void onLinuxTheWindowIsDrawnByTheProcessorAndTicksSlowly() {
    Properties properties = of("Linux");
    Toolkit.prepare(properties);
    assertEquals("sw", properties.getProperty("prism.order"));
    assertEquals("30", properties.getProperty("javafx.animation.pulse"));
  }

  @Test
  void whatTheUserSetsStays() {
    Properties properties = of("Linux");
    properties.setProperty("prism.order", "es2");
    Toolkit.prepare(properties);
    assertEquals("es2", properties.getProperty("prism.order"));
  }

  @Test
  void elsewhereTheToolkitDecides() {
    Properties properties = of("Mac OS X");
    Toolkit.prepare(properties);
    assertNull(properties.getProperty("prism.order"));
  }

  private static Properties of(String system) {
    Properties properties = new Properties();
    properties.setProperty("os.name", system);
    return properties;
  }
}
