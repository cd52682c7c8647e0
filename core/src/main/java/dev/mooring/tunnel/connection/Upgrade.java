package dev.mooring.tunnel.connection;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// The HTTP request that turns a connection to the API server into something else (RFC 9110,
/// section 7.8).
///
/// It carries the kubeconfig's credentials. A header that holds a control character is
/// refused rather than sent, since it could end the request and begin another.
public final class Upgrade {
  private static final int LONGEST_ERROR = 16 * 1024;

  private Upgrade() {}

  /// Whether the API server answers anything at all on a new connection.
  static boolean answers(ApiEndpoint endpoint, Duration limit) throws InterruptedException {
    try (ApiConnection connection = ApiConnection.open(endpoint, limit)) {
      request(connection, endpoint, "GET", "/version", "");
      HttpHead.read(connection.input());
      return true;
    } catch (IOException | MooringException e) {
      return false;
    }
  }

  /// Asks for the upgrade.
  ///
  /// @param headers each with its line's end
  /// @return the answer, after which the connection speaks what it says
  /// @throws RefusedException when the server does anything but switch
  public static HttpHead ask(
      ApiConnection connection, ApiEndpoint endpoint, String method, String path, String headers)
      throws IOException, InterruptedException {
    request(connection, endpoint, method, path, "Connection: Upgrade\r\n" + headers);
    HttpHead head = HttpHead.read(connection.input());
    if (head.status() != 101) {
      throw refused(head, connection.input());
    }
    return head;
  }

  private static void request(
      ApiConnection connection, ApiEndpoint endpoint, String method, String path, String headers)
      throws IOException, InterruptedException {
    URI server = endpoint.server();
    String prefix = server.getRawPath() == null ? "" : server.getRawPath();
    StringBuilder request =
        new StringBuilder(method)
            .append(' ')
            .append(prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix)
            .append(path)
            .append(" HTTP/1.1\r\nHost: ")
            .append(server.getRawAuthority())
            .append("\r\nUser-Agent: mooring\r\n")
            .append(headers);
    for (Map.Entry<String, String> header : endpoint.headers().entrySet()) {
      String line = header.getKey() + ": " + header.getValue();
      if (line.chars().anyMatch(c -> c < ' ')) {
        throw new IOException("the credentials contain a control character");
      }
      request.append(line).append("\r\n");
    }
    byte[] head = request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    connection.write(head, 0, head.length);
  }

  private static RefusedException refused(HttpHead head, InputStream input) throws IOException {
    byte[] body;
    try {
      int length = Integer.parseInt(head.header("content-length"));
      body = input.readNBytes(Math.clamp(length, 0, LONGEST_ERROR));
    } catch (NumberFormatException e) {
      body = new byte[0];
    }
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      try {
        Document status = Documents.json(body, Messages.of("the-api-servers-response"));
        return new RefusedException(
            head.status(), status.at("reason").textOrEmpty(), status.at("message").textOrEmpty());
      } catch (MooringException e) {
        return new RefusedException(head.status(), "", text);
      }
    }
    return new RefusedException(
        head.status(), "", text.length() > 500 ? text.substring(0, 500) : text);
  }
}
