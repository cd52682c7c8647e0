package dev.mooring.forward.http;

import dev.mooring.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

  /// Nothing is wrong with it, but what must be shown with it cannot be had.
  static HttpRefusal unavailable(Problem why) {
    return new HttpRefusal(503, why.what() + ": " + why.why(), why.remedy().words());
  }

  byte[] bytes() {
    byte[] words =
        (reason + "\n" + (next.isEmpty() ? "" : next + "\n")).getBytes(StandardCharsets.US_ASCII);
    String head =
        "HTTP/1.1 "
            + switch (status) {
              case 403 -> "403 Forbidden";
              case 503 -> "503 Service Unavailable";
              default -> "400 Bad Request";
            }
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff"
            + "\r\nCache-Control: no-store\r\nContent-Length: "
            + words.length
            + "\r\nConnection: close\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(start, start.length + words.length);
    System.arraycopy(words, 0, all, start.length, words.length);
    return all;
  }
}
