package dev.mooring.tunnel.websocket;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Context;
import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.channel.AttachChannels;
import dev.mooring.tunnel.channel.ChannelStream;
import dev.mooring.tunnel.channel.Channels;
import dev.mooring.tunnel.channel.PortChannels;
import dev.mooring.tunnel.connection.ApiConnection;
import dev.mooring.tunnel.flow.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Whatever the API server sends on a WebSocket, the streams over it end with its connection: a
/// port's, and a process's. A socket each, so it is slow.
public final class WebSocketFuzz implements FuzzTarget {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final ServerSocket server;

  public WebSocketFuzz() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @Override
  public void feed(byte[] input) throws Exception {
    feed(input, new PortChannels(new PodPort("ns", "pod", 80)));
    feed(input, new AttachChannels("ns/pod", "app"));
  }

  private void feed(byte[] input, Channels channels) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
    try (ApiConnection connection = ApiConnection.open(new Near(uri), LIMIT)) {
      try (Socket far = server.accept()) {
        // What is sent back is read by nobody and fits the socket's buffers.
        far.getOutputStream().write(input);
        far.shutdownOutput();
        WebSocketWire wire = new WebSocketWire(connection);
        ChannelStream stream =
            new ChannelStream(wire, channels, Timing.DEFAULT, () -> true, gone -> {});
        stream.start();
        Thread reading =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        stream.input().readAllBytes();
                      } catch (IOException e) {
                        // It was lost, or the far side said why it ended.
                      }
                    });
        assertTrue(reading.join(LIMIT), "a stream that does not end with its connection");
        stream.close();
      }
    }
  }

  private record Near(URI server) implements ApiEndpoint {
    @Override
    public Context context() {
      return new Context("test", "test", "test", server.toString(), "default", true);
    }

    @Override
    public @Nullable SSLContext tls() {
      return null;
    }

    @Override
    public @Nullable String tlsName() {
      return null;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }

    @Override
    public ProxySelector proxies() {
      return ProxySelector.of(null);
    }
  }

  @Override
  public List<byte[]> seeds() {
    HexFormat hex = HexFormat.of();
    return List.of(
        // Port preambles on both channels, data in two frames, a ping, a close.
        hex.parseHex("82030050008203015000" + "0203006869" + "8003216f6b" + "890161" + "880203e8"),
        // A status on channel 3, after output.
        hex.parseHex("8203016869" + "8217037b22737461747573223a2253756363657373227d" + "880203e8"),
        hex.parseHex("827e000501000000ff" + "8a0400000001" + "827fffffffffffffffff"),
        hex.parseHex("8200" + "880203f3"));
  }
}
