package dev.mooring.forward;

import java.nio.charset.StandardCharsets;

/// The answer to a request that is not sent on. The connection ends after it.
///
/// @param reason nothing of the request is repeated in it
/// @param next what to do instead; empty where the reason says it
record HttpRefusal(int status, String reason, String next) {

  private static final String WINDOW =
      "This port acts in the cluster as you, so web pages can't use it. To look at images, open the"
          + " Mooring window. Clients such as docker and crane use http://localhost.";

  /// It came from a web page, or could have.
  static HttpRefusal browser(String why) {
    return new HttpRefusal(403, why, WINDOW);
  }

  /// Servers could read it in more than one way.
  static HttpRefusal unclear(String why) {
    return new HttpRefusal(400, why, "");
  }

  /// Clients that try HTTPS first fall back to HTTP when they see it.
  static HttpRefusal handshake() {
    return new HttpRefusal(400, Messages.of("this-port-speaks-plain-http-mooring"), "");
  }

  byte[] bytes() {
    String words = reason + "\n" + (next.isEmpty() ? "" : next + "\n");
    String head =
        "HTTP/1.1 "
            + (status == 403 ? "403 Forbidden" : "400 Bad Request")
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff"
            + "\r\nCache-Control: no-store\r\nContent-Length: "
            + words.length()
            + "\r\nConnection: close\r\n\r\n";
    return (head + words).getBytes(StandardCharsets.US_ASCII);
  }
}
