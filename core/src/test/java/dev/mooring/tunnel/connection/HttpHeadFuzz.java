package dev.mooring.tunnel.connection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/// A head is read, or refused by an IOException.
public final class HttpHeadFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    try {
      HttpHead head = HttpHead.read(new ByteArrayInputStream(input));
      assertTrue(head.status() >= 100 && head.status() <= 999);
    } catch (IOException e) {
      // It is none.
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\nA:b\r\nA: c\r\n\r\nrest",
        "HTTP/1.0 403\nContent-Length: 12\n\n");
  }
}
