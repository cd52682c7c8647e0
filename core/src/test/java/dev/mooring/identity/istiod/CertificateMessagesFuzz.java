package dev.mooring.identity.istiod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/// A message of istiod is read, or refused by an IOException; what was read can be written.
public final class CertificateMessagesFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    try {
      var read = CertificateMessages.Response.parse(new ByteArrayInputStream(input));
      assertEquals(
          read, CertificateMessages.Response.parse(new ByteArrayInputStream(read.bytes())));
    } catch (IOException e) {
      // It is none.
    }
    try {
      CertificateMessages.Request.parse(new ByteArrayInputStream(input));
    } catch (IOException e) {
      // It is none.
    }
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        new CertificateMessages.Response(List.of("-----BEGIN", "ä", "")).bytes(),
        new CertificateMessages.Request("-----BEGIN", 3600).bytes());
  }
}
