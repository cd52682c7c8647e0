package dev.mooring.desktop.terminal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How long to wait at most, as kubectl writes it: "500ms" isn't, "30s" and "1h30m" are.
final class Limit implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    if (value.matches("(?:[0-9]{1,6}[hms]){1,3}")) {
      try {
        return Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
      } catch (DateTimeParseException e) {
        // Said below, like any other text that is no time.
      }
    }
    throw new TypeConversionException(Messages.of("not-a-time", value));
  }
}
