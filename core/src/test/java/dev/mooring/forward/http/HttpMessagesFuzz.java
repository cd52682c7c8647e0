package dev.mooring.forward.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.fuzz.FuzzTarget;
import java.util.ArrayList;
import java.util.List;

/// What is found does not depend on how the bytes were cut.
public final class HttpMessagesFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    Found whole = new Found();
    HttpMessages messages = new HttpMessages(whole);
    messages.look(input, 0, input.length);
    messages.end();
    Found pieces = new Found();
    HttpMessages cut = new HttpMessages(pieces);
    for (int i = 0; i < input.length; i++) {
      cut.look(input, i, 1);
    }
    cut.end();
    assertEquals(whole.said, pieces.said);
    assertEquals(messages.place(), cut.place());
    assertTrue(messages.size() <= input.length);
    HttpView view = HttpView.unlisted();
    view.sent(input, 0, input.length);
    view.received(input, 0, input.length);
    view.closed();
  }

  private static final class Found implements HttpMessages.Reader {
    private final List<String> said = new ArrayList<>();

    @Override
    public void began() {
      said.add("began");
    }

    @Override
    public Framing.Body head(MessageHead head) {
      said.add(head.toString());
      Framing.Body[] all = Framing.Body.values();
      return all[Math.floorMod(head.start().length(), all.length)];
    }

    @Override
    public void ended(long size) {
      said.add("ended " + size);
    }

    @Override
    public void stopped() {
      said.add("stopped");
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "GET / HTTP/1.1\r\nHost: a\r\nCookie: x\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
        "POST /bb HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n",
        "HTTP/1.1 200 OK\nConnection: close\nUpgrade: h2c\nContent-Length: 0\nContent-Length: 0\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 204 No\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n");
  }
}
