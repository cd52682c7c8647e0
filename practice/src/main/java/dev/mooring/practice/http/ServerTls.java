package dev.mooring.practice.http;

import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;

/// How a server identifies itself and whom it asks for a certificate.
///
/// @param plainToo whether plain text is served on the same port, asked for each connection
public record ServerTls(SSLContext context, Client client, BooleanSupplier plainToo) {
  public ServerTls(SSLContext context, Client client) {
    this(context, client, () -> false);
  }

  public enum Client {
    NOT_ASKED,
    ASKED,
    REQUIRED
  }
}
