package dev.mooring.practice.tunnel;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Gate;
import dev.mooring.practice.http.WebSocket;
import dev.mooring.practice.node.PodNetwork;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Upgrades requests to tunnels and knows the open ones.
public final class PortForwarding {
  private static final String WEBSOCKET = "SPDY/3.1+portforward.k8s.io";

  private final PodNetwork network;
  private final Gate gate;
  private final Map<SpdyTunnel, String> open = new ConcurrentHashMap<>();

  public PortForwarding(PodNetwork network, Gate gate) {
    this.network = network;
    this.gate = gate;
  }

  public void serve(Exchange exchange, Document pod) throws IOException, InterruptedException {
    String uid = Meta.uid(pod);
    if (WebSocket.wanted(exchange)) {
      if (!exchange.headers().list("Sec-WebSocket-Protocol").contains(WEBSOCKET)) {
        exchange.answer(
            400, "text/plain", "unable to upgrade: no supported sub-protocol was asked for\n");
        return;
      }
      WebSocket socket = WebSocket.accept(exchange, WEBSOCKET);
      run(uid, socket.input(), new BufferedOutputStream(socket.output(), 1 << 16));
    } else if (exchange.headers().has("Upgrade", "SPDY/3.1")) {
      exchange.with("X-Stream-Protocol-Version", "portforward.k8s.io");
      Exchange.Upgraded upgraded = exchange.upgrade("SPDY/3.1");
      run(uid, upgraded.in(), upgraded.out());
    } else {
      exchange.answer(400, "text/plain", "unable to upgrade: missing upgrade headers in request\n");
    }
  }

  private void run(String uid, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    SpdyTunnel tunnel = new SpdyTunnel(in, out, uid, network, gate);
    open.put(tunnel, uid);
    try (tunnel) {
      tunnel.run();
    } finally {
      open.remove(tunnel);
    }
  }

  /// A pod went away: its streams end cleanly, the tunnels stay.
  public void podGone(String uid) {
    open.forEach(
        (tunnel, pod) -> {
          if (pod.equals(uid)) {
            tunnel.endStreams();
          }
        });
  }
}
