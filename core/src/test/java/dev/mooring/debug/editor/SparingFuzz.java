package dev.mooring.debug.editor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is passed on does not depend on how it was cut, and never ends the program.
public final class SparingFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    byte[] whole = passed(input, input.length);
    assertArrayEquals(whole, passed(input, 1));
    String text = new String(whole, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
    assertFalse(
        text.contains("\"command\":\"disconnect\",\"arguments\":{\"terminateDebuggee\":true}"));
  }

  private static byte[] passed(byte[] input, int length) {
    ByteArrayOutputStream delve = new ByteArrayOutputStream();
    try (SparingOutput output = new SparingOutput(delve)) {
      for (int at = 0; at < input.length; at += length) {
        output.write(input, at, Math.min(length, input.length - at));
      }
    } catch (IOException e) {
      // It is neither protocol, from there on.
    }
    return delve.toByteArray();
  }

  @Override
  public List<byte[]> seeds() {
    String end = "{\"command\":\"disconnect\",\"arguments\":{\"terminateDebuggee\":true}}";
    return FuzzTarget.texts(
        "Content-Length: " + end.length() + "\r\n\r\n" + end,
        "{\"method\":\"RPCServer.Detach\",\"params\":[{\"Kill\":true}],\"id\":1} \n"
            + "{\"method\":\"RPCServer.State\",\"params\":[{\"a\":\"}\\\"\"}]}",
        "content-length:2\r\nContent-Type: x\r\n\r\n{}");
  }
}
