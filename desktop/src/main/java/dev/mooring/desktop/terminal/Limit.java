package dev.mooring.desktop.terminal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How long to wait at most, as kubectl writes it: "30s", "1h30m".
final class Limit implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    return read(value)
        .orElseThrow(() -> new TypeConversionException(Messages.of("not-a-time", value)));
  }

  /// Nothing where the text is no such time.
  static Optional<Duration> read(String value) {
    if (!value.matches("(?:[0-9]{1,6}[hms]){1,3}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.parse("PT" + value.toUpperCase(Locale.ROOT)));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // such as "1s1h"
    }
  }
}
