package dev.mooring.desktop.terminal;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A port by its number.
final class Port implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String value) {
    return parse(value, 1);
  }

  /// One of this machine, where 0 stands for an automatic one.
  static final class Local implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return parse(value, 0);
    }
  }

  private static int parse(String value, int least) {
    if (value.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(value);
      if (port >= least && port <= 65_535) {
        return port;
      }
    }
    throw new TypeConversionException(Messages.of("not-a-port-from", value, least));
  }
}
