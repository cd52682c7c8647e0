package dev.mooring.desktop.app;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.mooring.report.LogLine;
import java.util.Arrays;
import org.slf4j.helpers.MessageFormatter;

/// A message whose values are marked, so that a report can leave them out.
public final class MarkedMessage extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    Object[] values = event.getArgumentArray();
    if (values == null) {
      return event.getMessage();
    }
    Object[] marked = Arrays.stream(values).map(LogLine::marked).toArray();
    return MessageFormatter.basicArrayFormat(event.getMessage(), marked);
  }
}
