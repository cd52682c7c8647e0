package dev.mooring.desktop.terminal;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A document of an image, as it is stored.
enum RawPart {
  /// What the reference names: an index, or the manifest itself.
  INDEX,
  MANIFEST,
  CONFIG;

  static final class Parser implements ITypeConverter<RawPart> {
    @Override
    public RawPart convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "index" -> INDEX;
        case "manifest" -> MANIFEST;
        case "config" -> CONFIG;
        default -> throw new TypeConversionException(Messages.of("no-such-part", value));
      };
    }
  }

  /// For shells.
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("index", "manifest", "config").iterator();
    }
  }
}
