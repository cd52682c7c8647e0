package dev.mooring.tunnel.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the channels of a WebSocket carry, and what the server's last words mean.
final class ChannelsTest {
  private static final AttachChannels ATTACH = new AttachChannels("shop/api-0", "web");
  private static final PortChannels PORT = new PortChannels(new PodPort("shop", "api-0", 80));

  @Test
  void outputAndErrorOfAProcessAreDataAndItsStatusIsWords() throws Exception {
    assertEquals(Channels.Content.DATA, ATTACH.content(1));
    assertEquals(Channels.Content.DATA, ATTACH.content(2));
    assertEquals(Channels.Content.WORDS, ATTACH.content(3));
    for (int unknown : new int[] {0, 4, 255}) {
      assertThrows(IOException.class, () -> ATTACH.content(unknown));
    }
    assertEquals(0, ATTACH.preamble());
    assertEquals("shop/api-0", ATTACH.place());
  }

  @Test
  void aPortHasDataAndAReasonAfterItsNumber() throws Exception {
    assertEquals(Channels.Content.DATA, PORT.content(0));
    assertEquals(Channels.Content.WORDS, PORT.content(1));
    assertThrows(IOException.class, () -> PORT.content(2));
    assertEquals(2, PORT.preamble());
    assertEquals("shop/api-0", PORT.place());
  }

  @Test
  void aProcessThatSucceededEndsInOrder() {
    assertNull(ATTACH.verdict("{\"status\":\"Success\"}".getBytes(UTF_8), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"status\":\"Failure\",\"message\":\"exit code 3\"} | exit code 3",
        "{\"status\":\"Failure\"}                             | the server gave no reason",
        "not json                                             | the server sent an invalid status",
      })
  void anyOtherStatusIsToldWithItsReason(String status, String why) {
    StreamException end =
        assertInstanceOf(StreamException.class, ATTACH.verdict(status.getBytes(UTF_8), true));
    assertEquals(StreamException.Kind.RESET, end.kind());
    assertEquals(Code.POD_UNREACHABLE, end.problem().code());
    assertEquals(why, end.problem().why());
    assertTrue(end.problem().what().contains("container web of pod shop/api-0"), end::toString);
    assertTrue(end.problem().whatToDo().endsWith("-n shop api-0"), end.problem()::whatToDo);
  }

  @Test
  void aProcessWithoutAStatusHasNotEndedInOrder() {
    assertInstanceOf(EOFException.class, ATTACH.verdict(new byte[0], true));
  }

  @Test
  void aPortThatSaidNothingEndedInOrderAndItsWordsSayWhyItDidNot() {
    assertNull(PORT.verdict(new byte[0], false));
    StreamException nobody = portEnd("dial: connection refused", false);
    assertEquals(Code.NOTHING_LISTENS, nobody.problem().code());
    assertEquals(StreamException.Kind.REFUSED, nobody.kind());
  }

  @ParameterizedTest
  @CsvSource({
    "connection refused, false, REFUSED",
    "failed to dial 80,  false, REFUSED",
    "failed to find pod, false, REFUSED",
    "anything else,      false, RESET",
    "connection refused, true,  RESET",
    "failed to dial 80,  true,  RESET",
  })
  void onlyAStreamThatNoByteCameFromMayBeDialledAgain(
      String words, boolean anyData, StreamException.Kind kind) {
    StreamException end = portEnd(words, anyData);
    assertEquals(kind, end.kind());
    assertEquals(words, end.problem().detail());
  }

  @Test
  void aFailureInsideThePodIsTheKubeletsWords() {
    StreamException end = portEnd(" something broke \n", true);
    assertEquals("something broke", end.problem().why());
    assertEquals(Code.POD_UNREACHABLE, end.problem().code());
    assertTrue(end.problem().whatToDo().endsWith("kubectl describe pod api-0 -n shop"));
  }

  @Test
  void aLostConnectionNamesWhereItLed() {
    assertEquals(Code.CONNECTION_LOST, ATTACH.lost("cut").code());
    assertEquals("cut", ATTACH.lost("cut").why());
    assertTrue(ATTACH.lost("cut").what().contains("web"));
    assertEquals(Code.CONNECTION_LOST, PORT.lost("cut").code());
    assertTrue(PORT.lost("cut").what().contains("shop/api-0"));
  }

  private static StreamException portEnd(String words, boolean anyData) {
    return assertInstanceOf(StreamException.class, PORT.verdict(words.getBytes(UTF_8), anyData));
  }
}
