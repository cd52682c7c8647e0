package dev.mooring.forward.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// What passes is the beginning of what was sent, however it was cut.
public final class GuardedRequestsFuzz implements FuzzTarget {
  private static final Hosts HOSTS = new Hosts("app.local");

  @Override
  public void feed(byte[] input) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    GuardedRequests all = new GuardedRequests(HOSTS, null);
    all.send(input, 0, input.length, whole);
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    GuardedRequests cut = new GuardedRequests(HOSTS, null);
    for (int i = 0; i < input.length; i++) {
      cut.send(input, i, 1, pieces);
    }
    assertEquals(all.refused().isPresent(), cut.refused().isPresent());
    // Of the piece that is refused nothing passes, also not what came before in it.
    assertTrue(whole.size() == pieces.size() || all.refused().isPresent());
    assertTrue(whole.size() <= pieces.size() && pieces.size() <= input.length);
    assertArrayEquals(Arrays.copyOf(input, whole.size()), whole.toByteArray());
    assertArrayEquals(Arrays.copyOf(input, pieces.size()), pieces.toByteArray());
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        """
        GET /v2/ HTTP/1.1
        Host: localhost:5000

        POST /x HTTP/1.1
        Host: [::1]:1
        Content-Length: 3

        abcPUT http://127.0.0.1/ HTTP/1.1
        Host: 127.0.0.1
        Transfer-Encoding: chunked

        3
        abc
        0
        A: b

        GET / HTTP/1.1
        """
            .replace("\n", "\r\n"),
        "GET / HTTP/1.1\r\nHost: evil.example\r\nOrigin: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: app.local\r\nHost: a\r\n\r\n");
  }
}
