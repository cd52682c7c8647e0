package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

final class MarkedMessageTest {
  private static final Logger LOG = new LoggerContext().getLogger("dev.mooring.Test");

  private static String written(String message, Object... values) {
    return new MarkedMessage()
        .convert(new LoggingEvent("", LOG, Level.INFO, message, null, values));
  }

  @Test
  void valuesOfAMessageAreMarked() {
    assertEquals("Lost ‹api› after ‹5› s", written("Lost {} after {} s", "api", 5));
    assertEquals("Lost ‹null›", written("Lost {}", (Object) null));
  }

  @Test
  void aMessageWithoutValuesStaysAsItIs() {
    assertEquals("Nothing", written("Nothing"));
  }
}
