package dev.mooring.desktop.terminal;

import dev.mooring.forward.exchange.ExchangeFormat;
import dev.mooring.problem.MooringException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A format of forwards by its name on the command line.
final class ExchangeFormats implements ITypeConverter<ExchangeFormat> {
  @Override
  public ExchangeFormat convert(String value) {
    try {
      return ExchangeFormat.parse(value);
    } catch (MooringException e) {
      throw new TypeConversionException(e.problem().what() + ". " + e.problem().whatToDo());
    }
  }
}
