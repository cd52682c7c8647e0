package dev.mooring.platform;

import java.util.Locale;

/// The systems whose habits differ where Mooring can tell: where files belong, how programs are
/// started, who may see whose sockets.
public enum OperatingSystem {
  LINUX,
  MAC,
  WINDOWS;

  /// The system this runs on; unknown ones are taken to behave as Linux does.
  public static OperatingSystem current() {
    return of(System.getProperty("os.name", ""));
  }

  static OperatingSystem of(String name) {
    String system = name.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac") || system.startsWith("darwin")) {
      return MAC;
    }
    return system.startsWith("windows") ? WINDOWS : LINUX;
  }
}
