package dev.mooring.debug.editor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SparingStreamTest {
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  @Test
  void anEditorThatEndsTheProgramWhenItDisconnectsOnlyDisconnects() throws IOException {
    say(dap("{\"command\":\"disconnect\",\"arguments\":{\"terminateDebuggee\":true},\"seq\":9}"));
    assertTrue(heard.toString(UTF_8).contains("\"terminateDebuggee\":false"), heard::toString);
    assertTrue(heard.toString(UTF_8).contains("\"seq\":9"), heard::toString);
  }

  @Test
  void aClientThatDetachesAndKillsOnlyDetaches() throws IOException {
    say("{\"method\":\"RPCServer.Detach\",\"params\":[{\"Kill\":true}],\"id\":3}");
    assertTrue(heard.toString(UTF_8).contains("\"Kill\":false"), heard::toString);
  }

  @Test
  void everythingElseOfAnAdapterPassesAsItIs() throws IOException {
    String said =
        dap("{ \"seq\": 1, \"command\": \"initialize\", \"arguments\": { \"x\": \"ü\" } }")
            + dap("{\"command\":\"disconnect\",\"arguments\":{},\"seq\":2}")
            + dap("{\"command\":\"evaluate\",\"arguments\":{\"expression\":\"{}\"},\"seq\":3}");
    say(said);
    assertEquals(said, heard.toString(UTF_8));
  }

  @Test
  void everythingElseOfJsonRpcPassesThoughNoLineEndsIt() throws IOException {
    String one = "{\"method\":\"RPCServer.State\",\"params\":[{\"NonBlocking\":true}],\"id\":1}";
    String two =
        "{\"method\":\"RPCServer.Eval\",\"params\":[{\"Expr\":\"m[\\\"}{\\\\\\\"]\"}],\"id\":2}";
    say(one + two + "\n\n" + one);
    assertEquals(one + two + "\n\n" + one, heard.toString(UTF_8));
  }

  @Test
  void aMessageMayComeInAnyPieces() throws IOException {
    String said = dap("{\"command\":\"threads\",\"seq\":4}");
    try (OutputStream output = output()) {
      for (byte each : said.getBytes(UTF_8)) {
        output.write(each);
      }
    }
    assertEquals(said, heard.toString(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST / HTTP/1.1\r\n\r\n{\"method\":\"RPCServer.Command\",\"params\":[{\"name\":\"halt\"}]}\n",
        "COPY / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
        "\u0016\u0003\u0001",
        "Content-Length: 99999999\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 1\r\n\r\n{",
        "{}}{"
      })
  void whatIsNoneOfDelvesProtocolsReachesItNot(String said) {
    assertThrows(IOException.class, () -> say(said));
    assertTrue(heard.size() <= 3, heard::toString);
  }

  private static String dap(String body) {
    return "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
  }

  private OutputStream output() throws IOException {
    return new SparingStream(new PipeStream(InputStream.nullInputStream(), heard, () -> {}))
        .output();
  }

  private void say(String text) throws IOException {
    try (OutputStream output = output()) {
      output.write(text.getBytes(UTF_8));
    }
  }
}
