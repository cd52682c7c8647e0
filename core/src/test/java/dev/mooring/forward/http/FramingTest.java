package dev.mooring.forward.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static final Framing CHUNKED = new Framing.Chunked();
  private static final Framing TO_THE_END = new Framing.ToTheEnd();
  private static final Framing UNCLEAR = new Framing.Unclear();

  private static Framing request(String... fields) {
    return Framing.of(new MessageHead("POST / HTTP/1.1", List.of(fields)), Framing.Body.BY_FIELDS);
  }

  private static Framing answer(String... fields) {
    return Framing.of(
        new MessageHead("HTTP/1.1 200 OK", List.of(fields)), Framing.Body.BY_FIELDS_OR_CONNECTION);
  }

  @Test
  void withoutALengthARequestHasNoBodyAndAnAnswerEndsWithItsConnection() {
    assertEquals(new Framing.Counted(0), request("connection: close"));
    assertEquals(TO_THE_END, answer("connection: close"));
  }

  @Test
  void aLengthCountsWhereItIsOneNumber() {
    assertEquals(new Framing.Counted(12), request("content-length: 12"));
    assertEquals(new Framing.Counted(12), answer("content-length:12", "content-length: 12"));
    for (String each : List.of("-1", "+1", "0x1", "1,2", "", "1 2", "1234567890123456789")) {
      assertEquals(UNCLEAR, request("content-length: " + each), each);
      assertEquals(UNCLEAR, answer("content-length: " + each), each);
    }
    assertEquals(UNCLEAR, answer("content-length: 1", "content-length: 2"));
  }

  @Test
  void chunksCountWhereTheyAreTheLastCodingAlsoAgainstALength() {
    assertEquals(CHUNKED, request("transfer-encoding: chunked", "content-length: 3"));
    assertEquals(CHUNKED, answer("transfer-encoding: gzip", "transfer-encoding: chunked"));
    assertEquals(UNCLEAR, request("transfer-encoding: chunked, gzip"));
    assertEquals(TO_THE_END, answer("transfer-encoding: gzip"));
  }

  @Test
  void theLengthOfAChunkIsItsHexadecimalDigits() {
    assertEquals(OptionalLong.of(26), Framing.chunk("1A"));
    assertEquals(OptionalLong.of(0), Framing.chunk("0"));
    assertEquals(OptionalLong.of(10), Framing.chunk("a ; name=value"));
    for (String each : List.of("", "g", "-1", "0x1", " ;a", "1234567890abcdef")) {
      assertEquals(OptionalLong.empty(), Framing.chunk(each), each);
    }
  }
}
