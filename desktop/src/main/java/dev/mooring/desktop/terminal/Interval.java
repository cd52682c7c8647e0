package dev.mooring.desktop.terminal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time between two rounds as kubectl writes it: "90s", "1h30m".
final class Interval implements ITypeConverter<Duration> {
  /// Registries take more often for an attack.
  private static final Duration LEAST = Duration.ofSeconds(10);

  private static final Duration MOST = Duration.ofDays(7);

  @Override
  public Duration convert(String value) {
    if (value.matches("(?:[0-9]{1,6}[hms]){1,3}")) {
      try {
        Duration interval = Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
        if (interval.compareTo(LEAST) >= 0 && interval.compareTo(MOST) <= 0) {
          return interval;
        }
      } catch (DateTimeParseException e) {
        // Said below, like any other text that is no such time.
      }
    }
    throw new TypeConversionException(Messages.of("not-an-interval", value));
  }
}
