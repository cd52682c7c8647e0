package dev.mooring.debug.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Lines;
import dev.mooring.fuzz.FuzzStream;
import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What Delve and an editor say is cut the same way however it comes, and a connection on which
/// nonsense comes ends.
public final class DelveFuzz implements FuzzTarget {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void feed(byte[] input) throws Exception {
    assertEquals(pieces(input, input.length), pieces(input, 1));
    Conversation conversation = new KeptBreakpoints().conversation();
    conversation.asked(input, 0, input.length);
    conversation.answered(input, 0, input.length);
    lines(input);
    try {
      Document said = Documents.json(input, "it");
      Values.read(said);
    } catch (MooringException e) {
      // It is no JSON.
    }
    try (DapClient dap = new DapClient(new FuzzStream(input), event -> {})) {
      dap.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    try (DelveClient delve = new DelveClient(new FuzzStream(input))) {
      delve.state(LIMIT);
    } catch (MooringException e) {
      assertTrue(e.problem().what().length() < 10_000);
    }
  }

  private static List<String> pieces(byte[] input, int length) {
    List<String> found = new ArrayList<>();
    JsonPieces pieces =
        new JsonPieces(each -> found.add(new String(each, StandardCharsets.ISO_8859_1)));
    for (int at = 0; at < input.length; at += length) {
      pieces.feed(input, at, Math.min(length, input.length - at));
    }
    return found;
  }

  private static void lines(byte[] input) {
    Lines lines = new Lines(new ByteArrayInputStream(input), 1024);
    try {
      while (lines.next() != null) {
        // The next.
      }
    } catch (IOException e) {
      // One is too long.
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "{\"id\":1,\"result\":{\"State\":{\"Running\":true}},\"error\":null}\n",
        "Content-Length: 53\r\n\r\n{\"seq\":0,\"type\":\"event\",\"event\":\"stopped\",\"body\":{}}\r\n",
        "{\"command\":\"setBreakpoints\",\"arguments\":{\"source\":{\"path\":\"/a.go\"},"
            + "\"breakpoints\":[{\"line\":3,\"condition\":\"x{\\\"}\"}]}}"
            + "{\"method\":\"RPCServer.CreateBreakpoint\",\"id\":1,\"params\":[{}]}",
        "{\"name\":\"x\",\"type\":\"[]int\",\"kind\":23,\"len\":2,\"cap\":9,\"children\":"
            + "[{\"kind\":2,\"value\":\"1\"},{\"kind\":22,\"children\":[{\"addr\":1e99}]}]}");
  }
}
