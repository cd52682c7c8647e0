package dev.mooring.practice.http;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// How a server identifies itself and whom it asks for a certificate.
///
/// @param accepts asked for each connection
public record ServerTls(SSLContext context, Client client, Supplier<Accepts> accepts) {
  public ServerTls(SSLContext context, Client client) {
    this(context, client, () -> Accepts.TLS);
  }

  /// What the first bytes of a connection may be.
  public enum Accepts {
    TLS,
    BOTH,
    PLAIN
  }

  public enum Client {
    NOT_ASKED,
    ASKED,
    REQUIRED
  }
}
