package dev.mooring.desktop.terminal;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// For people or for programs.
enum Format {
  TEXT,
  /// Text with every column, however wide the terminal is.
  WIDE,
  JSON;

  static final class Parser implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "text" -> TEXT;
        case "wide" -> WIDE;
        case "json" -> JSON;
        default -> throw new TypeConversionException(Messages.of("no-such-format", value));
      };
    }
  }
}
