package dev.mooring.forward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkedBodyTest {
  private final ChunkedBody body = new ChunkedBody();

  /// @return how many bytes of the text were taken before one that cannot pass
  private int taken(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    body.begin();
    int at = 0;
    while (at < bytes.length && !body.ended()) {
      if (body.left() > 0) {
        body.pass(1);
      } else if (body.take(bytes[at]) != null) {
        return at;
      }
      at++;
    }
    return at;
  }

  @Test
  void aBodyEndsWithTheEmptyLineAfterItsTrailerAndAnotherCanFollow() {
    for (String each :
        List.of(
            "0\r\n\r\n", "3\r\nabc\r\n0a\r\n0123456789\r\n0\r\nx-sum: 1\r\n\r\n", "0\r\n\r\n")) {
      assertEquals(each.length(), taken(each), each);
      assertTrue(body.ended(), each);
      assertEquals(each.length(), taken(each + "GET"), each);
    }
  }

  @Test
  void contentIsCountedAndNotReadAsFraming() {
    body.begin();
    for (byte each : "1f\r\n".getBytes(ISO_8859_1)) {
      assertEquals(0, body.left());
      assertNull(body.take(each));
    }
    assertEquals(31, body.left());
    body.pass(31);
    assertEquals(0, body.left());
    assertFalse(body.ended());
  }

  @Test
  void whatServersReadInTwoWaysIsRefusedAtItsFirstByte() {
    assertEquals(1, taken("1;a=b\r\n"));
    assertEquals(1, taken("1\n"));
    assertEquals(0, taken("\r\n"));
    assertEquals(0, taken("+1\r\n"));
    assertEquals(15, taken("0".repeat(16)));
    assertEquals(4, taken("1\r\na\n"));
    assertEquals(4, taken("1\r\nabc"));
    assertEquals(4, taken("0\r\nx\n"));
    assertFalse(body.ended());
  }

  @Test
  void aTrailerIsBoundedAndItsFieldsAreJudged() {
    assertTrue(taken("0\r\n" + "a: b\r\n".repeat(100_000)) <= 3 + 16 * 1024);
    assertFalse(body.ended());
    String field = "content-length: 3\r\n";
    assertEquals(3 + field.length() - 1, new ChunkedBodyTest().taken("0\r\n" + field));
  }
}
