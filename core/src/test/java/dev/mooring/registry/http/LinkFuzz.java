package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/// Wherever a registry's header leads, it is this registry.
public final class LinkFuzz implements FuzzTarget {
  private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  private static final URI FROM = URI.create("http://localhost:5000/v2/_catalog?n=1");
  private final Connection connection = new Connection(URI.create("http://localhost:5000"));

  @Override
  public void feed(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    RetryAfter.read(text, NOW);
    try {
      URI to = connection.resolve(FROM, text);
      assertEquals("localhost", to.getHost());
      assertEquals(5000, to.getPort());
    } catch (MooringException e) {
      // It leads elsewhere, or nowhere.
    }
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "/v2/_catalog?n=1&last=a",
        "https://localhost:5000/v2/?x=%20#f",
        "//evil.example/v2/",
        "http://localhost:5000@evil.example:5000/",
        "?n=2",
        "Wed, 21 Oct 2026 07:28:00 GMT",
        "120");
  }
}
