package dev.mooring.tunnel.websocket;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.connection.ApiConnection;
import dev.mooring.tunnel.connection.HttpHead;
import dev.mooring.tunnel.connection.Upgrade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/// Turns a connection to the API server into a WebSocket (RFC 6455, section 4.1). By `GET`,
/// for which versions of Kubernetes differ in the verb they ask for.
public final class WebSocketHandshake {
  private static final SecureRandom RANDOM = new SecureRandom();

  private WebSocketHandshake() {}

  /// Connects and asks. Extensions are not offered, so frames are never compressed.
  ///
  /// @param protocol the only one offered; another in the answer is a refusal
  /// @param limit for each step up to the answer; none afterwards
  /// @throws RefusedException when the server does anything but switch to that protocol
  public static WebSocketWire open(
      ApiEndpoint endpoint, String path, String protocol, Duration limit)
      throws IOException, InterruptedException {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    ApiConnection connection = ApiConnection.open(endpoint, limit);
    try {
      HttpHead head =
          Upgrade.ask(
              connection,
              endpoint,
              "GET",
              path,
              "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                  + key
                  + "\r\nSec-WebSocket-Protocol: "
                  + protocol
                  + "\r\n");
      if (!head.header("upgrade").equalsIgnoreCase("websocket")
          || !head.header("sec-websocket-accept").equals(acceptance(key))
          || !head.header("sec-websocket-protocol").equals(protocol)) {
        throw new RefusedException(
            101, "", "the server switched to another protocol than " + protocol);
      }
      connection.unlimited();
      return new WebSocketWire(connection);
    } catch (IOException | InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static String acceptance(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
