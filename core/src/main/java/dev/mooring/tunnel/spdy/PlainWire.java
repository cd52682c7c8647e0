package dev.mooring.tunnel.spdy;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.connection.ApiConnection;
import dev.mooring.tunnel.connection.HttpHead;
import dev.mooring.tunnel.connection.Source;
import dev.mooring.tunnel.connection.Upgrade;
import dev.mooring.tunnel.connection.Wire;
import java.io.IOException;
import java.time.Duration;

/// An upgraded connection that carries the bytes as they are: SPDY/3.1 right after the answer
/// to the upgrade, as API servers without KEP-4006 have it.
///
/// It owes the far side nothing, and has no word for good-bye.
public final class PlainWire implements Wire {
  private final ApiConnection connection;
  private final Source source;

  private PlainWire(ApiConnection connection) {
    this.connection = connection;
    this.source = new Source(connection.input());
  }

  /// Connects and asks by `POST`, which many proxies do not pass on.
  ///
  /// @param protocol of the streams within: "portforward.k8s.io"
  /// @param limit for each step up to the answer; none afterwards
  /// @throws RefusedException when the server does anything but switch
  public static PlainWire open(ApiEndpoint endpoint, String path, String protocol, Duration limit)
      throws IOException, InterruptedException {
    ApiConnection connection = ApiConnection.open(endpoint, limit);
    try {
      HttpHead head =
          Upgrade.ask(
              connection,
              endpoint,
              "POST",
              path,
              "Upgrade: SPDY/3.1\r\nContent-Length: 0\r\nX-Stream-Protocol-Version: "
                  + protocol
                  + "\r\n");
      if (!head.header("upgrade").equalsIgnoreCase("SPDY/3.1")) {
        throw new RefusedException(101, "", Messages.of("the-server-did-not-switch-to-spdy"));
      }
      connection.unlimited();
      return new PlainWire(connection);
    } catch (IOException | InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return source.read(target, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    connection.write(buffer, offset, length);
  }

  @Override
  public void writeOwed() {}

  @Override
  public void onOwed(Runnable wake) {}

  @Override
  public void writeEnd() {}

  @Override
  public void abort() {
    connection.close();
  }
}
