package dev.mooring.desktop.fx;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Amounts and times as people read them.
public final class Words {
  private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB"};

  private Words() {}

  /// "7.2 MB": decimal units, as registries and `docker images` count.
  public static String size(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 999.5 && unit < SIZES.length - 1) {
      amount /= 1000;
      unit++;
    }
    return unit == 0 || amount >= 99.95
        ? String.format(Locale.ROOT, "%.0f %s", amount, SIZES[unit])
        : String.format(Locale.ROOT, "%.1f %s", amount, SIZES[unit]);
  }

  /// "12 s", "3 min", "5 h", "8 d", "3 y": the largest unit of which there are some.
  public static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 1) {
      return Messages.of("ms", duration.toMillis());
    }
    if (seconds < 100) {
      return seconds + " s";
    }
    if (seconds < 100 * 60) {
      return Messages.of("min", seconds / 60);
    }
    if (seconds < 72 * 3600) {
      return seconds / 3600 + " h";
    }
    long days = seconds / 86_400;
    return days < 2 * 365 ? days + " d" : days / 365 + " y";
  }

  public static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.toSeconds() < 5 ? Messages.of("just-now") : Messages.of("ago", span(age));
  }

  /// "localhost:5000": an address of this machine as it is typed and as images are named.
  public static String localhost(int port) {
    return "localhost:" + port;
  }

  /// The first of what is listened on; empty for nothing.
  public static String localhost(List<InetSocketAddress> listening) {
    return listening.isEmpty() ? "" : localhost(listening.getFirst().getPort());
  }

  public static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
